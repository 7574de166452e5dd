# A send that may not wait takes what fits; then EAGAIN.
import socket
a, b = socket.socketpair()
a.setblocking(False)
n = a.send(b'x' * 10000000)
print(0 < n < 10000000)
try: a.send(b'y' * 10000000)
except BlockingIOError as e: print(e)
got = len(b.recv(1 << 24))
print(0 < got <= n)
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
c.setblocking(False)
print(0 < c.send(b'z' * 50000000) < 50000000)
