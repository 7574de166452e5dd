# SEQPACKET: a connection that keeps the boundaries, and ends.
import socket
srv = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
srv.bind('seq')
srv.listen()
cli = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
cli.connect('seq')
conn, addr = srv.accept()
print(repr(addr), (conn.type,), cli.send(b'first'), cli.send(b'second'), cli.send(b''))
print(conn.recv(100), conn.recv(3), conn.recv(100), cli.send(b'third'), conn.recv(100))
cli.close()
print(conn.recv(100), conn.recv(100))
