"""What is measured: groups of turns that are compared with each other, and the goals.

A group's turns() gives (target, function): calling the function does one turn of it. A goal is
(what, relation, factor): the value of sockpit's row against the limit's ("limit"), python3's
("python"), another row's of the group (its name), or as it stands ("value"); "cpu" is CPU time
for each operation against the limit's. docs: performance in docs/.
"""

import os
from collections import namedtuple

import loads
import screen
from targets import Standing, Target

# by_cpu: the two sides wait for each other, so that CPU time may decide, as where a generator is
# the limit. stay: servers stay for a round, in which all targets have some turns each.
Group = namedtuple("Group", "name title unit turns goals by_cpu stay", defaults=(False, False))
# passes: turns of each target in a round in which servers stay; watch: seconds that the cockpit is
# looked at; runs: how often what is short is done in a turn
Scale = namedtuple("Scale", "rounds passes seconds idle lines megabytes pushes runs watch")

FULL = Scale(
    rounds=7,
    passes=3,
    seconds=0.25,
    idle=10000,
    lines=100000,
    megabytes=64,
    pushes=16,
    runs=20,
    watch=5,
)
QUICK = Scale(
    rounds=1, passes=1, seconds=0.1, idle=100, lines=1000, megabytes=4, pushes=2, runs=2, watch=1
)

CLOSE = [("limit", ">=", 0.92)]
STEADY = [("limit", ">=", 0.95), ("cpu", "<=", 1.1)]


