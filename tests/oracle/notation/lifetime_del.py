# A socket that no name holds any more is closed: its peer reads the end.
import socket
a, b = socket.socketpair()
a.sendall(b'last words')
del a
print(b.recv(100), b.recv(100))
