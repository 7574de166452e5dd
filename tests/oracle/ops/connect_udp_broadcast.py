# Broadcast wants its option first.
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try: s.connect(('127.255.255.255', 9))
except OSError as e: print(type(e).__name__, e)
print(s.connect_ex(('127.255.255.255', 9)))
try: s.sendto(b'x', ('127.255.255.255', 9))
except PermissionError as e: print(e)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST), s.connect(('127.255.255.255', 9)))
