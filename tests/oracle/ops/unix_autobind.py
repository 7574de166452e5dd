# An empty address lets the kernel choose an abstract name of six bytes.
import socket
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind('')
name = s.getsockname()
print(len(name), name[:1], type(name))
t = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
t.bind(b'')
print(t.getsockname() != name, t.sendto(b'hi', name), s.recvfrom(10) == (b'hi', t.getsockname()))
