# When the peer has gone its name is known until the reset is.
import socket
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
name = c.getsockname()
c.close()
print(conn.recv(1), conn.getpeername() == name)
conn.send(b'x')
try: conn.getpeername()
except OSError as e: print(e)
