# is asks whether it is the same thing; None, True and False are one each.
a = [1]
b = a
print(a is b, a is [1], a is not [1], a == [1])
print(None is None, True is True, True is False, None is not False, a is None, a is not None)
import socket
s = socket.socket()
t = s
print(s is t, s is not t, s == t, socket.error is OSError, socket.timeout is TimeoutError)
print(socket.socket() is s, socket.socket() == s)
