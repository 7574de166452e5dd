# type() of each kind of value, and its name.
import socket
print(type(1), type(1.5), type(True), type('x'), type(b'x'), type(()), type([]), type(None))
print(type(1).__name__, type(b'').__name__, type(None).__name__, type(int), type(socket), type(len))
s = socket.socket()
print(type(s), type(s).__name__, type(socket.AF_INET), type(socket.AF_INET).__name__, type(socket.SOL_SOCKET))
print(type(socket.MSG_PEEK), type(socket.SOCK_STREAM), type(s.bind), type(OSError))
print(type(1) is int, type(True) is int, type('') == str, type(s) is socket.socket)
