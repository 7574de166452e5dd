"""The cockpit on a terminal of ours: when it has painted, what it takes while nobody touches it."""

import fcntl
import os
import select
import signal
import struct
import subprocess
import termios
import time

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


def idle_share(programs, place, connections, seconds):
    """Percent of a processor that the cockpit takes (its server processes aside) while it shows a
    server with so many connections, on which nothing happens."""
    port = free_port()
    with Terminal([programs.sockpit], place) as terminal:
        terminal.settle()
        for line in (
            f'srv = socketserver.ThreadingTCPServer(("127.0.0.1", {port}), Echo)',
            "srv.serve_forever()",
        ):
            terminal.type(f":{line}\r")
            terminal.settle()
        holder = held(programs, place, port, connections)
        try:
            terminal.type("2")
            terminal.drain(1)
            before = cockpit_cpu(terminal.pid)
            count = terminal.drain(seconds)
            used = cockpit_cpu(terminal.pid) - before
        finally:
            holder.communicate()
    return {"value": used / seconds * 100, "errors": 0, "bytes_a_second": count / seconds}


def held(programs, place, port, connections):
    holder = subprocess.Popen(
        [programs.gen, "hold", "127.0.0.1", str(port), str(connections)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=place.generator,
    )
    if holder.stdout.readline() != "held\n":
        holder.communicate()
        raise Missing("the cockpit's server does not answer")
    return holder


def cockpit_cpu(pid):
    """Of guardian and cockpit: the tree without the processes that serve."""
    total = cpu_of_tree(pid)
    for member in tree(pid):
        with open(f"/proc/{member}/cmdline", "rb") as f:
            if b"__serve" in f.read():
                total -= cpu_of_tree(member)
    return total
