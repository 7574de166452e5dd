# SEQPACKET passes the check of the type; the packets come.
import socket
a, b = socket.socketpair(type=socket.SOCK_SEQPACKET)
f = open('data.bin', 'rb')
print(a.sendfile(f, 0, 16), b.recv(100))