class Bench:
    """Everything the turns need."""

    def __init__(self, place, programs, scale, folder):
        self.place = place
        self.programs = programs
        self.scale = scale
        self.folder = folder
        self.servers = programs.servers()
        self.standing = Standing(place)

    def among(self, *shapes, peers=False):
        for target in self.servers.values():
            if target.shape in shapes and (peers or target.kind != "peer"):
                yield target

    def loaded(self, how, clients, *shapes, peers=False):
        for target in self.among(*shapes, peers=peers):
            yield target, lambda t=target: self.load(t, how, clients)

    def load(self, target, how, clients, size=64):
        server, seconds = self.standing.get(target), self.scale.seconds
        return loads.load(self.place, self.programs, server, how, clients, seconds, size)

    # ---- groups ----

    def connections(self):
        shapes = ("fork", "thread", "prefork", "pool", "epoll")
        return self.loaded("connect", 16, *shapes, peers=True)

    def requests(self):
        return self.loaded("request", 16, "fork", "thread", "prefork", "pool", "epoll")

    def many_requests(self):
        return self.loaded("request", 128, "fork", "thread", "epoll")

    def datagrams(self):
        return self.loaded("datagram", 16, "udp-fork", "udp-thread", "udp-loop")

    def idle(self):
        for target in self.among("fork", "thread", "epoll"):
            if target.name == "python ForkingTCPServer":
                continue  # a megabyte each
            yield target, lambda t=target: loads.hold(
                self.place, self.programs, t, self.scale.idle
            )

    def pour(self):
        rows = [
            Target("C discard", "C", "pour", [self.programs.limit, "discard"]),
            Target(
                "sockpit Discard",
                "sockpit",
                "pour",
                self.programs.serve("ThreadingTCPServer", "--handler", "Discard"),
            ),
        ]
        for target in rows:
            yield target, lambda t=target: megabytes(self.load(t, "pour", 1, 65536))

    def sendfile(self):
        limit, python, sockpit = self.programs.limit, self.programs.python, self.programs.sockpit
        rows = [
            ("C sendfile", "C", lambda *to: [limit, "push", "sendfile", *map(str, to)]),
            ("sockpit sendfile", "sockpit", lambda *to: [sockpit, "-c", self.sender(*to)]),
            ("python sendfile", "python", lambda *to: [python, "-I", "-c", self.sender(*to)]),
            ("C read-write", "peer", lambda *to: [limit, "push", "read-write", *map(str, to)]),
        ]
        for name, kind, command in rows:
            yield Target(name, kind, "sendfile", None), lambda c=command: loads.push(
                self.place, self.programs, c, self.folder, self.scale.megabytes, self.scale.pushes
            )

    @staticmethod
    def sender(port, path, times):
        """A notebook, the same for python3."""
        connect = f's = socket.create_connection(("127.0.0.1", {port})); f = open("{path}", "rb")'
        return "\n".join(["import socket", connect, *["s.sendfile(f)"] * times, "s.close()"])

    def generators(self):
        for shape, fastest, address, more in (
            ("connect", "C epoll", "127.0.0.1:{port}", []),
            ("request", "C epoll", "127.0.0.1:{port}", ["--persistent"]),
            ("datagram", "C udp-loop", "udp:127.0.0.1:{port}", []),
        ):
            server = self.servers[fastest]
            bare = [self.programs.gen, shape, "127.0.0.1", "{port}", "16", "{seconds}", "64"]
            ours = [self.programs.sockpit, "load", address, "--seconds", "{seconds}", "--json"]
            for kind, command in (("C", bare), ("sockpit", [*ours, *more])):
                name = f"{kind} load, {shape}"
                yield Target(name, kind, shape, command), lambda s=server, c=command: loads.drive(
                    self.place, self.standing.get(s), c, self.scale.seconds
                )

    def start(self):
        return self.programs_that_end("start", [["-c", "pass"]], self.scale.runs)

    def notation(self):
        path = os.path.join(self.folder, "lines.py")
        with open(path, "w", encoding="ascii") as f:
            f.write('import socket\ns = socket.socket()\ns.bind(("127.0.0.1", 0))\n')
            f.write("s.getsockname()\n" * self.scale.lines)
        for target, turn in self.programs_that_end("notation", [[path]], 1):
            yield target, lambda t=turn: per_second(t(), self.scale.lines)

    def programs_that_end(self, shape, arguments, times):
        for words in arguments:
            for kind, program in (
                ("sockpit", [self.programs.sockpit]),
                ("python", [self.programs.python]),
            ):
                name = f"{kind} {' '.join(os.path.basename(word) for word in words)}"
                yield Target(name, kind, shape, None), lambda c=[*program, *words]: loads.run_once(
                    self.place, c, times
                )

    def paint(self):
        row = Target("first paint", "sockpit", "paint", None)
        yield row, lambda: screen.first_paint([self.programs.sockpit], self.place)

    def cockpit(self):
        at, watch = (self.programs, self.place.anywhere()), self.scale.watch
        row = Target("one connection, idle", "sockpit", "idle", None)
        yield row, lambda: screen.idle_share(*at, 1, watch)
        row = Target(f"{self.scale.idle}, full traffic", "sockpit", "busy", None)
        yield row, lambda: screen.busy_share(*at, self.scale.idle, watch)

    def keys(self):
        row = Target(f"{self.scale.idle}, full traffic", "sockpit", "keys", None)
        yield row, lambda: screen.busy_key(
            self.programs, self.place.anywhere(), self.scale.idle, self.scale.runs
        )

    def system(self):
        for kind, how in (("C", "bare"), ("sockpit", "snapshot")):
            row = Target(f"{kind} {how}", kind, "dump", None)
            yield row, lambda h=how: loads.dump(
                self.place,
                self.programs,
                h,
                self.servers["C epoll"],
                self.scale.idle * 19 // 20,
                self.scale.runs,
            )

    def groups(self):
        return [
            Group(
                "connections",
                "Connections with one 64-byte echo each, 16 in flight",
                "/s",
                self.connections,
                {
                    "fork": [*CLOSE, ("python", ">=", 6)],
                    "thread": [*CLOSE, ("python", ">=", 2.5)],
                    "prefork": CLOSE,
                    "pool": CLOSE,
                    "epoll": CLOSE,
                },
                stay=True,
            ),
            Group(
                "requests-16",
                "64-byte requests on 16 connections that stay",
                "/s",
                self.requests,
                dict.fromkeys(("fork", "thread", "prefork", "pool", "epoll"), STEADY),
                stay=True,
            ),
            Group(
                "requests-128",
                "64-byte requests on 128 connections that stay",
                "/s",
                self.many_requests,
                dict.fromkeys(("fork", "thread", "epoll"), STEADY),
                stay=True,
            ),
            Group(
                "datagrams",
                "Datagrams of 64 bytes echoed, 16 in flight",
                "/s",
                self.datagrams,
                {
                    "udp-fork": [("limit", ">=", 0.9), ("python", ">=", 6)],
                    "udp-thread": [("limit", ">=", 0.9), ("python", ">=", 2)],
                },
                stay=True,
            ),
            Group(
                "idle",
                f"Memory of the server for each of {self.scale.idle} idle connections (PSS)",
                "kB",
                self.idle,
                {"fork": [("value", "<=", 40)], "thread": [("value", "<=", 14)]},
            ),
            Group(
                "sendfile",
                "A file sent to one peer",
                "MB/s",
                self.sendfile,
                {"sendfile": [("limit", ">=", 0.95), ("C read-write", ">=", 2.5)]},
                by_cpu=True,
            ),
            Group("pour", "Bytes taken from one peer", "MB/s", self.pour, {}, stay=True),
            Group(
                "load",
                "Generators at the fastest bare server, 16 in flight",
                "/s",
                self.generators,
                dict.fromkeys(("connect", "request", "datagram"), [("limit", ">=", 0.95)]),
                stay=True,
            ),
            Group(
                "start",
                "A program that does nothing, start to end",
                "ms",
                self.start,
                {"start": [("python", "<=", 0.1)]},
            ),
            Group(
                "notation",
                f"{self.scale.lines} lines of s.getsockname(), the start included",
                "lines/s",
                self.notation,
                {"notation": [("value", ">=", 100000), ("python", ">=", 1)]},
            ),
            Group(
                "paint",
                "From the start to the whole first screen, 120x40",
                "ms",
                self.paint,
                {"paint": [("value", "<=", 10)]},
            ),
            Group(
                "cockpit",
                "The cockpit and nothing else, share of one processor; view 2",
                "%",
                self.cockpit,
                {"idle": [("value", "<=", 0.5)], "busy": [("value", "<=", 5)]},
            ),
            Group(
                "keys",
                f"Nine in ten of {self.scale.runs} keys are answered within; view 2",
                "ms",
                self.keys,
                {"keys": [("value", "<=", 50)]},
            ),
            Group(
                "system",
                f"A list of {self.scale.idle * 19 // 10} TCP sockets and their TCP_INFO",
                "ms",
                self.system,
                {"dump": [("limit", "<=", 1.2)]},
            ),
        ]


def megabytes(turn):
    """From bytes a second."""
    return dict(turn, value=turn["value"] / 1e6, cpu_us=turn["cpu_us"] * (1 << 20))


def per_second(turn, lines):
    return dict(turn, value=lines / (turn["value"] / 1000))
