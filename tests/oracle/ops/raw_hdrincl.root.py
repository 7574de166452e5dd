# One's own IPv4 header in front of a UDP datagram.
import socket
import struct
r = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
r.bind(('127.0.0.1', 0))
r.settimeout(5)
s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
print(s.getsockopt(socket.IPPROTO_IP, socket.IP_HDRINCL))
udp = struct.pack('!HHHH', 4321, r.getsockname()[1], 8 + 5, 0) + b'by me'
ip = struct.pack('!BBHHHBBH4s4s', 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0, socket.inet_aton('127.0.0.9'), socket.inet_aton('127.0.0.1'))
print(s.sendto(ip + udp, ('127.0.0.1', 0)), r.recvfrom(100))
s.sendto(b'short', ('127.0.0.1', 0))
