# The resolver's errors carry its own numbers.
import socket
socket.getaddrinfo('localhost', 'no such service')
