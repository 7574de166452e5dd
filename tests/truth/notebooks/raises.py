# The journal is whole when a line raises.
import socket
a, b = socket.socketpair()
a.send(b"sent before the error")
b.settimeout(0.01)
b.recv(100)
b.recv(100)
print("never")
