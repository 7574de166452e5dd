"""What must never happen to servers, in the short form that fits a minute; `make soak` has the long
one. The numbers are the rows of that list: socket files (4), no processes (8), counts of killed
children (12), slow clients (13), what connections leave (20), what a server process may do (23),
datagrams from nobody (25)."""

import os
import signal
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import time
from types import SimpleNamespace

TESTS_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path += [TESTS_FOLDER, os.path.join(TESTS_FOLDER, "soak")]

import tap  # noqa: E402
from checks import without_processes_a_client_is_refused  # noqa: E402
from clients import echo, receive  # noqa: E402
from served import Served, children, descriptors, fields, lift_limits, threads, until  # noqa: E402

SOCKPIT = os.path.abspath(os.environ.get("SOCKPIT", "./sockpit"))
LIMIT = 30
CONNECTIONS = 2000
WORKERS = 16
SHAPES = [form + "TCPServer" for form in ("", "Threading", "Forking", "Prefork", "Pool", "Epoll")]


def instrumented():
    """Is it a build with sanitizers? They keep memory for long, and go without the filter."""
    with open(SOCKPIT, "rb") as f:
        return b"__asan_init" in (text := f.read()) or b"__tsan_init" in text


def expect(got, right):
    assert got == right, f"{got!r}, not {right!r}"


# ---- 4: socket files ----


def socket_file(path, kind=socket.SOCK_STREAM, listens=False):
    s = socket.socket(socket.AF_UNIX, kind)
    s.bind(path)
    if listens:
        s.listen()
    return s


def as_file(path):
    with open(path, "w", encoding="utf-8") as f:
        f.write("precious")


def as_stale_socket(path):
    socket_file(path).close()


def as_link(what):
    """A symbolic link to that, or to nothing."""

    def make(path):
        if what:
            what(path + ".there")
        os.symlink(path + ".there", path)

    return make


OTHERS = {
    "a file": as_file,
    "a folder": os.mkdir,
    "a pipe": os.mkfifo,
    "a link to a file": as_link(as_file),
    "a link to a stale socket": as_link(as_stale_socket),
    "a link to nothing": as_link(None),
}


def identity(path):
    """Of whatever is there, and of what it links to."""
    found = [os.lstat(path)]
    if stat.S_ISLNK(found[0].st_mode) and os.path.exists(path):
        found.append(os.stat(path))
    return [(st.st_dev, st.st_ino, st.st_mode, st.st_size) for st in found]


def refused(model, path):
    command = [SOCKPIT, "serve", model, f"unix:{path}"]
    done = subprocess.run(command, capture_output=True, timeout=LIMIT, check=False, text=True)
    expect((done.returncode, done.stdout, done.stderr.count("\n")), (1, "", 1))


def files_of_others_are_never_removed_at_the_start():
    with tempfile.TemporaryDirectory() as folder:
        for number, (what, make) in enumerate(OTHERS.items()):
            path = f"{folder}/{number}"
            make(path)
            before = identity(path)
            for model in ("UnixStreamServer", "UnixDatagramServer"):
                refused(model, path)
                assert identity(path) == before, f"{what} is another one now"


def a_socket_in_use_is_never_removed():
    kinds = {"UnixStreamServer": socket.SOCK_STREAM, "UnixDatagramServer": socket.SOCK_DGRAM}
    with tempfile.TemporaryDirectory() as folder:
        for model in kinds:
            for kind in kinds.values():
                path = f"{folder}/{model}-{int(kind)}"
                with socket_file(path, kind, kind == socket.SOCK_STREAM):
                    before = identity(path)
                    refused(model, path)
                    expect(identity(path), before)


def has_ended(pid):
    """Whoever waits for it now."""
    return (fields(pid) or [b"Z"])[0] == b"Z"


def what_took_the_place_of_our_file_is_never_removed():
    """Neither by a server that ends, nor by the process that serves when its parent is killed."""
    for what, make in {**OTHERS, "a socket": as_stale_socket}.items():
        for sig in (signal.SIGTERM, signal.SIGKILL):
            with Served(SOCKPIT, "ThreadingUnixStreamServer") as served:
                os.unlink(served.address)
                make(served.address)
                before = identity(served.address)
                served.process.send_signal(sig)
                served.process.wait(LIMIT)
                until(lambda pid=served.pid: has_ended(pid), LIMIT, "it ended")
                assert identity(served.address) == before, f"{what} is gone"


