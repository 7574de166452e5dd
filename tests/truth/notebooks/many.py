# More than one trace keeps in one line.
import socket
a, b = socket.socketpair()
b.settimeout(5)
a.setblocking(False)
try: a.sendall(b"x" * 1000000)
except OSError as e: print(e)
