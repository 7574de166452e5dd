# Datagrams to oneself come in the order they were sent, each whole.
import socket
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
s.bind(('::1', 0))
s.sendto(b'1', s.getsockname())
s.sendto(b'22', s.getsockname())
s.sendto(b'333', s.getsockname())
print(s.recv(10), s.recv(10), s.recv(10))
