# listen: with and without a backlog, twice, negative, before bind.
import socket
s = socket.socket()
s.bind(('127.0.0.1', 0))
print(s.listen(), s.listen(1), s.listen(0), s.listen(-5), s.listen(1 << 20))
t = socket.socket()
print(t.getsockname(), t.listen(), t.getsockname()[0], t.getsockname()[1] > 0)
u = socket.socket(socket.AF_INET6)
u.listen(3)
print(u.getsockname()[0])
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN), socket.socket().getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
