# recv gives what is there, up to bufsize; b'' is the end.
import socket
a, b = socket.socketpair()
a.sendall(b'0123456789')
print(b.recv(4), b.recv(0), b.recv(100), a.send(b'x'), b.recv(1))
a.shutdown(socket.SHUT_WR)
print(b.recv(1), b.recv(100), b.recv(0))
