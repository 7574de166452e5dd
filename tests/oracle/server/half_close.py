# A client that has finished sending gets everything, then the end.
import socketserver
import socket
import threading
srv = socketserver.ThreadingTCPServer(('127.0.0.1', 0), Echo)
t = threading.Thread(target=srv.serve_forever)
t.start()
c = socket.create_connection(srv.server_address)
sender = threading.Thread(target=c.sendall, args=(b'0123456789' * 50000,))
sender.start()
data = c.recv(500000, socket.MSG_WAITALL)
sender.join()
c.shutdown(socket.SHUT_WR)
print(len(data), data == b'0123456789' * 50000, c.recv(1))
c.close()
srv.shutdown()
srv.server_close()
