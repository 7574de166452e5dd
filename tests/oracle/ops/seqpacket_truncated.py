# A packet longer than bufsize is cut; recvmsg says so.
import socket
a, b = socket.socketpair(type=socket.SOCK_SEQPACKET)
a.send(b'ABCDEFGH')
a.send(b'next')
data, anc, flags, addr = b.recvmsg(3)
print(data, anc, flags & socket.MSG_TRUNC == socket.MSG_TRUNC, addr, b.recv(100))
a.send(b'0123456789')
print(len(b.recv(4, socket.MSG_TRUNC)))
