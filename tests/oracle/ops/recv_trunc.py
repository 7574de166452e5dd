# MSG_TRUNC on a datagram gives its real length; what did not fit is zeros.
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('127.0.0.1', 0))
s.sendto(b'ABCDEFGHIJ', s.getsockname())
s.sendto(b'short', s.getsockname())
data = s.recv(4, socket.MSG_TRUNC)
print(len(data), data[:4])
print(s.recv(100, socket.MSG_TRUNC))
s.sendto(b'0123456789', s.getsockname())
data = s.recvfrom(3, socket.MSG_PEEK | socket.MSG_TRUNC)[0]
print(len(data), data[:3], s.recv(100))
