# shutdown ends a connect that waits: the accept queue is full, and nobody answers.
import socket
import threading
srv = socket.create_server(('127.0.0.1', 0), backlog=0)
first = socket.create_connection(srv.getsockname())
s = socket.socket()
t = threading.Thread(target=s.connect, args=(srv.getsockname(),))
t.start()
t.join(0.3)
print(t.is_alive())
s.shutdown(socket.SHUT_RDWR)
t.join()
print(s.getsockname()[0], s.connect_ex(('127.0.0.1', 0)) != 0)
