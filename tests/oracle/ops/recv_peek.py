# MSG_PEEK leaves what it shows.
import socket
a, b = socket.socketpair()
a.sendall(b'look')
print(b.recv(2, socket.MSG_PEEK), b.recv(10, socket.MSG_PEEK), b.recv(10))
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.bind(('127.0.0.1', 0))
u.sendto(b'datagram', u.getsockname())
print(u.recv(4, socket.MSG_PEEK), u.recvfrom(100, socket.MSG_PEEK)[0], u.recv(100))
u.setblocking(False)
u.recv(1, socket.MSG_PEEK)
