# What may be set is set; what is only to read, and what is not there, says so.
import socket
s = socket.socket()
try: s.family = 5
except AttributeError as e: print(type(e).__name__)
try: s.timeout = 1.0
except AttributeError as e: print(type(e).__name__)
print(s.family, s.timeout)
n = 5
n.x = 1
