# A connected UDP socket hears only its peer, and may be connected elsewhere.
import socket
a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
a.bind(('127.0.0.1', 0))
b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
b.bind(('127.0.0.1', 0))
c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
c.bind(('127.0.0.1', 0))
print(a.connect(b.getsockname()), a.getpeername() == b.getsockname())
c.sendto(b'from c', a.getsockname())
b.sendto(b'from b', a.getsockname())
print(a.recv(100))
print(a.connect(c.getsockname()), a.getpeername() == c.getsockname(), a.send(b'to c'), c.recv(100))
print(a.sendto(b'to b still', b.getsockname()), b.recv(100))
