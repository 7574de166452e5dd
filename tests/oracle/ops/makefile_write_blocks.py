# A socket that does not block: what a buffered write and a flush say, and what they keep.
import socket
a, b = socket.socketpair()
a.setblocking(False)
f = a.makefile('wb', 100)
try: f.write(b'x' * 10000000)
except BlockingIOError as e: n = e.characters_written; print(e, e.errno, e.args[:2], e.args[2] == n, e.strerror, e.filename)
try: f.flush()
except BlockingIOError as e: print(e, e.characters_written)
try: f.write(b'more')
except BlockingIOError as e: print(e, e.characters_written)
try: f.write(b'y' * 1000)
except BlockingIOError as e: print(e, e.characters_written)
b.setblocking(False)
print(n - len(b.recv(10000000)))
try: b.recv(1000000)
except BlockingIOError: pass
print(f.flush())
print(b.recv(1000000)[-3:])
print(f.write(b'z' * 99))
try: a.send(b'x' * 10000000); a.send(b'x')
except BlockingIOError: print('full')
print(f.write(b'1'))
try: f.write(b'23')
except BlockingIOError as e: print(e, e.characters_written)
try: f.close()
except BlockingIOError as e: print(e, e.args)
print(f.closed, a.fileno() > 0)
try: raise_not = a.recv(1)
except BlockingIOError as e:
    try_this = e
print(try_this.errno)
try_this.characters_written
