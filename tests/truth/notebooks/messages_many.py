# More descriptors and more pieces than strace shows.
import socket
a, b = socket.socketpair()
f = a.fileno()
socket.send_fds(a, [b"x"], [f] * 40)
a.sendmsg([b"0123456789"] * 40)
a.setblocking(False)
try: a.sendmsg([b"", b"a" * 40, b"b"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, b"")] * 40)
except OSError as e: print(e)
