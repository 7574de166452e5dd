# Arguments by position and by name, from left to right.
import socket
s = socket.socket(type=socket.SOCK_DGRAM, family=socket.AF_INET6)
print(s.family, s.type)
t = socket.socket(socket.AF_INET, proto=socket.IPPROTO_UDP, type=socket.SOCK_DGRAM)
print(t.type, t.proto)
print(socket.getaddrinfo(port=80, host='127.0.0.1', type=socket.SOCK_STREAM))
print('a', 'b', end='!\n', sep='+')
