# Datagrams there and back.
import socket
srv = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
srv.bind(('127.0.0.1', 0))
cli = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print(cli.sendto(b'hello', srv.getsockname()))
data, addr = srv.recvfrom(1024)
print(data, addr[0], addr[1] == cli.getsockname()[1], len(addr))
print(srv.sendto(b'world', addr), cli.recvfrom(1024) == (b'world', srv.getsockname()))
