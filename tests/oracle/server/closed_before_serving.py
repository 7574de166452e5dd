# A server that was never served closes like a socket.
import socketserver
import socket
srv = socketserver.ThreadingTCPServer(('127.0.0.1', 0), Echo)
where = srv.server_address
c = socket.create_connection(where)
srv.server_close()
try: c.recv(1)
except ConnectionResetError as e: print(e)
socket.create_connection(where)
