# Binding the name to something else is the same.
import socket
a, b = socket.socketpair()
keep = a
a = None
b.settimeout(0.05)
try: b.recv(1)
except TimeoutError: print('still open: another name holds it')
keep = 'gone'
print(b.recv(1))
