"""sockpit's own handlers for python3, put before the notebooks of servers."""

import socketserver as _socketserver
import time as _time


class _Handler(_socketserver.BaseRequestHandler):
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


class Echo(_Handler):
    pass


class Upper(_Handler):
    def answer(self, data):
        return data.upper()


class Discard(_Handler):
    def answer(self, data):
        return None


def Reply(text):
    class Handler(_Handler):
        def answer(self, data):
            return text

    return Handler


def Delay(seconds):
    class Handler(_Handler):
        def answer(self, data):
            _time.sleep(seconds)
            return data

    return Handler
