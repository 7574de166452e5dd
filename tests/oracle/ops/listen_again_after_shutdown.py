# A listener that was shut down listens again.
import socket
srv = socket.create_server(('127.0.0.1', 0))
srv.shutdown(socket.SHUT_RDWR)
try: srv.accept()
except OSError as e: print(e)
print(srv.listen())
c = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
print(c.send(b'x'), conn.recv(1))
