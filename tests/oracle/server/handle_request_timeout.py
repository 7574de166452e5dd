# timeout is how long handle_request waits for a client.
import socketserver
import time
srv = socketserver.TCPServer(('127.0.0.1', 0), Echo)
srv.timeout = 0.1
start = time.monotonic()
print(srv.handle_request(), time.monotonic() - start >= 0.1)
srv.timeout = 0
print(srv.handle_request())
srv.server_close()
