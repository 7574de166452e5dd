# getsockopt: an int, or so many bytes.
import socket
import struct
s = socket.socket()
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE), s.getsockopt(socket.SOL_SOCKET, socket.SO_DOMAIN), s.getsockopt(socket.SOL_SOCKET, socket.SO_PROTOCOL))
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR), s.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE), s.getsockopt(1, 2))
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE, 4), s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE, 100), s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE, 2))
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER), s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8), s.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, 16))
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE, 0), len(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 200)) > 90, len(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 10)))
print(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, 16)[:5] != b'', type(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, 16)))
