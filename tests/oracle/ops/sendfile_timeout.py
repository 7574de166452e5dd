# The timeout of sendfile, against a peer who does not read.
import socket
a, b = socket.socketpair()
a.settimeout(0.1)
f = open('data.bin', 'rb')
try:
    a.sendfile(f)
    a.sendfile(f)
    a.sendfile(f)
    a.sendfile(f)
except TimeoutError as e: print(e, e.errno)
print(f.tell() >= 0, len(b.recv(100)))
a.sendfile(f)
