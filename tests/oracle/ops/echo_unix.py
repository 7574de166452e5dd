# A UNIX stream by a path, its client without a name.
import socket
srv = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
print(srv.bind('sock'), srv.listen(), srv.getsockname())
cli = socket.socket(socket.AF_UNIX)
print(cli.connect('sock'), cli.getpeername(), repr(cli.getsockname()))
conn, addr = srv.accept()
print(repr(addr), repr(conn.getpeername()), conn.getsockname(), (conn.family, conn.type))
print(cli.send(b'hello'), conn.recv(1024), conn.send(b'world'), cli.recv(1024))
