"""System calls that are interrupted, fall short or fail, by strace -e inject: sockpit does as
python3 does under the same, ends its waits in time, and never closes twice. TAP.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import namedtuple
from functools import partial

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import tap  # noqa: E402

SOCKPIT = os.path.abspath(os.environ.get("SOCKPIT", "./sockpit"))
PYTHON = "/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable
LIMIT = 30

# What looks for leaks in a sanitized sockpit cannot stand beside strace.
os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"

PAIR = """\
import socket, time
srv = socket.create_server(("127.0.0.1", 0))
c = socket.create_connection(srv.getsockname())
a, addr = srv.accept()
"""
EINTR = "error=EINTR:when=1..3"

# What the two do under an injection, in a notebook that begins with PAIR.
Case = namedtuple("Case", "name inject lines")
SAME = [
    Case("recv goes on", f"recvfrom:{EINTR}", "c.send(b'hi'); print(a.recv(10))"),
    Case("recvfrom goes on", f"recvfrom:{EINTR}", "c.send(b'hi'); print(a.recvfrom(10))"),
    Case("recvmsg goes on", f"recvmsg:{EINTR}", "c.send(b'hi'); print(a.recvmsg(10))"),
    Case("send goes on", f"sendto:{EINTR}", "print(c.send(b'hi'), a.recv(10))"),
    Case("sendall goes on", f"sendto:{EINTR}", "c.sendall(b'hi'); print(a.recv(10))"),
    Case("sendmsg goes on", f"sendmsg:{EINTR}", "print(c.sendmsg([b'hi']), a.recv(10))"),
    Case(
        "accept goes on",
        f"accept4:{EINTR}",
        "d = socket.create_connection(srv.getsockname()); e, f = srv.accept(); print(e.type)",
    ),
    Case(
        "a wait goes on",
        f"poll:{EINTR}",
        "a.settimeout(5); c.send(b'hi'); print(a.recv(10), a.gettimeout())",
    ),
    Case(
        "a deadline is kept",
        "poll:error=EINTR",
        "a.settimeout(0.3); t = time.monotonic()\n"
        "try: a.recv(1)\nexcept TimeoutError as e: print(e)\n"
        "print(0.3 <= time.monotonic() - t < 20)",
    ),
    Case(
        "a deadline is kept where the call itself is interrupted",
        "recvfrom:error=EINTR:when=1..200",
        "a.settimeout(0.3); t = time.monotonic()\n"
        "try: a.recv(1)\nexcept TimeoutError as e: print(e)\n"
        "print(0.3 <= time.monotonic() - t < 20)",
    ),
    Case(
        "a deadline is for the whole of sendall",
        "sendto:error=EAGAIN:when=1+",
        "c.settimeout(0.3); t = time.monotonic()\n"
        "try: c.sendall(b'x')\nexcept TimeoutError as e: print(e)\n"
        "print(0.3 <= time.monotonic() - t < 20)",
    ),
    Case(
        "readiness that was none is waited for again",
        "recvfrom:error=EAGAIN:when=1..2",
        "a.settimeout(5); c.send(b'hi'); print(a.recv(10))",
    ),
    Case(
        "a close that is interrupted",
        "close:error=EINTR:when=@+",
        "n = a.fileno()\ntry: a.close()\nexcept OSError as e: print(type(e).__name__, e)\n"
        "print(a.fileno())",
    ),
    Case(
        "close after a reset is no error",
        "close:error=ECONNRESET:when=@+",
        "a.close(); print(a.fileno())",
    ),
    Case("accept that fails", "accept4:error=ECONNABORTED:when=1+", "srv.accept()"),
    Case("no descriptor for accept", "accept4:error=EMFILE:when=1+", "srv.accept()"),
    Case("no buffer to send", "sendto:error=ENOBUFS:when=1+", "c.send(b'x')"),
    Case("a reset", "recvfrom:error=ECONNRESET:when=1+", "c.recv(1)"),
    Case("no memory to wait", "poll:error=ENOMEM:when=1+", "a.settimeout(5); a.recv(1)"),
    Case("an option that fails", "getsockopt:error=ENOBUFS:when=1+", "c.getsockopt(1, 2)"),
    Case("a name that fails", "getsockname:error=ENOBUFS:when=1+", "c.getsockname()"),
    Case("sendmsg that fails", "sendmsg:error=EPERM:when=1+", "c.sendmsg([b'x'])"),
    Case("shutdown that fails", "shutdown:error=ENOBUFS:when=1+", "c.shutdown(2)"),
    Case("no dup", "fcntl:error=EMFILE:when=1+", "c.dup()"),
    Case(
        "sendfile goes on",
        f"sendfile:{EINTR}",
        "f = open('text.txt', 'rb'); print(c.sendfile(f), a.recv(10))",
    ),
    Case(
        "sendfile that falls short goes on",
        "sendfile:retval=3:when=1..2",
        "f = open('text.txt', 'rb'); print(c.sendfile(f), f.tell(), a.recv(10))",
    ),
    Case(
        "sendfile falls back where the kernel has none",
        "sendfile:error=EINVAL:when=1+",
        "f = open('text.txt', 'rb'); print(c.sendfile(f), a.recv(10))",
    ),
    Case(
        "sendfile that breaks off",
        "sendfile:error=EIO:when=2+",
        "f = open('text.txt', 'rb')\ntry: c.sendfile(f)\nexcept OSError as e: print(e)\n"
        "print(f.tell(), a.recv(10))",
    ),
    Case(
        "connect is refused",
        "connect:error=ECONNREFUSED:when=2+",
        "socket.socket().connect(addr)",
    ),
    Case(
        "connect is interrupted and has come about meanwhile",
        "connect:error=EINTR:when=2",
        "d = socket.socket(); print(d.connect_ex(srv.getsockname()))",
    ),
    Case(
        "connect with a timeout",
        "poll:error=EINTR:when=1..5",
        "d = socket.create_connection(srv.getsockname(), 5); print(d.gettimeout())",
    ),
]


def closes_at_start(command):
    """How many files are closed before the end of PAIR."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "trace")
        with open(os.path.join(folder, "notebook.py"), "w", encoding="ascii") as f:
            f.write(PAIR)
        strace = ["strace", "-f", "-qq", "-o", log, "-e", "trace=close,accept4"]
        subprocess.run([*strace, *command, "notebook.py"], cwd=folder, check=True)
        with open(log, encoding="ascii") as f:
            before = f.read().split("accept4(")[0]
        return before.count("close(")


