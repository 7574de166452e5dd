# After a RST recv raises once; then it is the end.
import socket
import struct
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
conn.close()
try: c.recv(1)
except ConnectionResetError as e: print(e, e.errno)
print(c.recv(1), c.recv(1))
c.getpeername()
