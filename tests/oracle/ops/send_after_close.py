# After the peer closed the first send succeeds, the second is told EPIPE. No signal comes.
import socket
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
conn.close()
print(c.recv(1), c.send(b'first'))
try: c.send(b'second')
except BrokenPipeError as e: print(e)
print(c.recv(1))
c.send(b'third')
