# The last line on stderr is the error that ended it, with its number.
import socket
try:
    socket.socket().recv(1)
except ConnectionResetError:
    print('no')
