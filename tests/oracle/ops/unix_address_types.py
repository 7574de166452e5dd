# A UNIX address is a text or bytes.
import socket
s = socket.socket(socket.AF_UNIX)
try: s.bind(5)
except TypeError: print('int')
try: s.bind(('127.0.0.1', 0))
except TypeError: print('tuple')
try: s.connect(None)
except TypeError: print('None')
print(repr(s.getsockname()))
s.connect(['x'])
