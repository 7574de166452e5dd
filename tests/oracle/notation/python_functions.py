# What CPython has written in Python is a function or a method, the rest is built in.
import socket, threading
a, b = socket.socketpair()
print(type(a.accept), type(a.bind), type(a.close), type(a.dup), type(a.detach), type(a.sendfile))
print(type(a.get_inheritable), type(a.fileno), type(threading.Thread().start), type(len))
print(type(socket.fromfd), type(socket.socketpair), type(socket.getaddrinfo), type(socket.close))
print(type(socket.create_server), type(socket.send_fds), type(socket.getfqdn), type(socket.htons))
print(repr(socket.create_connection)[:30], repr(socket.htons), repr(a.bind)[:38])
print(a.accept)
print(b.sendfile)
a.close()
print(a.close)
try: int(x=5)
except TypeError as e: print(type(e).__name__)
