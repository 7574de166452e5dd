# The socketserver example
#
# The module socketserver makes the calls socket, bind, listen and accept for you. You bring a
# handler, which talks with one client. Upper stands ready; written out it is:
#
#     class Upper(socketserver.BaseRequestHandler):
#         def handle(self):
#             while data := self.request.recv(65536):
#                 self.request.sendall(data.upper())
#
# Watch the table of servers: LIVE counts the connections it serves now.
import socket
import socketserver
import threading

# Server side. The constructor binds and listens.
srv = socketserver.TCPServer(("127.0.0.1", 0), Upper)
# serve_forever accepts and calls the handler. It does not return, so a Thread runs it here.
threading.Thread(target=srv.serve_forever).start()

# Client side. It knows nothing of socketserver: any client will do.
cli = socket.create_connection(srv.server_address)
cli.sendall(b"hello world\n")
print(cli.recv(1024))

# What one sees: a plain TCPServer serves one client after the other. A second one connects...
two = socket.create_connection(srv.server_address)
two.sendall(b"me too\n")
# ...but its answer does not come. (The wait is limited, so that the lesson goes on.)
two.settimeout(1.5)
try:
    answer = two.recv(1024)
except TimeoutError:
    answer = "nothing yet"
print(answer)
# The server is in the handler of cli, until cli closes. Then it is the turn of two:
cli.close()
two.settimeout(None)
print(two.recv(1024))
two.close()
# The end: shutdown makes serve_forever return, server_close gives the port back.
srv.shutdown()
srv.server_close()

# Question: the same with ThreadingTCPServer in place of TCPServer. Will two wait again?
srv = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Upper)
threading.Thread(target=srv.serve_forever).start()
cli = socket.create_connection(srv.server_address)
two = socket.create_connection(srv.server_address)
two.sendall(b"me too\n")
print(two.recv(1024))
cli.close(); two.close(); srv.shutdown(); srv.server_close()
# Answer: no. Each connection has a thread of its own, and a client that says nothing holds up
# nobody. One word of the program has changed, and that is the whole idea of socketserver.
