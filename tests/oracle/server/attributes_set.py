# Attributes can be set.
import socketserver
srv = socketserver.ForkingTCPServer(('127.0.0.1', 0), Echo)
srv.max_children = 2
srv.timeout = 0.05
srv.request_queue_size = 10
srv.block_on_close = False
print(srv.max_children, srv.timeout, srv.request_queue_size, srv.block_on_close)
print(srv.handle_request())
t = socketserver.ThreadingTCPServer(('127.0.0.1', 0), Echo)
t.daemon_threads = True
print(t.daemon_threads)
