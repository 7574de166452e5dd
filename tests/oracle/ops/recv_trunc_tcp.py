# On a TCP stream MSG_TRUNC throws the bytes away; the length tells how many.
import socket
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
c.sendall(b'0123456789')
print(len(conn.recv(4, socket.MSG_TRUNC)), conn.recv(100))
