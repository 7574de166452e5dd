"""A server of python3's socketserver at its best, as `make bench` compares with: echo, a long
backlog, no limit of children.

    peer.py CLASS       serves on 127.0.0.1, prints "port N" once it can be reached
"""

import socketserver
import sys


class Stream(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(65536):
            self.request.sendall(data)


class Datagram(socketserver.BaseRequestHandler):
    def handle(self):
        data, socket = self.request
        socket.sendto(data, self.client_address)


def main():
    base = getattr(socketserver, sys.argv[1])
    lifted = {"request_queue_size": 4096, "max_children": 1 << 30, "daemon_threads": True}
    handler = Datagram if issubclass(base, socketserver.UDPServer) else Stream
    with type(base.__name__, (base,), lifted)(("127.0.0.1", 0), handler) as server:
        print("port", server.server_address[1], flush=True)
        server.serve_forever()


main()
