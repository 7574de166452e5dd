# A timeout has no errno.
import socket
a, b = socket.socketpair()
a.settimeout(0.01)
a.recv(1)
