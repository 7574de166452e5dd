# Python's own handler classes do nothing: a server takes what comes, and closes.
import socket
import socketserver
import threading

for_stream = socketserver.BaseRequestHandler
srv = socketserver.TCPServer(("127.0.0.1", 0), for_stream)
c = socket.create_connection(srv.server_address)
srv.handle_request()
print(c.recv(10))
srv.server_close()

srv = socketserver.ThreadingTCPServer(("127.0.0.1", 0), socketserver.StreamRequestHandler)
t = threading.Thread(target=srv.serve_forever)
t.start()
c = socket.create_connection(srv.server_address)
print(c.recv(10))
d = socket.create_connection(srv.server_address)
print(d.recv(10))
srv.shutdown()
t.join()
srv.server_close()

udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.settimeout(5)
srv = socketserver.UDPServer(("127.0.0.1", 0), socketserver.DatagramRequestHandler)
udp.sendto(b"anybody?", srv.server_address)
srv.handle_request()
print(udp.recvfrom(10) == (b"", srv.server_address))
srv.server_close()

srv = socketserver.UDPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler)
srv.timeout = 0.05
udp.sendto(b"", srv.server_address)
print(srv.handle_request(), srv.handle_request())
srv.server_close()
print(srv.fileno(), srv.socket.fileno())

print(socketserver.BaseRequestHandler, socketserver.StreamRequestHandler)
try: print(BaseRequestHandler)
except NameError as e: print(e)
