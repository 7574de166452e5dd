# Only UNIX sockets come in pairs.
import socket
try: socket.socketpair(socket.AF_INET)
except OSError as e: print(e)
try: socket.socketpair(socket.AF_INET6, socket.SOCK_DGRAM)
except OSError as e: print(e)
try: socket.socketpair(socket.AF_UNIX, socket.SOCK_RDM)
except OSError as e: print(e)
try: socket.socketpair(99)
except OSError as e: print(e)
socket.socketpair(socket.AF_UNIX, 99)
