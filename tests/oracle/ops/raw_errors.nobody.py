# Raw sockets without the capability.
import socket
try: socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
except PermissionError as e: print(e, e.errno)
try: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 3)
except PermissionError as e: print(e)
s = socket.socket()
try: s.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, 1)
except PermissionError as e: print(e)
try: s.setsockopt(socket.SOL_SOCKET, 33, 1)
except OSError as e: print(e)
socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
