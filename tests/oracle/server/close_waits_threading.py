# An idle client holds server_close up, as block_on_close says.
import socketserver
import socket
import threading
srv = socketserver.ThreadingTCPServer(('127.0.0.1', 0), Echo)
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
idle.close()
closing.join()
print(closing.is_alive())
