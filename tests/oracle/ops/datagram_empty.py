# An empty datagram is a datagram, and no end.
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('127.0.0.1', 0))
print(s.sendto(b'', s.getsockname()), s.sendto(b'after', s.getsockname()))
print(s.recvfrom(10)[0], s.recvfrom(10)[0])
s.connect(s.getsockname())
print(s.send(b''), s.recv(10), s.sendall(b''), s.recv(10))
