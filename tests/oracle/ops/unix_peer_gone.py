# A UNIX peer that closed with unread data: reset too.
import socket
a, b = socket.socketpair()
a.send(b'unread')
b.close()
try: a.recv(10)
except ConnectionResetError as e: print(e)
print(a.recv(10))
c, d = socket.socketpair(type=socket.SOCK_DGRAM)
d.close()
try: c.send(b'x')
except OSError as e: print(type(e).__name__, e)
c.setblocking(False)
c.recv(1)
