# What the threading and the forking classes have besides.
import socketserver
t = socketserver.ThreadingTCPServer(('127.0.0.1', 0), Echo)
f = socketserver.ForkingTCPServer(('127.0.0.1', 0), Echo)
print(t.daemon_threads, t.block_on_close, t.timeout, t.request_queue_size)
print(f.max_children, f.block_on_close, f.timeout, f.request_queue_size)
u = socketserver.ThreadingUDPServer(('127.0.0.1', 0), Echo)
g = socketserver.ForkingUDPServer(('127.0.0.1', 0), Echo)
print(u.daemon_threads, u.max_packet_size, g.max_children, g.timeout)
v = socketserver.ThreadingUnixStreamServer('s', Echo)
w = socketserver.ThreadingUnixDatagramServer('d', Echo)
print(v.server_address, v.daemon_threads, w.server_address, w.block_on_close)
