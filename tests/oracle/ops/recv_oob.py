# Urgent data: one byte beside the stream, or inside it with SO_OOBINLINE.
import socket
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
try: conn.recv(1, socket.MSG_OOB)
except OSError as e: print(e)
print(c.send(b'abc'), c.send(b'!', socket.MSG_OOB), c.send(b'def'))
print(conn.recv(100), conn.recv(1, socket.MSG_OOB), conn.recv(100))
conn.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)
c.send(b'xyZ', socket.MSG_OOB)
print(conn.recv(100), conn.recv(100))
conn.recv(1, socket.MSG_OOB)
