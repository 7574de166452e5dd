# What is true and what is not.
print(bool(), bool(0), bool(1), bool(-1), bool(0.0), bool(''), bool('0'), bool(b''), bool(b'\0'))
print(bool(()), bool((0,)), bool([]), bool(None), bool(True), bool(len), bool(0.1))
import socket
print(bool(socket.socket()), bool(socket), bool(socket.AF_UNSPEC), bool(socket.AF_INET))
