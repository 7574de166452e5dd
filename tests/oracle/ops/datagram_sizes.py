# The longest datagram of IPv4 is 65507 bytes.
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('127.0.0.1', 0))
print(s.sendto(b'x' * 65507, s.getsockname()), len(s.recv(70000)))
try: s.sendto(b'x' * 65508, s.getsockname())
except OSError as e: print(e)
print(s.sendto(b'y' * 9000, s.getsockname()), len(s.recv(65535)))
s.sendto(b'x' * 100000, s.getsockname())
