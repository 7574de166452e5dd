import socket, socketserver
from threading import Thread
srv = socketserver.ThreadingUnixStreamServer("fault-server", Http)
print(srv.server_address, srv.fileno() > 0, srv.request_queue_size, srv.allow_reuse_address)
t = Thread(target=srv.serve_forever, args=(0.1,), daemon=True)
t.start()
c = socket.socket(socket.AF_UNIX)
c.settimeout(60)
c.connect("fault-server")
c.sendall(b"GET / HTTP/1.0\r\n\r\n")
print(c.recv(15))
srv.shutdown()
t.join()
srv.server_close()
