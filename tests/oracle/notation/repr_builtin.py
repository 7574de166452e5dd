# repr of each kind of value, of classes and modules.
import socket
print(repr(1), repr(1.0), repr(True), repr(None), repr('x'), repr(b'x'), repr((1, 'a')), repr([b'b', 2.5]))
print(repr(int), repr(str), repr(bytes), repr(OSError), repr(socket.socket), repr(socket.timeout), repr(socket.gaierror))
print(repr(print), repr(len), repr(socket.AF_INET), repr(socket.inet_aton))
