# A UNIX client with a name of its own is known by it.
import socket
srv = socket.socket(socket.AF_UNIX)
srv.bind('srv')
srv.listen()
c = socket.socket(socket.AF_UNIX)
c.bind('client')
c.connect('srv')
conn, addr = srv.accept()
print(addr, conn.getpeername(), c.getsockname(), conn.getsockname())
