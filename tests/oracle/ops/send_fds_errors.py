# A descriptor that is closed cannot be sent.
import socket
a, b = socket.socketpair()
try: socket.send_fds(a, [b'x'], [1000])
except OSError as e: print(e)
try: socket.send_fds(a, [b'x'], ['y'])
except TypeError as e: print(type(e).__name__)
b.setblocking(False)
socket.recv_fds(b, 10, 1)
