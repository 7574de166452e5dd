# Sockets that no name holds any more.
import socket
socket.socket()
s = socket.socket()
s = socket.socket()
s = None
[socket.socket(), socket.socket()]
a, b = socket.socketpair()
del a
print(b.recv(10))
try: socket.socket().bind(("127.0.0.1", 99999))
except OverflowError as e: print(e)
socket.create_server(("127.0.0.1", 0)).getsockname()