def has_ended(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as f:
            return f.read().rsplit(")", 1)[1].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


def a_file_that_a_killed_server_left_is_replaced():
    """Both of its processes are killed with no time to unlink: the first is stopped before."""
    for model in ("ForkingUnixStreamServer", "UnixDatagramServer"):
        with Served(SOCKPIT, model) as served:
            path = served.address
            served.process.send_signal(signal.SIGSTOP)
            os.kill(served.pid, signal.SIGKILL)
            served.process.kill()
            served.process.wait(LIMIT)
            end = time.monotonic() + LIMIT
            while not has_ended(served.pid) and time.monotonic() < end:
                time.sleep(0.001)  # until then it holds its socket
            assert stat.S_ISSOCK(os.lstat(path).st_mode), "it was unlinked: nothing is shown"
            again = Served(SOCKPIT, model)
            again.command[again.command.index(model) + 1] = f"unix:{path}"
            with again:
                echo(again)
                expect(again.stop()["connections"], 1)
            assert not os.path.lexists(path), "its file is still there"


# ---- 12: killed children ----

KILLED, ROUNDS, SIZE = 20, 50, 1000


def say(s):
    s.sendall(bytes(SIZE))
    expect(len(receive(s, SIZE)), SIZE)


def kills_cost_a_buffer_each_and_are_marked():
    with Served(SOCKPIT, "ForkingTCPServer", "--max-children", "100") as served:
        doomed = [served.socket(LIMIT) for _ in range(KILLED)]
        for _ in range(ROUNDS):
            for s in doomed:
                say(s)
        pids = children(served.pid)
        expect(len(pids), KILLED)
        for s, pid in zip(doomed, pids):
            s.sendall(bytes(SIZE))  # of these nobody knows how far they came
            os.kill(pid, signal.SIGKILL)
        for s in doomed:
            s.close()
        until(lambda: not children(served.pid), LIMIT, "they are waited for")
        honest = [served.socket(LIMIT) for _ in range(3)]
        for s in honest:
            say(s)
            s.close()
        until(lambda: len(served.of("closed")) == KILLED + len(honest), LIMIT, "all are told")
        summary = served.stop()
    marked = [event for event in served.of("closed") if "1 buffer" in event["why"]]
    expect((len(marked), summary.get("killed"), summary["errors"]), (KILLED, KILLED, KILLED))
    sure = (KILLED * ROUNDS + len(honest)) * SIZE
    for key in ("bytes_received", "bytes_sent"):
        off = summary[key] - sure
        # What was answered had been counted as received; as sent, a child counts afterwards.
        least = 0 if key == "bytes_received" else -KILLED * SIZE
        assert least <= off <= KILLED * SIZE, f"{key}: off by {off}"
    exact = [event for event in served.of("closed") if event not in marked]
    expect({(e["bytes_received"], e["bytes_sent"]) for e in exact}, {(SIZE, SIZE)})


def the_words_of_the_summary_mark_it_too():
    command = [SOCKPIT, "serve", "ForkingTCPServer", ":0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline()
        pid, port = int(line.split("pid ")[1].rstrip(")\n")), int(line.split(":")[1].split()[0])
        with socket.create_connection(("127.0.0.1", port), LIMIT) as s:
            say(s)
            for child in children(pid):
                os.kill(child, signal.SIGKILL)
            until(lambda: not children(pid), LIMIT, "it is waited for")
        process.terminate()
        out = process.stdout.read()
    assert "(±1 buffer for each child killed)" in out, out


# ---- 20: what connections leave ----


def resident(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        return next(int(line.split()[1]) * 1024 for line in f if line.startswith("VmRSS:"))


def connect_and_leave(served, many):
    for _ in range(many):
        with served.socket(LIMIT) as s:
            s.sendall(b"x")
            expect(s.recv(1), b"x")


def held(served):
    return descriptors(served.pid), threads(served.pid), len(children(served.pid))


def no_more(now, before):
    """Workers of a pool open a descriptor each, and some may come to it only now."""
    return now[0] <= before[0] + WORKERS and now[1:] == before[1:]


def connections_leave_nothing(model):
    with Served(SOCKPIT, model) as served:
        connect_and_leave(served, 100)
        until(lambda: len(served.of("closed")) >= 100, LIMIT, "all are closed")
        crew = (WORKERS + 1 if "Pool" in model else 1, WORKERS if "Prefork" in model else 0)
        until(lambda: held(served)[1:] == crew, LIMIT, f"{held(served)[1:]} is {crew}")
        before, size = held(served), resident(served.pid)
        connect_and_leave(served, CONNECTIONS)
        until(lambda: no_more(held(served), before), LIMIT, f"{held(served)} is {before} again")
        grown = 0 if instrumented() else resident(served.pid) - size
        expect(served.stop()["connections"], 100 + CONNECTIONS)
    assert grown < 1 << 20, f"grew by {grown} bytes"


# ---- 13: a client that never catches up ----

BEHIND = 600 << 10  # more than both sockets hold, and less than a client may be behind
STEP = 32 << 10
PASSED = 64 << 20


def who_is_always_behind_costs_no_more_memory():
    """There is something queued for it all the time, and never more than that."""
    with Served(SOCKPIT, "EpollUnixStreamServer", "--handler", "Broadcast") as served:
        with served.socket(LIMIT) as hears, served.socket(LIMIT) as says:
            until(lambda: len(served.of("accepted")) == 2, LIMIT, "both are there")
            says.sendall(bytes(BEHIND))
            size = resident(served.pid)
            for _ in range(PASSED // STEP):
                says.sendall(bytes(STEP))
                expect(len(receive(hears, STEP)), STEP)
            grown = 0 if instrumented() else resident(served.pid) - size
            expect(len(receive(hears, BEHIND)), BEHIND)
    assert grown < 8 << 20, f"grew by {grown} bytes"


# ---- 23: what a server process may do ----


def status(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        return dict(line.rstrip("\n").split(":\t", 1) for line in f if ":\t" in line)


def server_processes_may_nothing():
    """What the filter says no to is in tests/unit/test_sandbox.c; here: that it is in force."""
    for model in (*SHAPES, "ForkingUDPServer", "ThreadingUnixStreamServer"):
        with Served(SOCKPIT, model) as served, served.socket(LIMIT) as s:
            s.send(b"x")
            expect(s.recv(1), b"x")
            alive = [pid for pid, state in children(served.pid).items() if state != "Z"]
            for pid in (served.pid, *alive):
                told = status(pid)
                for capabilities in ("CapEff", "CapPrm", "CapInh"):
                    expect((capabilities, int(told[capabilities], 16)), (capabilities, 0))
                expect(told["NoNewPrivs"], "1")
                if not instrumented():
                    expect(told["Seccomp"], "2")


# ---- 25: datagrams that must get no answer ----


def udp(source, destination, data):
    """The datagram with its header, for a raw socket; no checksum."""
    return struct.pack("!HHHH", source, destination, 8 + len(data), 0) + data


def a_datagram_from_no_port_gets_no_answer():
    try:
        raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP)
    except PermissionError as error:
        raise tap.Skip("only root sends from port 0") from error
    with raw:
        for model in ("UDPServer", "ThreadingUDPServer", "ForkingUDPServer"):
            with Served(SOCKPIT, model) as served:
                raw.sendto(udp(0, served.address[1], b"nobody"), served.address)
                until(lambda served=served: served.of("refused"), LIMIT, "it is refused")
                echo(served)
                summary = served.stop()
                expect((summary["refused"], summary["connections"]), (1, 1))


# ---- all of them ----

TESTS = tap.named(
    files_of_others_are_never_removed_at_the_start,
    a_socket_in_use_is_never_removed,
    what_took_the_place_of_our_file_is_never_removed,
    a_file_that_a_killed_server_left_is_replaced,
    kills_cost_a_buffer_each_and_are_marked,
    the_words_of_the_summary_mark_it_too,
    who_is_always_behind_costs_no_more_memory,
    server_processes_may_nothing,
    a_datagram_from_no_port_gets_no_answer,
)


def tests():
    yield from TESTS
    ask = SimpleNamespace(program=SOCKPIT)
    for model in ("ForkingTCPServer", "ThreadingTCPServer"):
        name = f"{model}: without processes a client is refused"
        yield name, lambda m=model: without_processes_a_client_is_refused(ask, m)
    for model in SHAPES:
        yield f"{model}: connections leave nothing", lambda m=model: connections_leave_nothing(m)


def main():
    lift_limits()
    return tap.run(tests())


if __name__ == "__main__":
    sys.exit(main())
