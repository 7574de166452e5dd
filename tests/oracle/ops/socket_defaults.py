# socket() without arguments: IPv4, stream, blocking.
import socket
s = socket.socket()
print(s.family, s.type, s.proto, s.timeout, s.gettimeout(), s.getblocking())
print((s.family, s.type, s.proto), repr(s.family), repr(s.type))
print(s.fileno() >= 0, s.get_inheritable(), s.getsockname())
