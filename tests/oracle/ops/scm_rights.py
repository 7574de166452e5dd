# The same by hand: sendmsg and recvmsg with SCM_RIGHTS.
import socket
import struct
a, b = socket.socketpair()
c, d = socket.socketpair()
print(a.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack('i', c.fileno()))]))
data, anc, flags, addr = b.recvmsg(10, socket.CMSG_SPACE(4))
print(data, len(anc), anc[0][:2], len(anc[0][2]), flags & socket.MSG_CTRUNC)
got = socket.socket(fileno=struct.unpack('i', anc[0][2])[0])
print(got.send(b'hello'), d.recv(10), got.get_inheritable())
a.sendmsg([b'y'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack('ii', c.fileno(), d.fileno()))])
data, anc, flags, addr = b.recvmsg(10)
print(data, anc, flags & socket.MSG_CTRUNC == socket.MSG_CTRUNC)
