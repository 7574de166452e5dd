# Several names at once, from anything that has as many items.
a, b = 1, 2
print(a, b)
a, b = b, a
print(a, b)
x, y, z = 'abc'
print(x, y, z)
p, q = b'AB'
print(p, q)
(m, n) = [3, (4, 5)]
print(m, n)
k, = (7,)
print(k)
import socket
left, right = socket.socketpair()
print(left is right, type(left).__name__)
host, port = ('127.0.0.1', 80)
print(host, port)
