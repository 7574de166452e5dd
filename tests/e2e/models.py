"""Every server model with clients that are no part of sockpit: python3, ncat, socat. What comes
back is what was sent, and the totals in the summary are what the clients counted, exactly."""

import os
import random
import resource
import socket
import subprocess
import sys
import tempfile
import threading
from functools import partial

TESTS_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path += [TESTS_FOLDER, os.path.join(TESTS_FOLDER, "soak")]

import tap  # noqa: E402
from clients import receive  # noqa: E402
from checks import MODELS  # noqa: E402
from served import Served, lift_limits  # noqa: E402

SOCKPIT = os.path.abspath(os.environ.get("SOCKPIT", "./sockpit"))
LIMIT = 30
CLIENTS = 500
WAVE = 50  # datagrams under way at once: more than a socket's buffer holds would be lost
LARGE = 1 << 20
UDP_LONGEST = 65507
UNIX_LONGEST = 212960  # what the default send buffer of a Unix socket holds


class Counted:
    """What the clients of one server counted."""

    def __init__(self):
        self.connections = 0
        self.bytes = 0

    def sent(self, size):
        self.connections += 1
        self.bytes += size


def start(model, *options):
    return Served(SOCKPIT, model, *options)


def many(model):
    """What lifts the limit of children, where there is one."""
    plain = model in ("TCPServer", "UDPServer", "UnixStreamServer", "UnixDatagramServer")
    return [] if plain else ["--max-children", str(2 * CLIENTS)]


def compare(served, counted):
    summary = served.stop()
    told = {key: summary[key] for key in ("connections", "requests", "refused", "errors")}
    told["bytes"] = (summary["bytes_received"], summary["bytes_sent"])
    right = {"connections": counted.connections, "requests": counted.connections}
    right |= {"refused": 0, "errors": 0, "bytes": (counted.bytes, counted.bytes)}
    assert told == right, f"told {told}, clients counted {right}"


def rest_of(s):
    return b"".join(iter(lambda: s.recv(65536), b""))


# ---- python3 ----


def converse(served, counted, size):
    """Piece by piece, and a half-close that is answered by one."""
    data = random.randbytes(size)
    with served.socket(LIMIT) as s:
        s.sendall(data[:1])
        assert receive(s, 1) == data[:1]
        sender = threading.Thread(target=s.sendall, args=(data[1:],))
        sender.start()
        assert receive(s, size - 1) == data[1:], "other bytes came back"
        sender.join()
        s.shutdown(socket.SHUT_WR)
        assert s.recv(1) == b"", "no end of file"
    counted.sent(size)


def drain(served, counted, size):
    """All is sent and the writing side closed before anything is read."""
    data = random.randbytes(size)
    with served.socket(LIMIT) as s:
        s.sendall(data)
        s.shutdown(socket.SHUT_WR)
        assert rest_of(s) == data, "not all came back after the half-close"
    counted.sent(size)


def streams_come_back(model):
    counted = Counted()
    with start(model) as served:
        for size in (1, 65536, LARGE):
            converse(served, counted, size)
        for size in (0, 1, 65536):
            drain(served, counted, size)
        compare(served, counted)


def datagrams_come_back(model):
    counted, longest = Counted(), UDP_LONGEST if "UDP" in model else UNIX_LONGEST
    with start(model, "--max-packet", str(longest)) as served, served.socket(LIMIT) as s:
        for size in (1, 0, 1000, 8192, longest):
            data = random.randbytes(size)
            s.send(data)
            assert s.recv(longest + 1) == data, f"another datagram than the {size} bytes sent"
            counted.sent(size)
        compare(served, counted)


def crowd_of_streams(model):
    """All are connected before the first one speaks; a plain server answers one after another."""
    counted = Counted()
    with start(model, *many(model)) as served:
        clients = [served.socket(LIMIT) for _ in range(CLIENTS)]
        for number, s in enumerate(clients):
            s.sendall(b"client %d" % number)
            s.shutdown(socket.SHUT_WR)
        for number, s in enumerate(clients):
            with s:
                assert rest_of(s) == b"client %d" % number, "another client's bytes"
            counted.sent(len(b"client %d" % number))
        compare(served, counted)


