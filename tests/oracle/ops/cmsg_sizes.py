# CMSG_LEN and CMSG_SPACE.
import socket
print(socket.CMSG_LEN(0), socket.CMSG_LEN(1), socket.CMSG_LEN(4), socket.CMSG_LEN(100))
print(socket.CMSG_SPACE(0), socket.CMSG_SPACE(1), socket.CMSG_SPACE(4), socket.CMSG_SPACE(9))
try: socket.CMSG_LEN(-1)
except OverflowError as e: print(e)
try: socket.CMSG_SPACE(-1)
except OverflowError as e: print(e)
socket.CMSG_LEN('x')
