# Blanks and tabs around tokens do not count; nor do lines of blanks alone.
print ( 'a' , 'b' )
x=1;y  =  2 ;print(x+y,x  +y)
   
	
print( (1,2) [ 0 ] , [ 3 ][0], 'abc' [1:2] )
try :
	print('tab')
	1/0
except ZeroDivisionError :
	print('tab too')
