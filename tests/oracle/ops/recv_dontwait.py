# MSG_DONTWAIT on a blocking socket does not wait; on one with a timeout Python waits all the same.
import socket
import threading
import time
a, b = socket.socketpair()
try: b.recv(1, socket.MSG_DONTWAIT)
except BlockingIOError as e: print(e)
b.settimeout(10)
t = threading.Thread(target=a.send, args=(b'!',))
t.start()
print(b.recv(1, socket.MSG_DONTWAIT))
t.join()
b.settimeout(0.05)
start = time.monotonic()
try: b.recv(1, socket.MSG_DONTWAIT)
except OSError as e: print(type(e).__name__, e)
print(time.monotonic() - start >= 0.05)
