# What sendall refuses.
import socket
s = socket.socket()
try: s.sendall(b'x')
except BrokenPipeError as e: print(e)
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try: u.sendall(b'x')
except OSError as e: print(e)
try: s.sendall('text')
except TypeError as e: print(type(e).__name__)
a, b = socket.socketpair()
b.close()
a.sendall(b'x' * 100)
