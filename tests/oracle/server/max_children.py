# With max_children 2 the third client waits in the accept queue.
# Clients shut down before they close: in python3 the children hold copies of them.
import socketserver
import socket
import threading
srv = socketserver.ForkingTCPServer(('127.0.0.1', 0), Echo)
srv.max_children = 2
t = threading.Thread(target=srv.serve_forever)
t.start()
a = socket.create_connection(srv.server_address)
b = socket.create_connection(srv.server_address)
a.sendall(b'a')
b.sendall(b'b')
print(a.recv(10), b.recv(10))
c = socket.create_connection(srv.server_address)
d = socket.create_connection(srv.server_address)
d.sendall(b'd')
d.settimeout(0.3)
try: d.recv(10)
except TimeoutError as e: print(e)
a.shutdown(socket.SHUT_RDWR)
a.close()
b.shutdown(socket.SHUT_RDWR)
b.close()
c.shutdown(socket.SHUT_RDWR)
c.close()
d.settimeout(10)
print(d.recv(10))
d.shutdown(socket.SHUT_RDWR)
d.close()
srv.shutdown()
srv.server_close()
