# Names are any letters, digits and underscores; upper and lower case differ.
_ = 1
_x1 = 2
X = 3
x = 4
socket = 'just a name'
print(_, _x1, X, x, socket)
len_ = len
print(len_('abc'), len_ is len)
str_of = str
print(str_of(5) + 'x')
print = print
print('as before')
