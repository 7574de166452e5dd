# The same for a forking server and its children.
# Clients shut down before they close: in python3 the children hold copies of them.
import socketserver
import socket
import threading
srv = socketserver.ForkingTCPServer(('127.0.0.1', 0), Echo)
t = threading.Thread(target=srv.serve_forever)
t.start()
idle = socket.create_connection(srv.server_address)
idle.sendall(b'x')
print(idle.recv(1))
srv.shutdown()
t.join()
closing = threading.Thread(target=srv.server_close)
closing.start()
closing.join(0.3)
print(closing.is_alive())
idle.sendall(b'still served')
print(idle.recv(100))
idle.shutdown(socket.SHUT_RDWR)
idle.close()
closing.join()
print(closing.is_alive())
