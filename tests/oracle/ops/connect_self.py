# A TCP socket can be connected to itself.
import socket
s = socket.socket()
s.bind(('127.0.0.1', 0))
print(s.connect(s.getsockname()), s.getpeername() == s.getsockname(), s.send(b'me'), s.recv(10))
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.bind(('127.0.0.1', 0))
print(u.connect(u.getsockname()), u.send(b'echo'), u.recv(10))
