# A plain server serves one client after the other: an idle one starves the next.
import socketserver
import socket
import threading
srv = socketserver.TCPServer(('127.0.0.1', 0), Echo)
t = threading.Thread(target=srv.serve_forever)
t.start()
idle = socket.create_connection(srv.server_address)
idle.sendall(b'I am served')
print(idle.recv(100))
c = socket.create_connection(srv.server_address)
c.sendall(b'me too')
c.settimeout(0.2)
try: c.recv(100)
except TimeoutError as e: print(e)
idle.close()
c.settimeout(10)
print(c.recv(100))
c.close()
srv.shutdown()
srv.server_close()
