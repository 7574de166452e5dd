# sendmsg gathers buffers; its address and its flags come last.
import socket
a, b = socket.socketpair()
print(a.sendmsg([b'one', b'two', b'']), b.recv(100), a.sendmsg([]), a.sendmsg((b'tuple',)), b.recv(100))
print(a.sendmsg([b'x'], []), a.sendmsg([b'y'], (), socket.MSG_DONTWAIT), b.recv(10))
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.bind(('127.0.0.1', 0))
print(u.sendmsg([b'to ', b'me'], [], 0, u.getsockname()), u.recv(100))
c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
c.connect(u.getsockname())
print(c.sendmsg([b'connected'], [], 0, None), u.recv(100))
