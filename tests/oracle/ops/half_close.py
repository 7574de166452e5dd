# A half-closed connection drains: the server answers after the client has finished.
import socket
import threading
srv = socket.create_server(('127.0.0.1', 0))
c = socket.create_connection(srv.getsockname())
conn, addr = srv.accept()
c.sendall(b'request')
c.shutdown(socket.SHUT_WR)
print(conn.recv(100), conn.recv(100))
t = threading.Thread(target=conn.sendall, args=(b'r' * 300000,))
t.start()
print(len(c.recv(300000, socket.MSG_WAITALL)))
t.join()
conn.close()
print(c.recv(100))
