# fileno= makes a second object of a descriptor, and asks the kernel what it is.
import socket
a = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
b = socket.socket(fileno=a.fileno())
print((b.family, b.type, b.proto), a.fileno() == b.fileno(), a is b)
number = b.detach()
print(number == a.fileno(), b.fileno())
c = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, a.detach())
print((c.family, c.type, c.proto))
c.close()
d = socket.socket(fileno=socket.socket().detach())
print((d.family, d.type, d.proto), d.gettimeout())
