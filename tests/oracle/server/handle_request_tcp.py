# handle_request serves one client and returns.
import socketserver
import socket
srv = socketserver.TCPServer(('127.0.0.1', 0), Reply(b'one answer'))
c = socket.create_connection(srv.server_address)
c.sendall(b'question')
c.shutdown(socket.SHUT_WR)
print(srv.handle_request())
print(c.recv(100), c.recv(100))
d = socket.create_connection(srv.server_address)
d.sendall(b'another')
d.shutdown(socket.SHUT_WR)
d.setblocking(False)
try: d.recv(1)
except BlockingIOError: print('the second waits')
print(srv.handle_request())
d.setblocking(True)
print(d.recv(100), d.recv(100))
srv.server_close()
