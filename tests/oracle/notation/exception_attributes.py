# What an exception knows: args, errno, strerror, filename, its class and its texts.
import socket
s = socket.socket()
try: s.getpeername()
except OSError as e:
    print(e.args, e.errno, e.strerror, e.filename)
    print(str(e), repr(e), type(e), type(e).__name__)
    kept = e
try: open('no such file')
except OSError as e:
    print(e.args, e.errno, e.strerror, e.filename, e, repr(e))
try: s.bind(('127.0.0.1', 99999))
except OverflowError as e:
    print(e.args, repr(e))
s.settimeout(0.01)
s.bind(('127.0.0.1', 0))
s.listen()
try: s.accept()
except TimeoutError as e:
    print(e.args, e.errno, e.strerror, str(e), repr(e))
try: socket.getaddrinfo(None, None)
except socket.gaierror as e:
    print(e.args, e.errno, e.strerror, e, repr(e))
try: socket.getservbyname('no such service')
except OSError as e:
    print(e.args, e.errno, e.strerror, e, repr(e))
print(kept, kept.args)
