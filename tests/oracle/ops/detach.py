# detach gives the descriptor away; the object is as closed, the connection lives.
import socket
a, b = socket.socketpair()
n = a.detach()
print(n >= 0, a.fileno(), a, a.detach(), a.close())
b.setblocking(False)
try: b.recv(1)
except BlockingIOError: print('still connected')
c = socket.socket(fileno=n)
print((c.family, c.type), c.fileno() == n, c.send(b'again'), b.recv(10))
a.send(b'x')
