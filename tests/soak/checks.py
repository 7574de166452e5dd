"""The checks: each takes what is asked (program, seconds, full size or not), raises AssertionError
with what is wrong, and returns a few words on what it saw. The number is the row of the list of
what must never happen.
"""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from clients import PIECE, crowd, echo
from served import Served, children, cpu, descriptors, memory, threads, until
from tap import Skip

NOBODY = "54321"  # a uid that runs nothing else
PACED = ("ForkingTCPServer", "ThreadingTCPServer", "EpollTCPServer", "PoolTCPServer")
MODELS = [
    prefix + kind
    for kind in ("TCPServer", "UnixStreamServer", "UDPServer", "UnixDatagramServer")
    for prefix in ("", "Threading", "Forking", "Prefork", "Pool", "Epoll")
    if not (prefix in ("Prefork", "Pool", "Epoll") and kind in ("UDPServer", "UnixDatagramServer"))
]


# ---- 11, 12: what is counted ----


def bytes_are_exact(ask, model):
    with Served(ask.program, model, *limits(model)) as served:
        seen = crowd(served, 8, ask.seconds)
        summary = served.stop()
    assert seen.wrong == 0 and seen.broken == 0, f"{seen.wrong} wrong, {seen.broken} broken"
    told = (summary["connections"], summary["bytes_received"], summary["bytes_sent"])
    right = (seen.connections, seen.sent, seen.got)
    assert told == right, f"told {told}, clients counted {right}"
    assert summary["refused"] == 0, f"{summary['refused']} refused"
    return f"{seen.connections} connections, {seen.sent} bytes"


def limits(model):
    return ["--max-children", "200"] if "Forking" in model or "Threading" in model else []


def kills_cost_a_buffer_each(ask):
    rng = random.Random(ask.seconds)
    killed = []

    def kill_some(end):
        while len(killed) < ask.kills and time.monotonic() < end:
            young = [pid for pid, state in children(served.pid).items() if state != "Z"]
            if young:
                killed.extend(kill(rng.choice(young)))
            time.sleep(rng.uniform(0, 0.02))

    with Served(ask.program, "ForkingTCPServer", "--max-children", "200") as served:
        seen = crowd(served, 8, 20 + ask.kills, kill_some)
        until(lambda: not children(served.pid), 3, "children are waited for")
        summary = served.stop()
    assert len(killed) == ask.kills, f"{len(killed)} kills only"
    off = [abs(summary["bytes_received"] - seen.sent), abs(summary["bytes_sent"] - seen.got)]
    room = summary.get("killed", 0) * PIECE
    assert summary.get("killed", 0) > 0, "not told that children were killed"
    assert max(off) <= room, f"off by {off}, more than {room}"
    assert seen.wrong == 0, f"{seen.wrong} wrong"
    return f"{len(killed)} killed, {summary['killed']} of them at work, off by {off} of {seen.sent}"


def kill(pid):
    """The pid, where it was still there."""
    try:
        os.kill(pid, signal.SIGKILL)
        return [pid]
    except ProcessLookupError:
        return []


# ---- 7, 8, 9: what is short ----


def without_descriptors_it_pauses(ask, model):
    few = 16 if model != "PoolTCPServer" else 32  # its threads have one each before they serve
    prefix = ["prlimit", f"--nofile={few}:{few}"]
    with Served(ask.program, model, *limits(model), prefix=prefix) as served:
        echo(served)
        until(lambda: served.of("closed"), 3, "the first client is gone")
        at_first = descriptors(served.pid)
        clients = [served.socket() for _ in range(40)]
        until(lambda: served.of("error") or served.of("refused"), 3, "it tells")
        before, told = cpu(served.pid), len(served.events)
        time.sleep(ask.seconds)  # a rate is measured: this is the time it is measured over
        share = (cpu(served.pid) - before) / ask.seconds
        lines = len(served.events) - told
        for s in clients:
            s.close()
        until(lambda: descriptors(served.pid) <= at_first, 5, "descriptors are free again")
        taken = echo(served)
        served.stop()
    assert share < 0.05, f"{share:.1%} of a processor while nothing can be done"
    assert lines <= ask.seconds + 2, f"{lines} lines in {ask.seconds} s"
    assert taken < 1, f"an honest client waited {taken:.1f} s afterwards"
    return f"{share:.2%} of a processor, {lines} lines, served again in {taken * 1000:.0f} ms"


