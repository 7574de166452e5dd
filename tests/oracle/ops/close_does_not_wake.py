# close in one thread does not end a recv that waits in another; data from the peer does.
import socket
import threading
a, b = socket.socketpair()
t = threading.Thread(target=b.recv, args=(1,))
t.start()
t.join(0.3)
b.close()
t.join(0.1)
print(t.is_alive())
a.send(b'x')
t.join()
print(t.is_alive())
