# Two recv on one socket: each byte goes to one of them.
import socket
import threading
a, b = socket.socketpair(type=socket.SOCK_DGRAM)
t = threading.Thread(target=b.recv, args=(10,))
u = threading.Thread(target=b.recv, args=(10,))
t.start()
u.start()
a.send(b'1')
a.send(b'2')
t.join()
u.join()
b.setblocking(False)
b.recv(1)
