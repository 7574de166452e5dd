"""Every handler with clients that are no part of sockpit: python3's sockets and its http.client.
Each on all shapes of server that can run it."""

import contextlib
import http.client
import os
import re
import socket
import socketserver
import sys
import threading
import time

TESTS_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path += [TESTS_FOLDER, os.path.join(TESTS_FOLDER, "soak")]

import tap  # noqa: E402
from clients import receive  # noqa: E402
from served import Served, until  # noqa: E402

SOCKPIT = os.path.abspath(os.environ.get("SOCKPIT", "./sockpit"))
LIMIT = 30
SHARING = ["ThreadingTCPServer", "PoolTCPServer", "EpollTCPServer"]
ALONE = ["TCPServer", "ForkingTCPServer", "PreforkTCPServer"]
STREAMS = [*ALONE, *SHARING]
DATAGRAMS = ["UDPServer", "ThreadingUDPServer", "ForkingUDPServer"]


@contextlib.contextmanager
def serving(model, handler):
    """The server; at its end the summary stands in served.summary."""
    with Served(SOCKPIT, model, "--handler", handler) as served:
        yield served
        if not served.summary:
            served.stop()


def each(models, handler):
    for model in models:
        with serving(model, handler) as served:
            yield served


def rest_of(s):
    return b"".join(iter(lambda: s.recv(65536), b""))


def expect(got, right):
    assert got == right, f"{got!r}, not {right!r}"


def totals(served, **right):
    summary = served.stop()
    expect({key: summary[key] for key in right}, right)


# ---- what RFCs and classrooms know ----


def upper_in_a_stream():
    for served in each(STREAMS, "Upper"):
        with served.socket(LIMIT) as s:
            s.sendall("abc\nxyz \xe4\n".encode())
            s.shutdown(socket.SHUT_WR)
            expect(rest_of(s), "ABC\nXYZ \xe4\n".encode())
        totals(served, connections=1, requests=2, errors=0)


def upper_in_datagrams():
    for served in each(DATAGRAMS, "Upper"):
        with served.socket(LIMIT) as s:
            s.send(b"hello\0you")
            expect(s.recv(100), b"HELLO\0YOU")


def discard_in_a_stream():
    for served in each(STREAMS, "Discard"):
        with served.socket(LIMIT) as s:
            s.sendall(bytes(100000))
            s.shutdown(socket.SHUT_WR)
            expect(rest_of(s), b"")
        totals(served, bytes_received=100000, bytes_sent=0, errors=0)


def discard_in_datagrams():
    for served in each(DATAGRAMS, "Discard"):
        with served.socket(LIMIT) as s:
            s.send(b"gone")
            until(lambda: served.of("closed"), LIMIT, "it was taken")
            s.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                raise AssertionError(f"an answer: {s.recv(10)}")
        totals(served, bytes_received=4, bytes_sent=0, errors=0)


def is_now(text, before):
    """The line of RFC 867, between before and now; time(2) is a few milliseconds behind."""
    told = time.mktime(time.strptime(text.decode(), "%A, %B %d, %Y %H:%M:%S-%Z\r\n"))
    assert int(before) - 1 <= told <= time.time(), f"{text!r} is not now"


def daytime_in_a_stream():
    for served in each(STREAMS, "Daytime"):
        before = time.time()
        with served.socket(LIMIT) as s:
            is_now(rest_of(s), before)


def daytime_in_datagrams():
    for served in each(DATAGRAMS, "Daytime"):
        before = time.time()
        with served.socket(LIMIT) as s:
            s.send(b"")
            is_now(s.recv(100), before)


def chargen_line(number):
    """RFC 864: 72 of the 95 printing characters, and each line begins with the next one."""
    return bytes(32 + (number + i) % 95 for i in range(72)) + b"\r\n"


