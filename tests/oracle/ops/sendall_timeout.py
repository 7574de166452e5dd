# The timeout of sendall is for the whole.
import socket
a, b = socket.socketpair()
a.settimeout(0.1)
try: a.sendall(b'x' * 10000000)
except TimeoutError as e: print(e, e.errno)
print(len(b.recv(100)))
a.setblocking(False)
a.sendall(b'x' * 10000000)
