# A TCPServer as it is made: its address, its defaults.
import socketserver
srv = socketserver.TCPServer(('127.0.0.1', 0), Echo)
print(srv.server_address[0], srv.server_address[1] > 0, srv.server_address == srv.socket.getsockname())
print(srv.fileno() == srv.socket.fileno(), (srv.socket.family, srv.socket.type), srv.socket.gettimeout())
print(srv.request_queue_size, srv.allow_reuse_address, srv.allow_reuse_port, srv.timeout)
print(type(srv), type(srv).__name__)
srv.server_close()
print(srv.fileno(), srv.socket.fileno(), srv.server_close())
