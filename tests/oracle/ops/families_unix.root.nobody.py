# AF_UNIX with every type.
import socket
try: print((socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0).type,))
except OSError as e: print(e)
try: print((socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM, 0).type,))
except OSError as e: print(e)
try:
    s = socket.socket(socket.AF_UNIX, socket.SOCK_RAW, 0)
    print((s.type,), s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE), (socket.socket(fileno=s.detach()).type,))
except OSError as e: print(e)
try: print((socket.socket(socket.AF_UNIX, socket.SOCK_RDM, 0).type,))
except OSError as e: print(e)
try: print((socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, 0).type,))
except OSError as e: print(e)
socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 6)
