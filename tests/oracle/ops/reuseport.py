# SO_REUSEPORT: two listeners share a port when both have it.
import socket
a = socket.socket()
a.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
a.bind(('127.0.0.1', 0))
a.listen()
b = socket.socket()
b.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
print(b.bind(a.getsockname()), b.listen(), a.getsockname() == b.getsockname())
c = socket.socket()
c.bind(a.getsockname())