def chargen_in_a_stream():
    """The client's leaving is how it ends, and no error; a half-close before does not end it."""
    right = b"".join(chargen_line(number) for number in range(300))
    for served in each(STREAMS, "Chargen"):
        with served.socket(LIMIT) as s:
            half = len(right) // 2
            expect(receive(s, half), right[:half])
            s.shutdown(socket.SHUT_WR)
            expect(receive(s, len(right) - half), right[half:])
        until(lambda served=served: served.of("closed"), LIMIT, "it ends with its client")
        expect(served.of("closed")[0]["why"], "closed by peer")
        totals(served, connections=1, errors=0)


def chargen_in_datagrams():
    right = b"".join(chargen_line(number) for number in range(10))
    for served in each(DATAGRAMS, "Chargen"):
        with served.socket(LIMIT) as s:
            for _ in range(20):
                s.send(b"more")
                got = s.recv(1000)
                assert len(got) <= 512 and right.startswith(got), got


def reply_in_a_stream():
    for served in each(STREAMS, r'Reply(b"no\0\r\n")'):
        with served.socket(LIMIT) as s:
            for _ in range(3):
                s.sendall(b"?")
                expect(receive(s, 5), b"no\0\r\n")


def reply_in_datagrams():
    for served in each(DATAGRAMS, 'Reply(b"")'):
        with served.socket(LIMIT) as s:
            s.send(b"?")
            expect(s.recv(10), b"")


def delayed(s, data):
    """Seconds until all of it came back."""
    before = time.monotonic()
    s.sendall(data)
    expect(receive(s, len(data)), data)
    return time.monotonic() - before


def delay_in_a_stream():
    for served in each(STREAMS, "Delay(0.1)"):
        with served.socket(LIMIT) as s:
            assert delayed(s, b"slow") >= 0.1, "too early"


def delay_in_datagrams():
    for served in each(DATAGRAMS, "Delay(0.1)"):
        with served.socket(LIMIT) as s:
            assert delayed(s, b"slow") >= 0.1, "too early"


# ---- Http ----


def ask(connection, method, path):
    connection.request(method, path)
    response = connection.getresponse()
    return response.status, response, response.read().decode()


def http_with_http_client():
    for served in each(STREAMS, "Http"):
        connection = http.client.HTTPConnection(*served.address, timeout=LIMIT)
        for number in (1, 2):
            status, response, page = ask(connection, "GET", "/some<where>")
            expect((status, response.getheader("Content-Type")), (200, "text/html; charset=utf-8"))
            host, port = connection.sock.getsockname()
            for words in (f"<td>{host}:{port}</td>", served.model, f">{number}</td>", "&#60;where"):
                assert words in page, f"no {words} in {page}"
        status, response, page = ask(connection, "HEAD", "/")
        assert (status, page) == (200, "") and int(response.getheader("Content-Length")) > 100
        status, response, _ = ask(connection, "POST", "/")
        expect((status, response.getheader("Allow")), (405, "GET, HEAD"))
        connection.close()
        totals(served, connections=1, requests=4, errors=0)


GET = b"GET / HTTP/1.1\r\nHost: a\r\n"
HTTP_RAW = {  # what is sent, and the statuses that come back before the connection is closed
    GET + b"\r\n" + GET + b"Connection: close\r\n\r\n": "200 200",
    b"GET / HTTP/1.0\r\n\r\n": "200",
    b"\r\nGET / HTTP/1.1\nHost: a\nConnection: close\n\n": "200",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.0\r\n\r\n": "405 200",
    b"GET / HTTP/1.1\r\n\r\n": "400",
    b"nonsense\r\n\r\n": "400",
    b"GET / HTTP/2.0\r\n\r\n": "505",
    GET + b"Transfer-Encoding: chunked\r\n\r\n": "501",
    b"GET / HTTP/1.1\r\nX: " + b"x" * 9000: "431",
}


