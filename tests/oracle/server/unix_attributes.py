# The servers of UNIX sockets, their address a path.
import socketserver
a = socketserver.UnixStreamServer('stream', Echo)
b = socketserver.UnixDatagramServer('dgram', Echo)
print(a.server_address, b.server_address, (a.socket.family, a.socket.type), (b.socket.family, b.socket.type))
print(a.request_queue_size, b.max_packet_size)
a.server_close()
try: socketserver.UnixStreamServer('stream', Echo)
except OSError as e: print(e)
b.server_close()
