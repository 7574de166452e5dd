# A UDPServer as it is made.
import socketserver
srv = socketserver.UDPServer(('127.0.0.1', 0), Echo)
print(srv.server_address[0], srv.server_address == srv.socket.getsockname(), (srv.socket.family, srv.socket.type))
print(srv.max_packet_size, srv.allow_reuse_address, srv.timeout, srv.request_queue_size)
srv.server_close()
