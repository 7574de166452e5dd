# Names of the socket module are enum members: by print a number, in a tuple with their name.
import socket
print(socket.AF_INET, socket.SOCK_DGRAM, socket.AF_UNIX, socket.AF_INET6, socket.SOCK_RAW)
print((socket.AF_INET, socket.SOCK_STREAM), [socket.AF_UNSPEC], repr(socket.SOCK_SEQPACKET))
print(socket.AF_INET.name, socket.AF_INET.value, socket.SOCK_STREAM.name, type(socket.AF_INET.value))
print(socket.AF_INET == 2, socket.AF_INET + 1, socket.AF_INET is socket.AF_INET, socket.AF_INET in (2, 10), 2 in [socket.AF_INET])
print('%s %d %r' % (socket.AF_INET, socket.AF_INET, socket.AF_INET), str(socket.AF_INET), int(socket.AF_INET), -socket.AF_INET)
print(socket.SOCK_STREAM | socket.SOCK_NONBLOCK, repr(socket.SOCK_STREAM | 0), socket.SOCK_NONBLOCK, repr(socket.SOCK_CLOEXEC))
