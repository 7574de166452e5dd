# serve_forever in a thread, an echo, shutdown; closed, the port refuses.
import socketserver
import socket
import threading
srv = socketserver.TCPServer(('127.0.0.1', 0), Echo)
t = threading.Thread(target=srv.serve_forever)
t.start()
c = socket.create_connection(srv.server_address)
print(c.sendall(b'hello'), c.recv(100))
c.shutdown(socket.SHUT_WR)
print(c.recv(100))
c.close()
where = srv.server_address
print(srv.shutdown(), t.join(), t.is_alive(), srv.server_close())
socket.create_connection(where)
