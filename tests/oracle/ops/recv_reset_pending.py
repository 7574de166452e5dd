# What had arrived before the reset can still be read.
import socket
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
c.sendall(b'to be left unread')
conn.sendall(b'sent before close')
conn.recv(1)
conn.close()
try: print(c.recv(100))
except ConnectionResetError as e: print(e)
