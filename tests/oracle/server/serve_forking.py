# Three clients at once, each in a process of its own.
# Clients shut down before they close: in python3 the children hold copies of them.
import socketserver
import socket
import threading
srv = socketserver.ForkingTCPServer(('127.0.0.1', 0), Echo)
t = threading.Thread(target=srv.serve_forever)
t.start()
a = socket.create_connection(srv.server_address)
b = socket.create_connection(srv.server_address)
c = socket.create_connection(srv.server_address)
c.sendall(b'third')
print(c.recv(100))
b.sendall(b'second')
print(b.recv(100))
a.sendall(b'first')
print(a.recv(100))
a.shutdown(socket.SHUT_RDWR)
a.close()
b.shutdown(socket.SHUT_RDWR)
b.close()
c.shutdown(socket.SHUT_RDWR)
c.close()
srv.shutdown()
srv.server_close()
t.join()
print('done')
