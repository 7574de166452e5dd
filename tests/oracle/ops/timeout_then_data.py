# After a timeout the socket is as good as before.
import socket
a, b = socket.socketpair()
b.settimeout(0.02)
try: b.recv(10)
except TimeoutError as e: print(e)
a.send(b'now')
print(b.recv(10))
try: b.recv(10)
except socket.timeout as e: print(e)
b.settimeout(None)
a.send(b'again')
print(b.recv(10), b.gettimeout())
