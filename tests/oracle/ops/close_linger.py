# SO_LINGER 1, 0 makes every close a RST.
import socket
import struct
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
print(conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)))
print(struct.unpack('ii', conn.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)))
conn.sendall(b'data before the reset')
conn.close()
try: print(c.recv(100))
except ConnectionResetError as e: print(e)