def without_processes_a_client_is_refused(ask, model):
    if os.geteuid():
        raise Skip("only root can become another user")
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "sockpit")
        os.chmod(folder, 0o755)
        shutil.copy(ask.program, program)
        drop = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]
        prefix = ["prlimit", "--nproc=10:10", *drop]
        with Served(program, model, *limits(model), prefix=prefix) as served:
            return refuse_some(served)


def refuse_some(served):
    clients = []
    for _ in range(20):
        clients.append(served.socket(5))
        offer(clients[-1], b"x")
    answers = [answer(c) for c in clients]
    lived = [c for c, got in zip(clients, answers) if got == b"x"]
    assert 0 < len(lived) < 20, f"{len(lived)} of 20 served"
    until(lambda: len(served.of("refused")) == 20 - len(lived), 2, "each refusal is told")
    for c in lived:
        c.sendall(b"y")
        assert answer(c) == b"y", "a connection that stood did not live on"
    for c in clients:
        c.close()
    until(lambda: not children(served.pid) and threads(served.pid) == 1, 3, "all have ended")
    echo(served)
    summary = served.stop()
    assert summary["refused"] == 20 - len(lived), f"summary: {summary['refused']} refused"
    return f"{len(lived)} served, {summary['refused']} refused"


def offer(c, data):
    """Send; who was refused already may hear of it here."""
    try:
        c.sendall(data)
    except ConnectionError:
        pass


def answer(c):
    try:
        return c.recv(1)
    except ConnectionError:
        return b""


def one_too_many_waits(ask, model):
    rounds = 0
    with Served(ask.program, model, "--max-children", "3") as served:
        end = time.monotonic() + ask.seconds
        while time.monotonic() < end:
            wait_in_turn(served)
            rounds += 1
        summary = served.stop()
    assert summary["connections"] == rounds * 4, f"{summary['connections']}, not {rounds * 4}"
    assert summary["refused"] == 0, "one was refused"
    return f"{rounds} times"


def wait_in_turn(served):
    """Three hold all there is; the fourth is served once one of them left, and not before."""
    first = [served.socket() for _ in range(3)]
    for s in first:
        s.sendall(b"a")
        assert s.recv(1) == b"a", "no echo"
    with served.socket() as fourth:
        fourth.sendall(b"b")
        fourth.settimeout(0.05)
        try:
            raise AssertionError(f"the fourth was served: {fourth.recv(1)}")
        except socket.timeout:
            pass
        fourth.settimeout(3)
        first.pop().close()
        assert fourth.recv(1) == b"b", "the fourth was not served"
    for s in first:
        s.close()


# ---- 10: many ends at once ----


def deaths_at_once_are_reaped(ask):
    many = ask.many // 20
    with Served(ask.program, "ForkingTCPServer", "--max-children", str(many + 10)) as served:
        clients = [served.socket() for _ in range(many)]
        for s in clients:
            s.sendall(b"x")
        for s in clients:
            assert s.recv(1) == b"x", "no echo"
        pids = children(served.pid)
        assert len(pids) == many, f"{len(pids)} children"
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        began = time.monotonic()
        until(lambda: not children(served.pid), 5, "none is left")
        taken = time.monotonic() - began
        for s in clients:
            s.close()
        echo(served)
        until(lambda: len(served.of("child_ended")) == many + 1, 3, "each end is told")
        summary = served.stop()
    assert taken < 1, f"zombies for {taken:.1f} s"
    assert summary.get("killed") == many, f"told of {summary.get('killed')} killed"
    return f"{many} gone in {taken * 1000:.0f} ms"


# ---- 13: clients that are slow ----


def the_slow_hold_nobody_up(ask, model):
    with Served(ask.program, model, *limits(model)) as served:
        deaf = [deaf_client(served) for _ in range(4)]
        drip = served.socket()
        drip.sendall(b"d")
        before = memory(served.pid)
        end, worst = time.monotonic() + 2 * ask.seconds, 0
        while time.monotonic() < end:
            worst = max(worst, echo(served))
            for s in deaf:
                push(s)
            time.sleep(0.05)
        drip.sendall(b"e")
        drip.settimeout(1)
        assert drip.recv(2) in (b"d", b"de"), "the slow one was forgotten"
        grown = memory(served.pid) - before
        for s in [*deaf, drip]:
            s.close()
        served.stop()
    assert worst < 1, f"an honest client waited {worst:.1f} s"
    assert grown < 1 << 20, f"grew by {grown} bytes"
    return f"honest clients within {worst * 1000:.0f} ms, {grown // 1024} KiB more"


def deaf_client(served):
    """Sends, and never reads what comes back."""
    s = served.socket()
    s.setblocking(False)
    for _ in range(400):
        push(s)
    return s


