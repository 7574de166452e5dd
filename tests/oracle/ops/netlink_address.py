# AF_NETLINK addresses: a port id and groups.
import socket
s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
print(s.getsockname(), s.bind((0, 0)), s.getsockname()[0] > 0, s.getsockname()[1])
try: s.bind('x')
except TypeError as e: print(type(e).__name__)
try: s.bind((0,))
except TypeError as e: print(type(e).__name__)
try: s.bind((0, 0, 0))
except TypeError as e: print(type(e).__name__)
try: s.getpeername()
except OSError as e: print(type(e).__name__, e)
print(s.connect((0, 0)), s.getpeername())
s.listen()
