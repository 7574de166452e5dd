# The empty host means this machine to connect.
import socket
srv = socket.create_server(('127.0.0.1', 0))
c = socket.socket()
print(c.connect(('', srv.getsockname()[1])), c.getpeername()[0])
d = socket.socket()
print(d.connect(('0.0.0.0', srv.getsockname()[1])), d.getpeername()[0])
