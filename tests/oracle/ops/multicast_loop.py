# Without IP_MULTICAST_LOOP one's own datagrams are not heard.
import socket
import struct
group = '239.255.77.79'
member = socket.inet_aton(group) + socket.inet_aton('127.0.0.1')
r = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
r.bind((group, 0))
r.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
r.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton('127.0.0.1'))
r.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 1)
print(r.sendto(b'heard', (group, r.getsockname()[1])))
r.settimeout(5)
print(r.recv(100), r.getsockname()[0])
r.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 300)
