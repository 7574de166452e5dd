"""A server that answers as `sockpit serve` does, and is wrong in one way, which FAKE names: for
the soak's own test. It is python3's socketserver underneath.
"""

import json
import os
import signal
import socketserver
import sys
import threading

FAULT = os.environ.get("FAKE", "")
total = {"connections": 0, "bytes_received": 0, "bytes_sent": 0}
lock = threading.Lock()
leaked = []


def add(**counts):
    with lock:
        for key, n in counts.items():
            total[key] += n


def tell(**event):
    with lock:
        print(json.dumps(event), flush=True)


class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        add(connections=1)
        while data := self.request.recv(65536):
            add(bytes_received=len(data) + (FAULT == "counts one byte too many"))
            if FAULT == "answers wrongly":
                data = bytes(len(data))
            self.request.sendall(data)
            add(bytes_sent=len(data))
            if FAULT == "keeps descriptors":
                leaked.append(self.request.dup())
            if FAULT == "keeps memory":
                leaked.append(os.urandom(65536))
        tell(event="closed")
        if FAULT == "is busy where it cannot accept":
            tell(event="error")  # and then as python3 does: again and again, without a pause


class Threading(socketserver.ThreadingTCPServer):
    request_queue_size = 512
    daemon_threads = True
    room = threading.Semaphore(1 << 30)

    def process_request(self, request, client_address):
        self.room.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request, client_address):
        super().process_request_thread(request, client_address)
        self.room.release()


class Plain(socketserver.TCPServer):
    """Serves one after another what should be served at once."""

    request_queue_size = 512


class Forking(socketserver.ForkingTCPServer):
    request_queue_size = 512
    max_children = 1 << 30
    if FAULT == "leaves zombies":
        service_actions = socketserver.BaseServer.service_actions


def end(*_):
    exact = dict(total, requests=total["connections"], refused=0, errors=0)
    print(json.dumps(dict(exact, event="summary")), flush=True)
    os._exit(0)


def main():
    model, options = sys.argv[2], sys.argv[4:]
    kind = Forking if model.startswith("Forking") else Threading
    server = (Plain if FAULT == "serves in turn" else kind)(("127.0.0.1", 0), Echo)
    if "--max-children" in options and FAULT != "knows no limit":
        Threading.room = threading.Semaphore(int(options[options.index("--max-children") + 1]))
    signal.signal(signal.SIGTERM, end)
    host, port = server.socket.getsockname()
    print(f"serving {model} on {host}:{port} (pid {os.getpid()})", flush=True)
    server.serve_forever(0.1)


main()
