# A connect with a timeout that succeeds leaves the timeout as it is.
import socket
srv = socket.create_server(('127.0.0.1', 0))
c = socket.socket()
c.settimeout(5)
print(c.connect(srv.getsockname()), c.gettimeout(), c.send(b'x'))
d = socket.socket()
d.settimeout(5)
print(d.connect_ex(srv.getsockname()), d.getpeername() == srv.getsockname())
