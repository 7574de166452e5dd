# shutdown in one thread ends a recv that waits in another.
import socket
import threading
a, b = socket.socketpair()
t = threading.Thread(target=b.recv, args=(1,))
t.start()
t.join(0.1)
print(t.is_alive())
b.shutdown(socket.SHUT_RDWR)
t.join()
print(t.is_alive())
