# AF_VSOCK with every type.
import socket
try: print((socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM, 0).type,))
except OSError as e: print(e)
try: print((socket.socket(socket.AF_VSOCK, socket.SOCK_DGRAM, 0).type,))
except OSError as e: print(e)
try: print((socket.socket(socket.AF_VSOCK, socket.SOCK_RAW, 0).type,))
except OSError as e: print(e)
try: print((socket.socket(socket.AF_VSOCK, socket.SOCK_RDM, 0).type,))
except OSError as e: print(e)
try: print((socket.socket(socket.AF_VSOCK, socket.SOCK_SEQPACKET, 0).type,))
except OSError as e: print(e)
