# Threads that are no daemons are waited for at the end.
import threading
import socket
a, b = socket.socketpair()
a.sendall(b'x' * 10)
t = threading.Thread(target=print, args=('late words',))
t.start()
print_late = threading.Thread(target=a.sendall, args=(b'y' * 1000,))
print_late.start()
