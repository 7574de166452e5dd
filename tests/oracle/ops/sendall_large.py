# More than the buffers hold: sendall waits while the other side reads.
import socket
import threading
a, b = socket.socketpair()
t = threading.Thread(target=a.sendall, args=(b'0123456789' * 100000,))
t.start()
data = b.recv(1000000, socket.MSG_WAITALL)
t.join()
print(len(data), data[:10], data[-10:], data == b'0123456789' * 100000)