def run(command, inject, text, trace=None):
    """(stdout, status, last line of stderr). @ in inject: the first close of the notebook's."""
    if "@" in inject:
        inject = inject.replace("@", str(closes_at_start(command) + 1))
    folder = tempfile.mkdtemp(prefix="interrupted-")
    try:
        with open(os.path.join(folder, "notebook.py"), "w", encoding="ascii") as f:
            f.write(text)
        with open(os.path.join(folder, "text.txt"), "w", encoding="ascii") as f:
            f.write("one\ntwo\n")
        name = inject.split(":")[0]
        log = trace or os.path.join(folder, "trace")
        also = "" if name == "close" else ",close"
        strace = ["strace", "-f", "-qq", "-o", log, "-e", f"trace={name},sendto{also}"]
        strace += ["-e", f"inject={inject}", "-e", "signal=none"]
        done = subprocess.run(
            [*strace, *command, "notebook.py"],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LIMIT,
            env=dict(os.environ, LC_ALL="C.UTF-8", PYTHONDONTWRITEBYTECODE="1"),
            check=False,
        )
        last = (done.stderr.decode().rstrip("\n").split("\n") or [""])[-1]
        return done.stdout.decode(), done.returncode, last
    except subprocess.TimeoutExpired:
        return "", f"none within {LIMIT} s", ""
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def same(case):
    """What differs, as lines."""
    inject = case.inject
    ours = run([SOCKPIT], inject, PAIR + case.lines + "\n")
    theirs = run([PYTHON, "-I", "-S"], inject, PAIR + case.lines + "\n")
    return [f"python3 {a!r}, sockpit {b!r}" for a, b in zip(theirs, ours) if a != b]


