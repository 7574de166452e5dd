# getaddrinfo of literals: each argument.
import socket
print(socket.getaddrinfo('127.0.0.1', 80))
print(socket.getaddrinfo('127.0.0.1', 80, socket.AF_INET, socket.SOCK_DGRAM))
print(socket.getaddrinfo('::1', 8080, type=socket.SOCK_STREAM))
print(socket.getaddrinfo('127.0.0.1', '80', 0, 0, socket.IPPROTO_TCP, socket.AI_NUMERICHOST | socket.AI_NUMERICSERV))
print(socket.getaddrinfo(None, 80, socket.AF_INET, socket.SOCK_STREAM), socket.getaddrinfo(None, 80, type=1, family=2, flags=socket.AI_PASSIVE))
print(socket.getaddrinfo(None, 9, socket.AF_INET6, socket.SOCK_STREAM))
try: socket.getaddrinfo('', 9, socket.AF_INET, 1)
except socket.gaierror as e: print(e)
print(socket.getaddrinfo('127.0.0.1', None, type=1), socket.getaddrinfo('127.0.0.1', None, type=socket.SOCK_RAW))
print(socket.getaddrinfo(b'127.0.0.1', b'80', type=1), socket.getaddrinfo('127.1', 0, type=1))
print(socket.getaddrinfo('127.0.0.1', 80, type=1, flags=socket.AI_CANONNAME))
print(socket.getaddrinfo('::ffff:127.0.0.1', 80, type=1), socket.getaddrinfo('127.0.0.1', 80, socket.AF_INET6, 1, flags=socket.AI_V4MAPPED))
