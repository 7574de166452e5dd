# A server can be made without a handler: that it has none would be found at the first request.
import socket
import socketserver
srv = socketserver.TCPServer(("127.0.0.1", 0), None)
print(srv.RequestHandlerClass, srv.server_address[0], srv.request_queue_size, srv.timeout)
srv.timeout = 0.05
print(srv.handle_request())
srv.server_close()
try: srv.handle_request()
except ValueError as e: print(e)
srv = socketserver.UDPServer(("127.0.0.1", 0), RequestHandlerClass=None, bind_and_activate=False)
print(srv.server_address, srv.socket.getsockname())
srv.server_bind()
print(srv.server_address[0], srv.max_packet_size)
srv.server_close()
try: socketserver.TCPServer(("127.0.0.1", 70000), None)
except OverflowError as e: print(e)
try: socketserver.TCPServer(("1.2.3.4", 0), None)
except OSError as e: print(e)
