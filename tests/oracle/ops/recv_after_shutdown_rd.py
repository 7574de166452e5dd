# SHUT_RD: what is queued is still read on TCP, then the end.
import socket
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
c.sendall(b'before')
print(conn.recv(3))
conn.shutdown(socket.SHUT_RD)
print(conn.recv(100), conn.recv(100), conn.sendall(b'other way'), c.recv(100))
