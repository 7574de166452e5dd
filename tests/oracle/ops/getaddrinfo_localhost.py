# localhost, by the names this machine has for it.
import socket
found = socket.getaddrinfo('localhost', 80, type=socket.SOCK_STREAM)
print(found)
print(socket.getaddrinfo('localhost', 80, socket.AF_INET, socket.SOCK_STREAM)[0][4])
print(len(found) > 0)
