# Levels, options and protocols are plain ints.
import socket
print((socket.SOL_SOCKET, socket.SO_REUSEADDR, socket.SO_RCVBUF, socket.SO_LINGER, socket.SO_ERROR, socket.SO_TYPE))
print((socket.IPPROTO_TCP, socket.IPPROTO_UDP, socket.IPPROTO_ICMP, socket.IPPROTO_IPV6, socket.IPPROTO_RAW, socket.IPPROTO_IP))
print((socket.TCP_NODELAY, socket.TCP_INFO, socket.IP_TTL, socket.IP_MULTICAST_TTL, socket.IPV6_V6ONLY, socket.IPV6_JOIN_GROUP))
print((socket.SHUT_RD, socket.SHUT_WR, socket.SHUT_RDWR, socket.SOMAXCONN, socket.INADDR_ANY, socket.INADDR_LOOPBACK, socket.SCM_RIGHTS))
print((socket.NI_NUMERICHOST, socket.NI_NUMERICSERV, socket.NI_DGRAM, socket.EAI_NONAME, socket.EAI_SERVICE, socket.EAI_FAMILY))
print(socket.INADDR_BROADCAST, socket.INADDR_NONE, socket.has_ipv6)
