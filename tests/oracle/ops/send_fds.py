# Descriptors pass through a UNIX socket and are new ones of the same socket.
import socket
a, b = socket.socketpair()
c, d = socket.socketpair()
print(socket.send_fds(a, [b'take this'], [c.fileno()]))
data, fds, flags, addr = socket.recv_fds(b, 100, 4)
print(data, len(fds), flags == 0 or flags == socket.MSG_CMSG_CLOEXEC, addr)
e = socket.socket(fileno=fds[0])
print((e.family, e.type), e.fileno() != c.fileno(), e.send(b'through the copy'), d.recv(100))
print(socket.send_fds(a, [b'two'], [c.fileno(), d.fileno()]), len(socket.recv_fds(b, 10, 2)[1]))
print(socket.send_fds(a, [b'none'], []), socket.recv_fds(b, 10, 2)[:2])
