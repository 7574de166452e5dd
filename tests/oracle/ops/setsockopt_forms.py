# setsockopt: an int, bytes, or None with a length.
import socket
import struct
s = socket.socket()
print(s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1), s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR))
print(s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, False), s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR))
print(s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, struct.pack('i', 5)), s.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE))
print(s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 10)), s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8))
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 20000)
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF), s.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF))
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF))
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('ll', 2, 500000))
print(struct.unpack('ll', s.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, 16)), s.gettimeout())
print(s.setsockopt(socket.SOL_SOCKET, socket.SO_PRIORITY, 3), s.getsockopt(socket.SOL_SOCKET, socket.SO_PRIORITY))
