# A connect in a thread against a listener here.
import socket
import threading
srv = socket.create_server(('127.0.0.1', 0))
c = socket.socket()
t = threading.Thread(target=c.connect, args=(srv.getsockname(),))
t.start()
conn, addr = srv.accept()
t.join()
print(addr == c.getsockname(), c.send(b'hi'), conn.recv(10))
