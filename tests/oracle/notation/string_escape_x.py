# A hex escape needs two digits.
print('never')
x = '\x4'
