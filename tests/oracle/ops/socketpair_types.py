# socketpair: UNIX streams by default; all three types.
import socket
a, b = socket.socketpair()
print((a.family, a.type, a.proto), (b.family, b.type), repr(a.getsockname()), repr(b.getpeername()))
print(a.send(b'there'), b.recv(10), b.send(b'and back'), a.recv(10))
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
print((b.type,), a.send(b'one'), a.send(b'two'), b.recv(10), b.recv(10))
a, b = socket.socketpair(type=socket.SOCK_SEQPACKET)
print((b.type,), a.send(b'one'), a.send(b'two'), b.recv(10), b.recv(10))
a, b = socket.socketpair(family=socket.AF_UNIX, type=socket.SOCK_STREAM, proto=0)
print(a.send(b'one'), a.send(b'two'), b.recv(10))
