# close with unread data sends a RST: the peer does not read an end, it reads an error.
import socket
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
c.sendall(b'never read')
print(conn.recv(5))
conn.close()
try: c.recv(10)
except ConnectionResetError as e: print(e)
c.send(b'x')
