# A file that is not there is named.
import socket
a, b = socket.socketpair()
a.sendfile(open('missing.bin', 'rb'))
