# An accept waits in a thread until a client comes.
import socket
import threading
srv = socket.create_server(('127.0.0.1', 0))
t = threading.Thread(target=srv.accept)
t.start()
t.join(0.05)
print(t.is_alive())
c = socket.create_connection(srv.getsockname())
t.join()
print(t.is_alive(), c.recv(1))
