# More than there is room for.
import socket
a, b = socket.socketpair()
try: b.recv(1 << 40)
except MemoryError as e: print(type(e).__name__, e)
try: b'x' * (1 << 40)
except MemoryError as e: print(type(e).__name__)
try: bytes(1 << 40)
except MemoryError as e: print(type(e).__name__)
try: [0] * (1 << 60)
except MemoryError as e: print(type(e).__name__)
'x' * (1 << 62)
