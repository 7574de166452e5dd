# A multicast group on the loopback: join, hear oneself, leave.
import socket
import struct
group = '239.255.77.78'
member = struct.pack('4s4s', socket.inet_aton(group), socket.inet_aton('127.0.0.1'))
r = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
r.bind(('', 0))
r.settimeout(5)
print(r.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member))
try: r.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
except OSError as e: print('twice', e)
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton('127.0.0.1'))
s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 0)
print(s.getsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, 4), s.getsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL))
print(s.sendto(b'to all', (group, r.getsockname()[1])), r.recvfrom(100)[0])
print(r.setsockopt(socket.IPPROTO_IP, socket.IP_DROP_MEMBERSHIP, member))
try: r.setsockopt(socket.IPPROTO_IP, socket.IP_DROP_MEMBERSHIP, member)
except OSError as e: print('left twice', e)
r.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, struct.pack('4s4s', socket.inet_aton('10.0.0.1'), bytes(4)))
