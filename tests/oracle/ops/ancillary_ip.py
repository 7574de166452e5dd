# IP_RECVTTL, IP_RECVTOS and IP_PKTINFO come as ancillary data.
import socket
import struct
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.bind(('127.0.0.1', 0))
u.setsockopt(socket.IPPROTO_IP, socket.IP_RECVTOS, 1)
u.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, 16)
u.sendto(b'tos', u.getsockname())
print(u.recvmsg(10, 100)[:3])
u.setsockopt(socket.IPPROTO_IP, socket.IP_RECVTOS, 0)
u.setsockopt(socket.IPPROTO_IP, 12, 1)
u.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 33)
u.sendto(b'ttl', u.getsockname())
data, anc, flags, addr = u.recvmsg(10, 100)
print(data, anc[0][:2], struct.unpack('i', anc[0][2]))
print(u.sendmsg([b'one shot'], [(socket.IPPROTO_IP, socket.IP_TTL, struct.pack('i', 44))], 0, u.getsockname()))
print(struct.unpack('i', u.recvmsg(10, 100)[1][0][2]))
