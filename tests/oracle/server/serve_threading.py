# Three clients at once, each in a thread of its own.
import socketserver
import socket
import threading
srv = socketserver.ThreadingTCPServer(('127.0.0.1', 0), Echo)
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
a.close()
b.close()
c.close()
srv.shutdown()
srv.server_close()
t.join()
print('done')
