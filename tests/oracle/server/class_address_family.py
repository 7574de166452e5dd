# The commonest of all class attributes: a server on IPv6.
import socket
import socketserver
import threading

socketserver.TCPServer.address_family = socket.AF_INET6
socketserver.ThreadingMixIn.daemon_threads = True
srv = socketserver.ThreadingTCPServer(("::1", 0), Echo)
print(srv.server_address[0], srv.server_address[2:], srv.address_family, srv.socket.family)
print([socketserver.UDPServer.address_family, socketserver.UnixStreamServer.address_family])
t = threading.Thread(target=srv.serve_forever)
t.start()
c = socket.create_connection(srv.server_address[:2])
c.sendall(b"six")
print(c.recv(10), c.getpeername()[0])
c.close()
srv.shutdown()
t.join()
srv.server_close()

socketserver.TCPServer.address_family = 99
try: socketserver.TCPServer(("::1", 0), Echo)
except OSError as e: print(e)
