# And for a string without its end.
print('never')
x = 'abc
