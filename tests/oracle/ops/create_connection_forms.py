# create_connection: by position, by name, with a timeout, from an address of one's own.
import socket
srv = socket.create_server(('127.0.0.1', 0))
port = srv.getsockname()[1]
a = socket.create_connection(('127.0.0.1', port))
print(a.timeout, (a.family, a.type, a.proto), a.getpeername() == srv.getsockname())
b = socket.create_connection(('127.0.0.1', port), 5)
print(b.timeout)
c = socket.create_connection(address=('127.0.0.1', port), timeout=2.5, source_address=('127.0.0.2', 0))
print(c.timeout, c.getsockname()[0])
d = socket.create_connection(('127.0.0.1', port), None)
print(d.timeout, d.getblocking())
e = socket.create_connection(('127.0.0.1', str(port)))
print(e.getpeername() == srv.getsockname())
f = socket.create_connection(('localhost', port), all_errors=False)
print(f.getpeername()[0])
