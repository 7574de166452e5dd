# Ports below 1024 want a privilege, where the kernel is set so.
import socket
s = socket.socket()
try:
    s.bind(('127.0.0.1', 81))
    print('allowed')
except PermissionError as e: print(e)
print(s.getsockname()[1])
