# shutdown of a listener in one thread ends an accept that waits in another, with an error.
import socket
import threading
srv = socket.create_server(('127.0.0.1', 0))
t = threading.Thread(target=srv.accept)
t.start()
t.join(0.1)
srv.shutdown(socket.SHUT_RDWR)
t.join()
try: srv.accept()
except OSError as e: print(e)
