# Interfaces by index and name.
import socket
print(socket.if_nameindex()[0], socket.if_nametoindex('lo'), socket.if_indextoname(1))
try: socket.if_nametoindex('no such interface')
except OSError as e: print(e, e.errno)
try: socket.if_indextoname(99999)
except OSError as e: print(e)
try: socket.if_indextoname(-1)
except (OSError, OverflowError) as e: print(type(e).__name__)
try: socket.if_nametoindex(5)
except TypeError as e: print(type(e).__name__)
socket.if_indextoname('lo')
