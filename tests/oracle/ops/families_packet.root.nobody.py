# AF_PACKET with every type: root's alone, unless a namespace is one's own.
import socket
try: print((socket.socket(socket.AF_PACKET, socket.SOCK_STREAM, 0).type,))
except OSError as e: print(type(e).__name__, e)
try: print((socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, 0).type,))
except OSError as e: print(type(e).__name__, e)
try: print((socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0).type,))
except OSError as e: print(type(e).__name__, e)
try: print((socket.socket(socket.AF_PACKET, socket.SOCK_RDM, 0).type,))
except OSError as e: print(type(e).__name__, e)
try: print((socket.socket(socket.AF_PACKET, socket.SOCK_SEQPACKET, 0).type,))
except OSError as e: print(type(e).__name__, e)
