# What recvfrom refuses.
import socket
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try: u.recvfrom(-1)
except ValueError as e: print(e)
try: u.recvfrom('x')
except TypeError as e: print(type(e).__name__)
u.setblocking(False)
try: u.recvfrom(10)
except BlockingIOError as e: print(e)
u.settimeout(0.02)
try: u.recvfrom(10)
except TimeoutError as e: print(e)
socket.socket().recvfrom(10)
