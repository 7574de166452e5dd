# Without waiting sendall is fine as long as all fits.
import socket
a, b = socket.socketpair()
a.setblocking(False)
print(a.sendall(b'small'), b.recv(10))
