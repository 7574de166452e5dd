# MSG_WAITALL waits for all that was asked; with a timeout it gives what came.
import socket
import threading
a, b = socket.socketpair()
a.sendall(b'12345')
late = threading.Thread(target=a.sendall, args=(b'67890',))
late.start()
print(b.recv(10, socket.MSG_WAITALL))
late.join()
a.sendall(b'part')
a.shutdown(socket.SHUT_WR)
print(b.recv(10, socket.MSG_WAITALL))
c, d = socket.socketpair()
d.settimeout(0.2)
c.sendall(b'some')
print(d.recv(10, socket.MSG_WAITALL))
