# Who has shut down writing cannot write; the other way stays open.
import socket
a, b = socket.socketpair()
print(a.shutdown(socket.SHUT_WR), b.recv(10), b.send(b'still'), a.recv(10))
try: a.send(b'x')
except BrokenPipeError as e: print(e)
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
c.shutdown(socket.SHUT_WR)
c.send(b'x')
