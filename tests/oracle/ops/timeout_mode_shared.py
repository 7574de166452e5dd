# O_NONBLOCK belongs to the open socket: a copy shares it, its Python timeout does not.
import socket
a, b = socket.socketpair()
c = b.dup()
b.setblocking(False)
print(c.gettimeout(), b.gettimeout())
try: c.recv(1)
except BlockingIOError as e: print(e)
b.setblocking(True)
a.send(b'x')
print(c.recv(1))