def crowd_of_datagrams(model):
    counted = Counted()
    with start(model, *many(model)) as served:
        clients = [served.socket(LIMIT) for _ in range(CLIENTS)]
        for first in range(0, CLIENTS, WAVE):
            wave = list(enumerate(clients))[first : first + WAVE]
            for number, s in wave:
                s.send(b"client %d" % number)
            for number, s in wave:
                assert s.recv(100) == b"client %d" % number, "another client's bytes"
                counted.sent(len(b"client %d" % number))
        for s in clients:
            s.close()
        compare(served, counted)


# ---- ncat and socat ----


def netcat(served):
    words = ["-u"] if served.datagrams else []
    unix = isinstance(served.address, str)
    return ["ncat", *words, *(["-U", served.address] if unix else map(str, served.address))]


def socat(served, folder, size):
    if not isinstance(served.address, str):
        kind, where = ("UDP4" if served.datagrams else "TCP4"), "%s:%d" % served.address
    elif served.datagrams:
        kind, where = "UNIX-SENDTO", f"{served.address},bind={folder}/{size}"
    else:
        kind, where = "UNIX-CONNECT", served.address
    return ["socat", "-b", "212960", "-t", str(LIMIT), "-", f"{kind}:{where}"]


def program(command, given):
    return subprocess.Popen(command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def end(client):
    client.kill()
    client.communicate()


def as_file(data, folder):
    with open(f"{folder}/input", "wb") as f:
        f.write(data)
    return open(f"{folder}/input", "rb")


def pass_stream(command, data, folder):
    """The program's input is a file; what it prints until the server's end of file is all."""
    with as_file(data, folder) as given:
        client = program(command, given)
        try:
            out, err = client.communicate(timeout=LIMIT)
        finally:
            end(client)
    assert out == data, f"{command[0]} got {len(out)} bytes of {len(data)}: {err.decode()}"


def pass_datagram(command, data, folder):
    """What is read at once becomes one datagram: socat gets a file, for a pipe holds less than the
    longest; ncat a pipe that stays open, for it would end without the answer."""
    with as_file(data, folder) as given:
        client = program(command, subprocess.PIPE if command[0] == "ncat" else given)
        timer = threading.Timer(LIMIT, client.kill)
        timer.start()
        try:
            if client.stdin:
                os.write(client.stdin.fileno(), data)
            out = client.stdout.read(len(data))
        finally:
            timer.cancel()
            end(client)
    assert out == data, f"{command[0]} got {len(out)} bytes of {len(data)}"


def programs_are_served(model):
    counted = Counted()
    with start(model, *longest_packet(model)) as served, tempfile.TemporaryDirectory() as folder:
        for name in ("ncat", "socat"):
            for size in sizes(name, served):
                data = random.randbytes(size)
                command = netcat(served) if name == "ncat" else socat(served, folder, size)
                (pass_datagram if served.datagrams else pass_stream)(command, data, folder)
                counted.sent(size)
        compare(served, counted)


def longest_packet(model):
    return ["--max-packet", str(UNIX_LONGEST)] if "UDP" in model or "Datagram" in model else []


def sizes(name, served):
    if not served.datagrams:
        return 1, 65536
    if name == "ncat":
        return 1, 4096  # what a pipe passes on as a whole
    return 1, UNIX_LONGEST if isinstance(served.address, str) else UDP_LONGEST


# ---- all of them ----


def tests():
    for model in MODELS:
        datagrams = "UDP" in model or "Datagram" in model
        crowd = crowd_of_datagrams if datagrams else crowd_of_streams
        come_back = datagrams_come_back if datagrams else streams_come_back
        yield f"{model}: 500 clients", partial(crowd, model)
        yield f"{model}: python3", partial(come_back, model)
        yield f"{model}: ncat and socat", partial(programs_are_served, model)


def main():
    lift_limits()
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 2 * CLIENTS, "too few descriptors"
    return tap.run(tests(), jobs=4)


if __name__ == "__main__":
    sys.exit(main())
