# What is set of a server class is for all servers made from then on, as Python inherits it.
import socket
import socketserver as S

print(S.TCPServer.allow_reuse_address, S.TCPServer.request_queue_size, [S.TCPServer.address_family])
print(S.UDPServer.max_packet_size, S.ForkingTCPServer.max_children, S.ForkingTCPServer.timeout)
print(S.ThreadingTCPServer.daemon_threads, S.ThreadingTCPServer.block_on_close, S.TCPServer.timeout)
print(S.BaseServer.timeout, S.ThreadingMixIn.daemon_threads, S.ForkingMixIn.max_children)

S.TCPServer.allow_reuse_address = True
print(S.ThreadingTCPServer.allow_reuse_address, S.UnixStreamServer.allow_reuse_address)
print(S.UDPServer.allow_reuse_address)  # it has one of its own
s = S.ThreadingTCPServer(("127.0.0.1", 0), Echo)
print(s.allow_reuse_address, s.socket.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR))
s.server_close()

S.ThreadingTCPServer.allow_reuse_address = False
print(S.TCPServer.allow_reuse_address, S.ThreadingTCPServer.allow_reuse_address)
s = S.ThreadingTCPServer(("127.0.0.1", 0), Echo)
print(s.allow_reuse_address, s.socket.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR))
s.server_close()

S.TCPServer.request_queue_size = 2
S.TCPServer.request_queue_size = 3
S.BaseServer.timeout = 7
S.ForkingMixIn.max_children = 3
S.ForkingTCPServer.block_on_close = False
s = S.ForkingTCPServer(("127.0.0.1", 0), Echo)
print(s.request_queue_size, s.timeout, s.max_children, s.block_on_close)
print(S.ForkingUDPServer.block_on_close, S.ForkingUDPServer.max_children)
s.server_close()

S.ThreadingMixIn.daemon_threads = True
S.UDPServer.max_packet_size = 4
s = S.ThreadingUDPServer(("127.0.0.1", 0), Echo)
print(s.timeout, s.daemon_threads, s.max_packet_size, S.ThreadingUnixDatagramServer.max_packet_size)
s.server_close()

try: S.TCPServer.max_children
except AttributeError as e: print(type(e).__name__)
try: S.TCPServer.nosuch
except AttributeError as e: print(type(e).__name__)
