# Each argument by position and by name.
import socket
print(socket.socket(socket.AF_INET6).family, socket.socket(socket.AF_INET, socket.SOCK_DGRAM).type)
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
print(s.family, s.type, s.proto)
s = socket.socket(proto=17, type=socket.SOCK_DGRAM, family=socket.AF_INET6)
print(s.family, s.type, s.proto)
s = socket.socket(2, 1, 0, None)
print((s.family, s.type, s.proto))
s = socket.socket(family=-1, type=-1, proto=-1)
print((s.family, s.type, s.proto))
socket.socket('inet')
