# Methods and functions can be named and called later.
import socket
a, b = socket.socketpair()
send = a.send
recv = b.recv
print(send(b'hi'), recv(10))
to_bytes = socket.inet_aton
print(to_bytes('127.0.0.1'), (len, 5)[0]('four'))
make = socket.socket
print(make().type)
