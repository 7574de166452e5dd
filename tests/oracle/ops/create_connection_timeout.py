# The timeout is that of an attempt: here to a listener whose queue is full.
import socket
srv = socket.socket()
srv.bind(('127.0.0.1', 0))
srv.listen(0)
first = socket.create_connection(srv.getsockname(), 5)
try: socket.create_connection(srv.getsockname(), 0.1)
except TimeoutError as e: print(e, e.errno)
print(first.getpeername() == srv.getsockname())
socket.create_connection(srv.getsockname(), timeout=0.05)
