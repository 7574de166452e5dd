# Tuples: empty, of one, nested, with a last comma, with brackets and without.
a = ()
b = (1,)
c = 1, 2
d = 3,
e = (1, (2, (3, ())), 'x', b'y', None, True,)
print(a, b, c, d, e)
print(len(a), len(b), len(c), len(e), (1), ((2)), (((3,))))
print((1, 2) == (1, 2), (1, 2) == [1, 2], (1, 2) < (1, 3), (1,) < (1, 0), () < (0,))
print((1, 2) + (3,), (0,) * 3, 2 * (1, 'a'), (1, 2) * 0, (1,) * -1)
