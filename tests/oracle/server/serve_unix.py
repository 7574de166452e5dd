# UNIX streams and datagrams.
import socketserver
import socket
import threading
s = socketserver.ThreadingUnixStreamServer('stream', Echo)
ts = threading.Thread(target=s.serve_forever)
ts.start()
c = socket.socket(socket.AF_UNIX)
c.connect('stream')
c.sendall(b'by a path')
print(c.recv(100), c.getpeername())
c.close()
s.shutdown()
s.server_close()
d = socketserver.UnixDatagramServer('dgram', Echo)
td = threading.Thread(target=d.serve_forever)
td.start()
e = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
e.bind('client')
e.settimeout(10)
e.sendto(b'a datagram', 'dgram')
print(e.recvfrom(100))
d.shutdown()
d.server_close()
