# What can be taken apart.
a, b = 'hi'
c, d = b'hi'
e, f = (1, [2])
g, h = ['x', 'y']
print(a, b, c, d, e, f, g, h)
a, b = 'h'
