# What a client sent before accept waits in the connection; so does its end.
import socket
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
c.sendall(b'early')
c.close()
conn, addr = srv.accept()
print(conn.recv(100), conn.recv(100))
