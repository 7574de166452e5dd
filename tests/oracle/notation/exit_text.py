# exit('text') writes the text to stderr and ends with 1.
print('out')
exit('a last word')
