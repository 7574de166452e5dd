# Where the peer is gone it ends by EPIPE.
import socket
a, b = socket.socketpair()
b.close()
a.sendfile(open('data.bin', 'rb'), 0, 10)
