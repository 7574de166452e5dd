# The same with IPv6: the interface by its index.
import socket
import struct
r = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
r.bind(('::', 0))
r.settimeout(5)
member = socket.inet_pton(socket.AF_INET6, 'ff01::7778') + struct.pack('I', 1)
print(r.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, member))
r.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, 1)
r.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 0)
print(r.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF), r.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS))
try: print(r.sendto(b'to all', ('ff01::7778', r.getsockname()[1], 0, 1)), r.recvfrom(100)[0])
except OSError as e: print(type(e).__name__, e)
print(r.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_LEAVE_GROUP, member))
r.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_LEAVE_GROUP, member)
