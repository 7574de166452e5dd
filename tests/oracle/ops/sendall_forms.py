# sendall sends everything, and returns None.
import socket
a, b = socket.socketpair()
print(a.sendall(b'abc'), a.sendall(b''), a.sendall(b'd', 0), a.sendall(b'e', socket.MSG_DONTWAIT), b.recv(100))
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.bind(('127.0.0.1', 0))
u.connect(u.getsockname())
print(u.sendall(b'one datagram'), u.recv(100))
