"""sockpit's handlers, written out for python3's socketserver."""

import html
import http.server
import os
import socket
import socketserver
import struct
import threading
import time


class Handler(socketserver.BaseRequestHandler):
    """A handler by what becomes of each piece of data; nothing is sent where that is None."""

    def answer(self, data):
        return data

    def handle(self):
        if isinstance(self.request, tuple):
            data, sock = self.request
            answer = self.answer(data)
            if answer is not None:
                sock.sendto(answer, self.client_address)
            return
        while data := self.request.recv(65536):
            answer = self.answer(data)
            if answer is not None:
                self.request.sendall(answer)


class Echo(Handler):
    pass


class Upper(Handler):
    def answer(self, data):
        return data.upper()


class Discard(Handler):
    def answer(self, data):
        return None


def Reply(text):
    class Reply(Handler):
        def answer(self, data):
            return text

    return Reply


def Delay(seconds):
    class Delay(Handler):
        def answer(self, data):
            time.sleep(seconds)
            return data

    return Delay


class Daytime(Handler):
    def answer(self, data):
        return time.strftime("%A, %B %e, %Y %H:%M:%S-%Z\r\n").encode()

    def handle(self):
        if isinstance(self.request, tuple):
            super().handle()
        else:
            self.request.sendall(self.answer(b""))


class Chargen(Handler):
    characters = bytes(range(ord(" "), ord("~") + 1)) * 2

    def lines(self):
        return b"".join(self.characters[i : i + 72] + b"\r\n" for i in range(95))

    def answer(self, data):
        return self.lines()[:512]

    def handle(self):
        if isinstance(self.request, tuple):
            super().handle()
            return
        try:
            while True:
                self.request.sendall(self.lines())
        except (BrokenPipeError, ConnectionResetError):
            pass


class Broadcast(Handler):
    clients = []

    def handle(self):
        self.clients.append(self.request)
        try:
            super().handle()
        finally:
            self.clients.remove(self.request)

    def answer(self, data):
        for client in self.clients[:]:
            if client is not self.request:
                client.sendall(data)


class Http(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        facts = {
            "You": self.client_address,
            "This server": self.request.getsockname(),
            "Model": type(self.server).__name__,
            "Process": os.getpid(),
            "Thread": threading.get_native_id(),
            "Method": self.command,
            "Target": self.path,
        }
        row = "<tr><th>{}</th><td>{}</td></tr>\n"
        rows = "".join(row.format(k, html.escape(str(v))) for k, v in facts.items())
        page = f"<h1>This connection</h1>\n<table>\n{rows}</table>\n".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)

    do_HEAD = do_GET

    def log_message(self, *args):
        pass


def Proxy(upstream, delay=0, cut=0, reset=0, merge=0, rate=0, drop=0):
    class Proxy(Handler):
        def handle(self):
            self.passed = 0
            with self.connect() as other:
                there = threading.Thread(target=self.pass_on, args=(self.request, other))
                there.start()
                self.pass_on(other, self.request)
                there.join()
                if self.over():
                    self.request.close()

        def over(self):
            return reset and self.passed >= reset

        def connect(self):
            if upstream.startswith("unix:"):
                other = socket.socket(socket.AF_UNIX)
                other.connect(upstream[5:].replace("@", "\0", 1))
                return other
            host, _, port = upstream.rpartition(":")
            return socket.create_connection((host.strip("[]") or "127.0.0.1", int(port)))

        def pass_on(self, source, target):
            number = 0
            try:
                while data := source.recv(65536):
                    time.sleep(merge)
                    if merge:
                        data += self.more(source)
                    for piece in self.pieces(data):
                        number += 1
                        time.sleep(delay + (len(piece) / rate if rate else 0))
                        if not drop or number % drop:
                            target.sendall(piece)
                        self.passed += len(piece)
                        if self.over():
                            self.reset(source, target)
                if not self.over():
                    target.shutdown(socket.SHUT_WR)
            except OSError:
                pass

        def more(self, source):
            try:
                return source.recv(65536, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return b""

        def pieces(self, data):
            size = cut or len(data)
            return [data[i : i + size] for i in range(0, len(data), size)]

        def reset(self, *both):
            for sock in both:
                linger = struct.pack("ii", 1, 0)
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                sock.shutdown(socket.SHUT_RD)

    return Proxy
