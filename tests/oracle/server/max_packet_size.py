# Longer datagrams are cut to max_packet_size.
import socketserver
import socket
srv = socketserver.UDPServer(('127.0.0.1', 0), Echo)
c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
c.settimeout(10)
c.sendto(b'x' * 10000, srv.server_address)
srv.handle_request()
print(len(c.recv(70000)))
srv.max_packet_size = 100
c.sendto(b'y' * 10000, srv.server_address)
srv.handle_request()
print(len(c.recv(70000)))
srv.server_close()