def traced(inject, lines, *options):
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "trace")
        result = run([SOCKPIT, *options], inject, PAIR + lines, log)
        with open(log, encoding="ascii") as f:
            return result, f.read()


def closes_once():
    """A close that was interrupted has closed: another may hit a stranger."""
    lines = "x = socket.socket()\nprint(x.fileno())\nx.close()\n"
    (out, status, _), log = traced("close:error=EINTR:when=@+", lines)
    closes = re.findall(rf"close\({out.strip()}\) += -1 EINTR", log)
    return [] if len(closes) == 1 and status == 1 else [f"{out!r}, {status}, {len(closes)} closes"]


def resumes_short_writes():
    """What is reported as sent is not sent again, and the rest is."""
    (out, status, last), log = traced(
        "sendto:retval=3:when=1..3", "c.sendall(b'abcdefghijkl')\nprint(a.recv(100))\n"
    )
    asked = re.findall(r'sendto\(\d+, "(\w+)", (\d+)', log)
    right = [("abcdefghijkl", "12"), ("defghijkl", "9"), ("ghijkl", "6"), ("jkl", "3")]
    found = []
    if asked != right:
        found.append(f"asked for {asked}")
    if (out, status) != ("b'jkl'\n", 0):
        found.append(f"{out!r}, {status}, {last!r}")
    return found


def resumes_what_is_written():
    """The same for what is printed, and for the journal."""
    found = []
    for options, start in ([], "abcdef"), (["--journal", "calls"], "{"):
        _, log = traced("write:retval=2:when=1", "print('abcdef')\n", *options)
        asked = re.findall(r'write\(\d+, "((?:[^"\\]|\\.)*)"(?:\.\.\.)?, (\d+)', log)
        first, second = asked[:2] if len(asked) > 1 else (("", "0"), ("", "0"))
        rest = first[0].replace('\\"', '"')[2:12]
        if not first[0].startswith(start) or int(second[1]) != int(first[1]) - 2:
            found.append(f"asked for {asked[:2]}")
        elif not second[0].replace('\\"', '"').startswith(rest[:5]):
            found.append(f"went on with {second[0]!r} after {first[0]!r}")
    return found


def sends_without_signal():
    """Each send asks for EPIPE in place of SIGPIPE."""
    _, log = traced("shutdown:error=EIO:when=99", "c.send(b'x'); c.sendall(b'y')\n")
    sends = re.findall(r"sendto\(.*", log)
    return [] if sends and all("MSG_NOSIGNAL" in send for send in sends) else [repr(sends)]


def broken_stdout():
    """A reader that goes away ends it with an error, not with a signal."""
    for program in ([SOCKPIT], [PYTHON, "-I"]):
        text = "import time\nprint('x' * 100000)\nprint('y' * 1000000)\n"
        with subprocess.Popen(
            [*program, "-c", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            process.stdout.close()
            err = process.stderr.read().decode()
            status = process.wait(LIMIT)
        if status not in (1, 120) or "BrokenPipeError" not in err:
            yield f"{program[0]}: status {status}, stderr {err!r}"


def nothing_wrong(test, *args):
    assert not (wrong := "\n".join(test(*args))), wrong


def main():
    others = (closes_once, resumes_short_writes, resumes_what_is_written, sends_without_signal)
    tests = [(case.name, partial(nothing_wrong, same, case)) for case in SAME]
    for test in (*others, broken_stdout):
        tests.append((test.__name__.replace("_", " "), partial(nothing_wrong, test)))
    return tap.run(tests)


if __name__ == "__main__":
    sys.exit(main())
