# gethostbyname of literals and of localhost.
import socket
print(socket.gethostbyname('127.0.0.1'), socket.gethostbyname(''), socket.gethostbyname('localhost'), socket.gethostbyname('<broadcast>'))
print(socket.gethostbyname('127.1'), type(socket.gethostname()), len(socket.gethostname()) > 0)
try: socket.gethostbyname(5)
except TypeError as e: print(type(e).__name__)
socket.gethostbyname('::1')
