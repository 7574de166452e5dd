# Connections are accepted in the order in which they came.
import socket
srv = socket.create_server(('127.0.0.1', 0))
a = socket.create_connection(srv.getsockname())
b = socket.create_connection(srv.getsockname())
c = socket.create_connection(srv.getsockname())
print(srv.accept()[1] == a.getsockname(), srv.accept()[1] == b.getsockname(), srv.accept()[1] == c.getsockname())
