# Over TCP the descriptors vanish silently; the bytes arrive.
import socket
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
try: print(socket.send_fds(c, [b'hi'], [c.fileno()]), socket.recv_fds(conn, 10, 2))
except OSError as e: print(e)