def http_of_all_kinds():
    for served in each(["ThreadingTCPServer", "EpollTCPServer"], "Http"):
        for request, statuses in HTTP_RAW.items():
            for pieces in (1, 7):
                with served.socket(LIMIT) as s:
                    step = -(-len(request) // pieces)
                    for at in range(0, len(request), step):
                        s.sendall(request[at : at + step])
                    got = " ".join(re.findall(r"^HTTP/1.1 (\d+) ", rest_of(s).decode(), re.M))
                    assert got == statuses, f"{request[:60]!r}: {got}, not {statuses}"


# ---- Broadcast ----


def hear(s, marker):
    """Everything up to the marker."""
    text = b""
    while not text.endswith(marker):
        more = s.recv(1000)
        assert more, f"it ended after {text}"
        text += more
    return text


def say_until_heard(speaker, listeners):
    """Whoever joined hears what is said from then on: the listeners have joined when they do."""
    for listener in listeners:
        listener.settimeout(0.05)
        heard = False
        end = time.monotonic() + LIMIT
        while not heard and time.monotonic() < end:
            speaker.sendall(b"hello?\n")
            with contextlib.suppress(TimeoutError):
                heard = bool(listener.recv(1000))
        assert heard, "nobody hears"
        listener.settimeout(LIMIT)


def broadcast_is_heard_by_all_others():
    for served in each(SHARING, "Broadcast"):
        clients = [served.socket(LIMIT) for _ in range(3)]
        for speaker in clients:
            say_until_heard(speaker, [c for c in clients if c is not speaker])
        for number, speaker in enumerate(clients):
            speaker.sendall(b"this is %d\n" % number)
        for number, listener in enumerate(clients):
            wanted = [b"this is %d\n" % n for n in range(3) if n != number]
            text = b""
            while not all(words in text for words in wanted):
                text += listener.recv(1000)
            assert b"this is %d\n" % number not in text, "its own words"
        for s in clients:
            s.close()


def broadcast_says_where_it_cannot_be_heard():
    for served in each(ALONE, "Broadcast"):
        with served.socket(LIMIT) as s:
            assert b"no other client can hear you" in hear(s, b"\n")


# ---- Proxy ----


class Upstream(socketserver.ThreadingTCPServer):
    """An echo of python3's, which keeps what came, by pieces."""

    daemon_threads = True

    class RequestHandlerClass(socketserver.BaseRequestHandler):
        def handle(self):
            try:
                while data := self.request.recv(65536):
                    self.server.pieces.append(data)
                    if self.server.answers:
                        self.request.sendall(data)
                self.server.ends.append("end")
            except ConnectionResetError:
                self.server.ends.append("reset")

    def __init__(self, answers=True):
        super().__init__(("127.0.0.1", 0), self.RequestHandlerClass)
        self.answers, self.pieces, self.ends = answers, [], []
        self.runner = threading.Thread(target=self.serve_forever, args=(0.01,))
        self.runner.start()

    def came(self):
        return b"".join(self.pieces)

    def __exit__(self, *_):
        self.shutdown()
        self.runner.join()
        self.server_close()


@contextlib.contextmanager
def proxy(model, rules="", answers=True):
    """(served, upstream, a client)"""
    with Upstream(answers) as upstream:
        where = 'Proxy("127.0.0.1:%d"%s)' % (upstream.server_address[1], rules and ", " + rules)
        with serving(model, where) as served, served.socket(LIMIT) as s:
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            yield served, upstream, s


PROXIES = ["TCPServer", "ThreadingTCPServer", "ForkingTCPServer", "EpollTCPServer"]


def proxy_passes_bytes_both_ways_and_shows_them():
    data = os.urandom(1 << 20)
    for model in PROXIES:
        with proxy(model) as (served, upstream, s):
            s.sendall(b"first\n")
            expect(receive(s, 6), b"first\n")
            until(lambda served=served: len(served.of("data")) >= 2, LIMIT, "both are shown")
            shown = [(e["direction"], e["bytes"], e["data"]) for e in served.of("data")[:2]]
            expect(shown, [("there", 6, r"b'first\n'"), ("back", 6, r"b'first\n'")])
            sender = threading.Thread(target=lambda s=s: (s.sendall(data), s.shutdown(1)))
            sender.start()
            expect(rest_of(s) == data, True)
            sender.join()
            until(lambda upstream=upstream: upstream.ends, LIMIT, "the half-close went through")
            expect(upstream.ends, ["end"])
            totals(served, bytes_received=len(data) + 6, bytes_sent=len(data) + 6, errors=0)


def proxy_delays():
    for model in PROXIES:
        with proxy(model, "delay=0.1") as (_, _, s):
            assert delayed(s, b"slow") >= 0.2, "each way is held up"


def proxy_cuts_into_pieces():
    data = bytes(range(60))
    for model in PROXIES:
        with proxy(model, "cut=3") as (_, upstream, s):
            s.sendall(data)
            expect(receive(s, len(data)), data)
            assert len(upstream.pieces) > 1, "all came in one piece"


def proxy_merges():
    for model in PROXIES:
        with proxy(model, "merge=0.5", answers=False) as (_, upstream, s):
            for piece in (b"a", b"b", b"c"):
                s.sendall(piece)
            until(upstream.came, LIMIT, "it is passed on")
            expect(upstream.pieces, [b"abc"])


def proxy_limits_the_rate():
    data = bytes(8000)  # a tenth of a second's worth goes at a time, the first at once
    for model in PROXIES:
        with proxy(model, "rate=20000") as (_, _, s):
            taken = delayed(s, data)
            assert taken >= 0.29, f"8000 bytes at 20000 a second within {taken:.2f} s"


def proxy_swallows_every_second_piece():
    for model in PROXIES:
        with proxy(model, "drop=2", answers=False) as (served, upstream, s):
            for number, kept in enumerate((b"1", b"1", b"13", b"13", b"135"), 1):
                s.sendall(b"%d" % number)
                until(lambda n=number, served=served: len(served.of("data")) == n, LIMIT, "it came")
                until(lambda k=kept, upstream=upstream: upstream.came() == k, LIMIT, f"{kept}")


def proxy_resets_both_sides():
    for model in PROXIES:
        with proxy(model, "reset=10", answers=False) as (_, upstream, s):
            s.sendall(b"0123456789")
            with contextlib.suppress(ConnectionResetError):
                raise AssertionError(f"no reset, but {s.recv(10)}")
            until(lambda upstream=upstream: upstream.ends, LIMIT, "the other side hears of it")
            expect(upstream.ends, ["reset"])


def proxy_passes_a_reset_on():
    for model in PROXIES:
        with proxy(model) as (_, upstream, s):
            s.sendall(b"x")
            expect(receive(s, 1), b"x")
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            s.close()
            until(lambda upstream=upstream: upstream.ends, LIMIT, "the other side hears of it")
            expect(upstream.ends, ["reset"])


def proxy_says_that_nobody_is_behind_it():
    for model in PROXIES:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            with serving(model, 'Proxy("127.0.0.1:%d")' % closed.getsockname()[1]) as served:
                with served.socket(LIMIT) as s:
                    expect(s.recv(1), b"")
                until(lambda served=served: served.of("closed"), LIMIT, "it is told")
                expect(served.of("closed")[0]["why"], "Connection refused")
                totals(served, connections=1, errors=1)


# ---- all of them ----

TESTS = tap.named(
    upper_in_a_stream,
    upper_in_datagrams,
    discard_in_a_stream,
    discard_in_datagrams,
    daytime_in_a_stream,
    daytime_in_datagrams,
    chargen_in_a_stream,
    chargen_in_datagrams,
    reply_in_a_stream,
    reply_in_datagrams,
    delay_in_a_stream,
    delay_in_datagrams,
    http_with_http_client,
    http_of_all_kinds,
    broadcast_is_heard_by_all_others,
    broadcast_says_where_it_cannot_be_heard,
    proxy_passes_bytes_both_ways_and_shows_them,
    proxy_delays,
    proxy_cuts_into_pieces,
    proxy_merges,
    proxy_limits_the_rate,
    proxy_swallows_every_second_piece,
    proxy_resets_both_sides,
    proxy_passes_a_reset_on,
    proxy_says_that_nobody_is_behind_it,
)


if __name__ == "__main__":
    sys.exit(tap.run(TESTS, jobs=4))
