# create_server: bound, listening, its address to be used again.
import socket
a = socket.create_server(('127.0.0.1', 0))
print((a.family, a.type), a.timeout, a.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR), a.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
b = socket.create_server(('', 0), family=socket.AF_INET, backlog=1, reuse_port=True)
print(b.getsockname()[0], b.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT), a.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT))
c = socket.create_server(('::1', 0), family=socket.AF_INET6)
print(c.getsockname()[0], c.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY))
d = socket.create_server(('', 0), family=socket.AF_INET6, dualstack_ipv6=True)
print(d.getsockname()[0], d.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY))
e = socket.create_server(address=('localhost', 0))
print(e.getsockname()[0])
