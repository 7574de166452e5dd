# The interface behind a percent sign is the scope of an IPv6 address.
import socket
print(socket.getaddrinfo('fe80::1%lo', 80, type=socket.SOCK_STREAM))
print(socket.getaddrinfo('fe80::1', 80, type=socket.SOCK_DGRAM)[0][4], socket.getaddrinfo('::1%1', 5, type=1)[0][4])
