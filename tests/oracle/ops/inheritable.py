# All sockets are born closed to other programs.
import socket
s = socket.socket()
print(s.get_inheritable(), s.set_inheritable(True), s.get_inheritable(), s.set_inheritable(False), s.get_inheritable())
a, b = socket.socketpair()
print(a.get_inheritable(), b.get_inheritable(), a.dup().get_inheritable())
try: s.set_inheritable()
except TypeError as e: print(type(e).__name__)
s.close()
s.get_inheritable()
