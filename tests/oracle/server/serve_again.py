# After shutdown a server may serve again.
import socketserver
import socket
import threading
srv = socketserver.ThreadingTCPServer(('127.0.0.1', 0), Echo)
t = threading.Thread(target=srv.serve_forever)
t.start()
c = socket.create_connection(srv.server_address)
c.sendall(b'first time')
print(c.recv(100))
c.close()
srv.shutdown()
t.join()
d = socket.create_connection(srv.server_address)
u = threading.Thread(target=srv.serve_forever, args=(0.05,))
u.start()
d.sendall(b'second time')
print(d.recv(100))
d.close()
srv.shutdown()
u.join()
srv.server_close()
