"""The cockpit on a terminal of ours: when it has painted, what it takes while nobody touches it."""

import fcntl
import os
import select
import signal
import socket
import struct
import subprocess
import termios
import time
from contextlib import contextmanager

from loads import held
from measure import cpu_of_tree, tree
from targets import Missing, end_left, free_port, need

QUIET = 0.05  # seconds without output: the screen stands
LIMIT = 10


class Terminal:
    """A program on a pseudo-terminal. In a with statement, which ends it."""

    def __init__(self, command, place, rows=40, columns=120):
        need(command[0])
        clock, tell = os.pipe()
        self.pid, self.master = os.forkpty()
        if self.pid == 0:
            self.become(command, place, tell, rows, columns)
        os.close(tell)
        self.began = float(os.read(clock, 64))
        os.close(clock)

    @staticmethod
    def become(command, place, tell, rows, columns):
        """In the child: the program, with the time at which it begins."""
        try:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            place.server()
            environment = dict(os.environ, TERM="xterm-256color", LC_ALL="C.UTF-8")
            environment.pop("NO_COLOR", None)
            os.write(tell, str(time.monotonic()).encode())
            os.close(tell)
            os.execvpe(command[0], command, environment)
        finally:
            os._exit(127)

    def __enter__(self):
        return self

    def read(self, wait):
        """What it wrote; b"" when nothing comes for that long, or it ended."""
        if not select.select([self.master], [], [], wait)[0]:
            return b""
        try:
            return os.read(self.master, 65536)
        except OSError:
            return b""

    def settle(self):
        """Read until the screen stands; (all of it, when its last byte came)."""
        text, last = b"", None
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            more = self.read(QUIET if text else LIMIT)
            if not more:
                break
            text, last = text + more, time.monotonic()
        return text, last

    def drain(self, seconds):
        """Read what comes for so long; how many bytes."""
        end, count = time.monotonic() + seconds, 0
        while (left := end - time.monotonic()) > 0:
            count += len(self.read(left))
        return count

    def type(self, text):
        os.write(self.master, text.encode())

    def __exit__(self, *_):
        members = tree(self.pid)
        os.kill(self.pid, signal.SIGTERM)
        end = time.monotonic() + 3
        while os.waitpid(self.pid, os.WNOHANG) == (0, 0):
            self.read(0.01)
            if time.monotonic() > end:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                break
        os.close(self.master)
        end_left(members)


def first_paint(command, place):
    """Milliseconds from exec to the last byte of the first screen."""
    with Terminal(command, place) as terminal:
        text, last = terminal.settle()
    if b"Sockets" not in text:
        raise Missing("no cockpit came up: " + text[-200:].decode(errors="replace").strip())
    return {"value": (last - terminal.began) * 1000, "errors": 0}


def serve(terminal, port):
    """A server in the cockpit, by typed lines; the view of servers is shown."""
    terminal.settle()
    for line in (
        f'srv = socketserver.ThreadingTCPServer(("127.0.0.1", {port}), Echo)',
        "srv.request_queue_size = 4096; srv.serve_forever()",
    ):
        terminal.type(f":{line}\r")
        terminal.settle()
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except ConnectionRefusedError:
            terminal.drain(0.05)
    else:
        raise Missing("the cockpit's server does not answer")
    terminal.type("2")


def share(terminal, seconds):
    """Percent of a processor that the cockpit takes, its server processes aside."""
    terminal.drain(1)
    before = cockpit_cpu(terminal.pid)
    count = terminal.drain(seconds)
    used = cockpit_cpu(terminal.pid) - before
    return {"value": used / seconds * 100, "errors": 0, "bytes_a_second": count / seconds}


def idle_share(programs, place, connections, seconds):
    """While it shows a server with so many connections, on which nothing happens."""
    port = free_port()
    with Terminal([programs.sockpit], place) as terminal:
        serve(terminal, port)
        with held(place, programs, port, connections):
            return share(terminal, seconds)


@contextmanager
def traffic(programs, place, port, clients, seconds):
    """Requests as fast as they go on so many connections, while the with statement lasts."""
    sender = subprocess.Popen(
        [programs.gen, "request", "127.0.0.1", str(port), str(clients), str(seconds), "64"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        preexec_fn=place.generator,
        start_new_session=True,
    )
    try:
        yield
        if sender.poll() is not None:
            raise Missing("the traffic ended too soon")
    finally:
        sender.kill()
        sender.communicate()


def busy_share(programs, place, clients, seconds):
    """While the server has full traffic on so many connections."""
    port = free_port()
    with Terminal([programs.sockpit], place) as terminal:
        serve(terminal, port)
        with traffic(programs, place, port, clients, seconds + LIMIT):
            terminal.drain(3)
            return share(terminal, seconds)


def busy_key(programs, place, clients, times):
    """Milliseconds until help appears, asked for by its key, under the same traffic."""
    port = free_port()
    with Terminal([programs.sockpit], place) as terminal:
        serve(terminal, port)
        with traffic(programs, place, port, clients, LIMIT * 2):
            terminal.drain(3)
            taken = sorted(answered(terminal) * 1000 for _ in range(times))
    return {"value": taken[len(taken) * 9 // 10], "worst": taken[-1], "errors": 0}


def answered(terminal):
    """Seconds from the key until the title of help was drawn; then help is closed again."""
    text, began = b"", time.monotonic()
    while b"Help" not in text:
        # Again each second: a cockpit that did not run at all reads Esc and this as one key, Alt-?.
        terminal.type("?")
        asked = time.monotonic()
        while b"Help" not in text and time.monotonic() - asked < 1:
            text += terminal.read(0.1)
        if time.monotonic() - began > LIMIT:
            raise Missing("no help came up")
    taken = time.monotonic() - began
    terminal.type("\x1b")
    terminal.drain(0.3)
    return taken


def cockpit_cpu(pid):
    """Of guardian and cockpit: the tree without the processes that serve."""
    total = cpu_of_tree(pid)
    for member in tree(pid):
        with open(f"/proc/{member}/cmdline", "rb") as f:
            if b"__serve" in f.read():
                total -= cpu_of_tree(member)
    return total
