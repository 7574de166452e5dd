# Indexes from both ends; an item of bytes is an int.
t = (10, 20, 30)
l = ['a', 'b']
print(t[0], t[2], t[-1], t[-3], l[1], l[-2], 'héllo'[1], 'abc'[-1], b'abc'[0], b'abc'[-1])
print((1, (2, 3))[1][0], [[1], [2]][1], ('x', 'y')[True], t[1 + 1])