def push(s):
    try:
        s.send(bytes(PIECE))
    except BlockingIOError:
        pass


# ---- 17, 20: very many ----


# The C library keeps the stacks of some hundred threads that ended, two pages of each touched; how
# many is chance. 400 bytes lost by each connection would be more.
KEPT_STACKS = 4 << 20


def connections_leave_nothing(ask, model):
    with Served(ask.program, model, "--max-children", str(ask.many * 2)) as served:
        hold_and_leave(served, ask.many)
        fds, size = descriptors(served.pid), memory(served.pid)
        hold_and_leave(served, ask.many)
        fds = descriptors(served.pid) - fds
        grown = memory(served.pid) - size
        summary = served.stop()
    assert summary["connections"] == 2 * ask.many, f"{summary['connections']} counted"
    assert summary["bytes_received"] == 2 * ask.many, f"{summary['bytes_received']} bytes"
    assert fds == 0, f"{fds} descriptors more"
    assert grown < KEPT_STACKS, f"grew by {grown} bytes"
    return f"{ask.many} at once, twice: {fds} descriptors, {grown // 1024} KiB more"


def hold_and_leave(served, many):
    ended, crew = len(served.of("closed")), threads(served.pid)
    held = []
    try:
        for _ in range(many):
            s = served.socket()
            s.sendall(b"x")
            held.append(s)
        for s in held:
            assert s.recv(1) == b"x", "no echo"
    finally:
        for s in held:
            s.close()
    until(lambda: gone(served, ended + many), 20, "all are closed")
    until(lambda: threads(served.pid) <= crew, 20, "the threads that told so have ended")


def gone(served, many):
    """All of them closed, as told; where events were lost, as the kernel shows it."""
    lost = sum(event.get("count", 0) for event in served.of("lost"))
    return len(served.of("closed")) + lost >= many and not children(served.pid)


HOLDER = """
import resource, socket, sys
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
listener = socket.create_server((sys.argv[1], 0), backlog=4096)
kept = []
for _ in range(int(sys.argv[2])):
    kept.append(socket.create_connection(listener.getsockname()))
    kept.append(listener.accept()[0])
print("held", flush=True)
sys.stdin.read()
"""


def all_sockets_of_the_machine(ask):
    """Six processes with their share each; both ends of a connection are sockets."""
    each = ask.sockets // 12
    holders = [
        subprocess.Popen(
            [sys.executable, "-I", "-c", HOLDER, f"127.2.0.{number}", str(each)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for number in range(1, 7)
    ]
    try:
        for holder in holders:
            assert holder.stdout.readline() == b"held\n", "the sockets could not be held"
        return look(ask, each * 12)
    finally:
        for holder in holders:
            holder.communicate()


def look(ask, sockets):
    command = [ask.program, "watch", "--count", "2", "--interval", "0.1", "--json", "proto:tcp"]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    rows = done.stdout.count(b"127.2.0.") // 2
    assert done.returncode == 0, done.stderr.decode()
    assert rows >= sockets / 2, f"{rows} rows for {sockets} sockets"
    key = ask.key(ask.program)
    assert key < 0.1, f"a key was answered after {key * 1000:.0f} ms"
    taken = snapshot(ask.dump)
    assert not taken > 1000, f"a snapshot took {taken:.0f} ms"
    return f"{sockets} sockets: a snapshot takes {taken:.0f} ms, a key {key * 1000:.0f} ms"


def snapshot(program):
    """Milliseconds."""
    if not program:
        return float("nan")
    done = subprocess.run([program, "snapshot", "3"], capture_output=True, timeout=60, check=True)
    return json.loads(done.stdout)["ms"]


CHECKS = [
    *[(11, f"bytes are exact: {m}", lambda ask, m=m: bytes_are_exact(ask, m)) for m in MODELS],
    (12, "kills cost at most a buffer each", kills_cost_a_buffer_each),
    *[
        (number, f"{what}: {model}", lambda ask, f=check, m=model: f(ask, m))
        for number, what, check, models in (
            (7, "without descriptors it pauses", without_descriptors_it_pauses, PACED[1:]),
            (8, "without processes a client is refused", without_processes_a_client_is_refused,
                PACED[:2]),
            (9, "one too many waits", one_too_many_waits, PACED[:2]),
            (13, "the slow hold nobody up", the_slow_hold_nobody_up, PACED),
            (20, "connections leave nothing", connections_leave_nothing, PACED[:3]),
        )
        for model in models
    ],
    (10, "deaths at once are reaped", deaths_at_once_are_reaped),
    (17, "all sockets of the machine", all_sockets_of_the_machine),
]
