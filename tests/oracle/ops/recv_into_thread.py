# A line waits to fill a buffer while others read it, and lose its name.
import socket, threading, time
a, b = socket.socketpair()
buf = bytearray(b'before')
view = memoryview(buf)
t = threading.Thread(target=b.recv_into, args=(buf,))
t.start()
print(buf, buf[1:3], len(view), buf == b'before')
a.send(b'later')
t.join()
print(buf, view[0], view.tobytes())
t = threading.Thread(target=b.recv_into, args=(view[2:], 2))
u = threading.Thread(target=b.recvmsg_into, args=([buf, view[:1]],))
t.start()
a.send(b'XY')
t.join()
u.start()
kept = view[1:5]
del buf, view
a.send(b'123456Z')
u.join()
print(kept.tobytes(), len(kept))
del kept
gone = bytearray(4)
t = threading.Thread(target=b.recv_into, args=(gone,))
t.start()
del gone
a.close()
t.join()
