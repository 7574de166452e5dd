# SO_PASSCRED: who sent it, as the kernel knows.
import socket
import struct
a, b = socket.socketpair()
b.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
a.send(b'who am I')
data, anc, flags, addr = b.recvmsg(100, socket.CMSG_SPACE(12))
print(data, len(anc), anc[0][0], anc[0][1], len(anc[0][2]))
pid, uid, gid = struct.unpack('iii', anc[0][2])
print(pid > 0, uid >= 0)
peer = struct.unpack('iii', a.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
print(peer == (pid, uid, gid))
