# close of a listener in one thread leaves the accept of another waiting: it still gets its client.
import socket
import threading
srv = socket.create_server(('127.0.0.1', 0))
where = srv.getsockname()
t = threading.Thread(target=srv.accept)
t.start()
t.join(0.3)
srv.close()
t.join(0.1)
print(t.is_alive(), srv.fileno())
c = socket.create_connection(where, timeout=10)
t.join()
print(t.is_alive(), c.getpeername() == where)
try: socket.create_connection(where)
except ConnectionRefusedError as e: print(e)
