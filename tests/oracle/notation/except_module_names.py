# Names of modules after except.
import socket
import errno
s = socket.socket()
s.settimeout(0.01)
s.bind(('127.0.0.1', 0))
s.listen()
try: s.accept()
except socket.timeout as e: print('timeout', type(e).__name__)
try: s.connect(s.getsockname())
except (socket.timeout, socket.gaierror): print('no')
except socket.error as e: print(e.errno == errno.EISCONN, errno.errorcode[e.errno], e.args[0], e.args[1])
try: socket.socket(9999)
except OSError as e: print(e.errno in (errno.EAFNOSUPPORT, errno.EINVAL))
