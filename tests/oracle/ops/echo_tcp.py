# The whole life of a TCP connection.
import socket
srv = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
srv.bind(('127.0.0.1', 0))
srv.listen(5)
cli = socket.socket()
print(cli.connect(srv.getsockname()))
conn, addr = srv.accept()
print(addr == cli.getsockname(), conn.getsockname() == srv.getsockname(), conn.getpeername() == addr)
print(cli.send(b'hello'), conn.recv(1024), conn.sendall(b'world'), cli.recv(1024))
print(cli.close(), conn.recv(1024), conn.recv(1024), conn.close(), srv.close())
