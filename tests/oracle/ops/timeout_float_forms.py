# Timeouts may be ints, floats and bools; strings are not.
import socket
s = socket.socket()
s.settimeout(2)
print(s.timeout, s.gettimeout() == 2, type(s.gettimeout()))
s.settimeout(False)
print(s.timeout, s.getblocking())
s.settimeout(0.25)
print(repr(s.timeout))
s.settimeout(1e9)
print(s.timeout)
s.settimeout(1 / 3)
print(s.timeout)
s.settimeout(b'1')
