# A blocking recv returns as soon as something is there, however much was asked.
import socket
import threading
import time
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
t = threading.Thread(target=c.sendall, args=(b'part',))
u = threading.Thread(target=time.sleep, args=(0.02,))
u.start()
u.join()
t.start()
print(conn.recv(100000))
t.join()
