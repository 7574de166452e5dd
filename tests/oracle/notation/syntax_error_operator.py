# The same for half an expression.
print('never')
x = 1 +
