# A dual stack listener sees IPv4 clients as ::ffff:a.b.c.d.
import socket
print(socket.has_ipv6, socket.has_dualstack_ipv6())
srv = socket.create_server(('', 0), family=socket.AF_INET6, dualstack_ipv6=True)
port = srv.getsockname()[1]
four = socket.create_connection(('127.0.0.1', port))
conn, addr = srv.accept()
print(addr[0], addr[2:], conn.getsockname()[0], conn.getpeername()[0])
six = socket.create_connection(('::1', port))
conn, addr = srv.accept()
print(addr[0], conn.getsockname()[0])
only = socket.create_server(('::', 0), family=socket.AF_INET6)
try: socket.create_connection(('127.0.0.1', only.getsockname()[1]))
except OSError as e: print(e)
