# An enum on the left makes a plain int, an int on the left or right of a flag makes a flag.
import socket
F = socket.MSG_OOB | socket.MSG_PEEK
print([socket.SOCK_STREAM | F, socket.SOCK_STREAM ^ F, F | socket.SOCK_RAW, 8 | F, True | F, F & 2])
print(socket.MSG_PEEK in F, F in socket.MSG_PEEK, socket.MSG_TRUNC not in F)
try: b"" % b"%s"
except TypeError as e: print(type(e).__name__)
print("" % b"%s", b"" % [])
