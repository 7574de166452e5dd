# What accept gives is blocking, whatever the listener is.
import socket
srv = socket.create_server(('127.0.0.1', 0))
srv.settimeout(5)
a = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
print(srv.gettimeout(), conn.gettimeout(), conn.getblocking())
b = socket.create_connection(srv.getsockname())
srv.setblocking(False)
conn2, addr = srv.accept()
print(srv.gettimeout(), conn2.gettimeout(), conn2.getblocking(), conn2.get_inheritable(), (conn2.family, conn2.type, conn2.proto))
