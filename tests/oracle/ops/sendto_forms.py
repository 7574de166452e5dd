# sendto: with and without flags; a connected TCP socket ignores the address.
import socket
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.bind(('127.0.0.1', 0))
print(u.sendto(b'two', u.getsockname()), u.sendto(b'three', 0, u.getsockname()), u.recv(10), u.recv(10))
print(u.sendto(b'to', ('localhost', u.getsockname()[1])), u.recv(10))
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
print(c.sendto(b'ignored', ('192.0.2.1', 5)), conn.recv(10))
