# The same for datagrams, an empty one too.
import socketserver
import socket
srv = socketserver.UDPServer(('127.0.0.1', 0), Echo)
c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
c.settimeout(10)
c.sendto(b'hello', srv.server_address)
c.sendto(b'', srv.server_address)
print(srv.handle_request(), c.recvfrom(100) == (b'hello', srv.server_address))
print(srv.handle_request(), c.recv(100))
srv.server_close()
