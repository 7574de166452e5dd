# AF_VSOCK addresses: a context id and a port.
import socket
try:
    s = socket.socket(socket.AF_VSOCK)
    print(s.getsockname())
    s.bind((socket.VMADDR_CID_ANY, 0))
except OSError as e: print(type(e).__name__, e)
try: s.bind('x')
except TypeError as e: print(type(e).__name__)
print(socket.VMADDR_CID_ANY, socket.VMADDR_PORT_ANY, socket.VMADDR_CID_HOST)
