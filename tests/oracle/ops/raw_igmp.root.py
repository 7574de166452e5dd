# A membership report built by hand, heard on a raw IGMP socket once the group is joined.
import socket
import struct
s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_IGMP)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b'lo\0')
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, 16), s.proto)
s.settimeout(5)
group = socket.inet_aton('239.255.77.80')
loopback = socket.inet_aton('127.0.0.1')
m = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
m.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group + loopback)
s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, loopback)
report = struct.pack('!BBH4s', 0x16, 0, 0, group)
print(s.sendto(report, ('239.255.77.80', 0)))
heard, addr = s.recvfrom(200)
print(heard[9], heard[16:20] == group, heard[20:] == report, addr)
