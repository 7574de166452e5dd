# SOCK_NONBLOCK in the type makes a socket with timeout 0; type shows the kind alone.
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
print((s.type,), s.timeout, s.getblocking(), s.gettimeout())
t = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
print((t.type,), t.timeout, t.getblocking(), t.get_inheritable())
t.setblocking(False)
u = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC)
print((u.type,), u.timeout)
