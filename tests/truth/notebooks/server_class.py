# What the constructors of servers do to their sockets. Serving is another process's affair.
import socket, socketserver
srv = socketserver.TCPServer(("127.0.0.1", 0), Echo)
c = socket.create_connection(srv.server_address)
print(srv.socket.getsockname() == srv.server_address)
srv.server_close()
u = socketserver.UnixDatagramServer("\0truth-server", Echo)
u.server_close()
w = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo)
try: socketserver.UDPServer(("192.0.2.1", 0), Echo)
except OSError as e: print(e)
try: socketserver.TCPServer(w.server_address, Echo)
except OSError as e: print(e)
