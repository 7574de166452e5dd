# A host that is no address is asked of the resolver: its error is a gaierror.
import socket
s = socket.socket()
try: s.bind(('::1', 0))
except socket.gaierror as e: print(type(e).__name__, e)
six = socket.socket(socket.AF_INET6)
try: six.bind(('127.0.0.1', 0))
except socket.gaierror as e: print(e)
try: s.bind(('a\0b', 0))
except (ValueError, TypeError) as e: print(type(e).__name__)
print(s.getsockname())
s.connect(('::1', 80))
