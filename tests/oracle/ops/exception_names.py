# The names that the socket module has for exceptions.
import socket
print(socket.timeout, socket.error, socket.gaierror, socket.herror)
print(socket.timeout is TimeoutError, socket.error is OSError, socket.gaierror is OSError)
try: socket.getaddrinfo('x', 1, flags=4)
except socket.error as e: print(type(e))
