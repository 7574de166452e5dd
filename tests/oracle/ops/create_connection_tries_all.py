# Every address of the name is tried: here the second one answers.
import socket
srv = socket.create_server(('127.0.0.1', 0))
found = socket.getaddrinfo('localhost', srv.getsockname()[1], type=socket.SOCK_STREAM)
print(len(found) >= 1)
c = socket.create_connection(('localhost', srv.getsockname()[1]))
print(c.getpeername() == srv.getsockname(), c.family)
