"""Who is measured: bare C servers, python3, other programs, sockpit; how they start and end."""

import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections import namedtuple

from measure import stat, tree

HERE = os.path.dirname(os.path.abspath(__file__))
PORT = re.compile(r"(?:port |serving \S+ on \S+:)(\d+)")
MANY = "60000"  # of whatever is to have no limit

# kind: C, sockpit, python, peer. shape: what it is compared within. datagram: by its protocol.
Target = namedtuple("Target", "name kind shape command")


class Missing(Exception):
    """The target cannot be measured here; str() says why."""


def lift_limits():
    """As many descriptors as we may have; what we start inherits it."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Place:
    """Where servers and generators run: a processor each, where there are two. prefer: before
    whatever else the machine has to do, which only root may ask for."""

    def __init__(self, prefer=False):
        self.all = os.sched_getaffinity(0)
        self.processors = sorted(self.all)[:2]
        self.prefer = prefer

    def anywhere(self):
        """The same without a processor for each: where a person would sit before the screen."""
        place = Place(self.prefer)
        place.server = place.generator = lambda: place.settle(self.all)
        return place

    def server(self):
        """What a server's process does before it becomes the server."""
        self.settle(self.processors[:1])

    def generator(self):
        self.settle(self.processors[-1:])

    def settle(self, processors):
        os.sched_setaffinity(0, processors)
        if self.prefer:
            os.setpriority(os.PRIO_PROCESS, 0, -20)
            with open("/proc/self/autogroup", "w", encoding="ascii") as f:
                f.write("-20")


class Programs:
    """Where the programs are."""

    def __init__(self, folder, sockpit, python):
        self.limit = os.path.join(folder, "limit")
        self.gen = os.path.join(folder, "gen")
        self.dump = os.path.join(folder, "dump")
        self.sockpit = sockpit
        self.python = python

    def servers(self):
        """All servers by name, in an order that puts those to be compared side by side."""
        rows = [
            *self.shape("fork", "fork", "ForkingTCPServer"),
            *self.tools(),
            *self.shape("thread", "thread", "ThreadingTCPServer"),
            *self.shape("prefork", "prefork", "PreforkTCPServer", python=False),
            *self.shape("pool", "pool", "PoolTCPServer", python=False),
            *self.shape("epoll", "epoll", "EpollTCPServer", python=False),
            *self.shape("udp-fork", "udp-fork", "ForkingUDPServer"),
            *self.shape("udp-thread", "udp-thread", "ThreadingUDPServer"),
            *self.shape("udp-loop", "udp-loop", "UDPServer"),
        ]
        return {row.name: row for row in rows}

    def shape(self, shape, limit, model, python=True):
        yield Target(f"C {limit}", "C", shape, [self.limit, limit])
        yield Target(f"sockpit {model}", "sockpit", shape, self.serve(model))
        if python:
            peer = [self.python, "-I", os.path.join(HERE, "peer.py"), model]
            yield Target(f"python {model}", "python", shape, peer)

    def serve(self, model, *more):
        children = ["--max-children", MANY] if model.startswith(("Forking", "Threading")) else []
        return [self.sockpit, "serve", model, "127.0.0.1:0", *children, *more]

    def tools(self):
        where = "TCP-LISTEN:{port},bind=127.0.0.1,reuseaddr,backlog=4096,fork"
        yield Target("socat fork", "peer", "fork", ["socat", where, "PIPE"])
        yield Target(
            "ncat -k -e cat",
            "peer",
            "fork",
            ["ncat", "-l", "-k", "-m", MANY, "-e", "/bin/cat", "127.0.0.1", "{port}"],
        )
        yield Target(
            "tcpserver cat",
            "peer",
            "fork",
            ["tcpserver", "-RHl0", "-b", "4096", "-c", MANY, "127.0.0.1", "{port}", "cat"],
        )


class Server:
    """A running target: address, pid. To be used in a with statement, which ends it."""

    def __init__(self, target, place):
        self.target = target
        self.place = place
        self.messages = tempfile.TemporaryFile()
        self.port = None

    def __enter__(self):
        command = self.target.command
        announces = not any("{port}" in word for word in command)
        port = None if announces else free_port()
        command = [word.format(port=port) for word in command] if port else command
        self.process = start(command, self.place.server, self.messages)
        try:
            self.port = self.announced() if announces else self.reachable(port)
        except BaseException:
            self.__exit__()
            raise
        return self

    @property
    def pid(self):
        return self.process.pid

    def announced(self):
        """The port as its first line tells it."""
        line = self.process.stdout.readline().decode(errors="replace")
        found = PORT.match(line)
        if not found:
            raise Missing(self.last_words() or "it told no port")
        return int(found[1])

    def reachable(self, port):
        end = time.monotonic() + 5
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return port
            except ConnectionRefusedError:
                time.sleep(0.01)
        raise Missing(self.last_words() or "it does not listen")

    def last_words(self):
        self.process.wait(5)
        self.messages.seek(0)
        lines = self.messages.read().decode(errors="replace").split("\n")
        return next((line for line in reversed(lines) if line.strip()), "")

    def __exit__(self, *_):
        members = tree(self.pid)
        if self.target.kind == "sockpit":
            self.process.terminate()
        else:
            kill_group(self.pid, signal.SIGTERM)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            kill_group(self.pid, signal.SIGKILL)
            self.process.wait()
        self.process.stdout.close()
        self.messages.close()
        end_left(members)


class Standing:
    """Servers that stay for several turns. In a with statement, which ends all that get() began."""

    def __init__(self, place):
        self.place = place
        self.servers = {}

    def get(self, target):
        if target.name not in self.servers:
            self.servers[target.name] = Server(target, self.place).__enter__()
        return self.servers[target.name]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        while self.servers:
            self.servers.popitem()[1].__exit__()


def start(command, settle, messages):
    """Start it where settle puts it, in a process group of its own."""
    need(command[0])
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=messages,
        start_new_session=True,
        preexec_fn=settle,
    )


def need(program):
    if not shutil.which(program):
        raise Missing("not built" if os.path.basename(program) == "sockpit" else "not installed")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def kill_group(pid, sig):
    try:
        os.killpg(pid, sig)
    except ProcessLookupError:
        pass


def end_left(members):
    """Kill what is left of a tree; the start time tells a process from a later one of that pid."""
    end = time.monotonic() + 1
    left = members
    while left and time.monotonic() < end:
        left = {p: f for p, f in left.items() if (stat(p) or [0] * 20)[19] == f[19]}
        if left:
            time.sleep(0.02)
    for pid in left:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
