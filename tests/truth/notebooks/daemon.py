# A daemon Thread still waits when the notebook ends.
import socket
from threading import Thread
a, b = socket.socketpair()
t = Thread(target=b.recv, args=(10,), daemon=True)
t.start()
u = Thread(target=b.recv, args=(1,), daemon=True)
u.start()
a.send(b"x")
