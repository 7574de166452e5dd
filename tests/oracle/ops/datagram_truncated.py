# A datagram longer than bufsize is cut, and its rest is gone.
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('127.0.0.1', 0))
s.sendto(b'ABCDEFGHIJ', s.getsockname())
s.sendto(b'next', s.getsockname())
print(s.recv(3), s.recv(100))
s.sendto(b'KLMNOP', s.getsockname())
print(s.recvfrom(0)[0])
s.setblocking(False)
s.recv(1)
