# A connected UDP socket sends to others only by sendto.
import socket
a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
b.bind(('127.0.0.1', 0))
a.connect(b.getsockname())
print(a.send(b'1'), a.sendall(b'2'), a.sendto(b'3', b.getsockname()), a.sendmsg([b'4', b'5']))
print(b.recv(9), b.recv(9), b.recv(9), b.recv(9))
print(a.shutdown(socket.SHUT_WR))
a.send(b'x')
