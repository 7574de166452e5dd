# Sends are not receives on a stream: two sends arrive as one, one send as many.
import socket
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
c.sendall(b'one')
c.sendall(b'two')
print(conn.recv(6, socket.MSG_WAITALL), c.sendall(b'abcdef'), conn.recv(2), conn.recv(2), conn.recv(2))
