# send gives the number of bytes it took; flags come second.
import socket
a, b = socket.socketpair()
print(a.send(b'abc'), a.send(b''), a.send(b'd', 0), a.send(b'e', socket.MSG_DONTWAIT), a.send(b'f', socket.MSG_NOSIGNAL), b.recv(100))
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
print(c.send(b'held ', socket.MSG_MORE), c.send(b'together'), conn.recv(100, socket.MSG_WAITALL | socket.MSG_DONTWAIT))
