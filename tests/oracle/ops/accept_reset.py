# A client that reset before accept is accepted all the same; its end shows at recv.
import socket
import struct
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
c.close()
conn, addr = srv.accept()
print(addr[0])
try: conn.recv(10)
except ConnectionResetError as e: print(e)
print(conn.recv(10))
conn.send(b'x')
