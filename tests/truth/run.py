"""The journal is the truth: notebooks run under strace, and both must tell the same.

    run.py [--sockpit FILE] [--jobs N] [NOTEBOOK...]

Without NOTEBOOK: those in the folder notebooks beside this file, and the oracle's of operations.
Writes TAP. Of each notebook the system calls on its sockets are compared, per thread and in order:
name, arguments as strace prints them, what was returned, errno. A name like NAME.root.py is one
that only root can run.
"""

import argparse
import glob
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter, namedtuple
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
LIMIT = 60
# On sockets, and on descriptors that may be sockets. openat tells who looks names up.
TRACED = "network,close,dup,dup2,dup3,fcntl,ioctl,poll,ppoll,select,pselect6,sendfile,read,write"
TRACED += ",readv,writev,splice,epoll_ctl,openat"

START = re.compile(r"(\d+) +(?:<\.\.\. )?(\w+)(\(| resumed>)(.*)$")
END = re.compile(r"^(.*)\) += (-?\d+|\?|0x[0-9a-f]+)(?: ([A-Z][A-Z0-9]+))?(?: \(.*\))?$")
FIRST = re.compile(r"(?:\[\{fd=)?(\d+)")
# What libc opens for itself: for the name service's cache, and interfaces' names and numbers.
OF_LIBC = re.compile(r"socket\((AF_UNIX, SOCK_\w+\|SOCK_CLOEXEC(\|SOCK_NONBLOCK)?, 0"
                     r"|AF_INET6?, SOCK_DGRAM\|SOCK_CLOEXEC, IPPROTO_IP"
                     r"|AF_NETLINK, SOCK_RAW\|SOCK_CLOEXEC, NETLINK_ROUTE)\)$")

Call = namedtuple("Call", "text ret errno")


def show(call):
    return f"{call.text} = {call.ret}" + (f" {call.errno}" if call.errno else "")


# ---- what strace saw ----


class Traced:
    """The calls of one process as strace wrote them, in the order in which they began."""

    def __init__(self, lines):
        self.calls = []  # [tid, name, text, ret, errno]; ret None: never returned
        self.pending = {}
        for line in lines:
            if found := START.match(line):
                self.line(*found.groups())

    def line(self, tid, name, how, rest):
        if how == "(":
            call = [tid, name, f"{name}({rest}", None, None]
            self.calls.append(call)
            if rest.endswith(" <unfinished ...>"):
                call[2] = call[2][: -len(" <unfinished ...>")]
                self.pending[tid] = call
                return
            rest = call[2]
        else:
            call = self.pending.pop(tid)
            rest = call[2] + rest
        if found := END.match(rest):
            interrupted = found[2] == "?"  # ERESTARTSYS: the program sees EINTR
            ret = -1 if interrupted else int(found[2], 0)
            call[2:] = [found[1] + ")", ret, "EINTR" if interrupted else found[3]]

    def helpers(self):
        """Threads that look names up: their sockets are the resolver's."""
        return {tid for tid, name, text, _, _ in self.calls if name == "openat" or "nscd" in text}

    def on_sockets(self, main):
        """Of each thread its calls on the notebook's sockets. Calls stand by their begin: two
        accepts may wait, and give the same number, before the first of them is closed."""
        helpers = self.helpers() - {main}
        ours, threads = Counter(), {}
        for tid, name, text, ret, errno in self.calls:
            if tid in helpers:
                continue
            made = self.made(name, text, ret)
            first = FIRST.match(text[len(name) + 1 :])
            on = int(first[1]) if first else -1
            makes = name in ("socket", "socketpair")
            if made or makes or ours[on] > 0 or errno in ("EBADF", "ENOTSOCK"):
                threads.setdefault(tid, []).append(Call(text, ret, errno))
            ours.update(made)
            if name == "close" and ours[on] > 0:
                ours[on] -= 1
        return threads

    @staticmethod
    def made(name, text, ret):
        """The descriptors that the call brought."""
        if ret is None or ret < 0:
            return set()
        if name in ("socket", "accept4", "accept") or text.endswith("F_DUPFD_CLOEXEC, 0)"):
            return {ret}
        lists = []
        if name == "socketpair":
            lists = re.findall(r"\[(\d+(?:, \d+)*)\]", text)
        elif name == "recvmsg":
            lists = re.findall(r"SCM_RIGHTS, cmsg_data=\[([\d, ]+)\]", text)
        return {int(fd) for found in lists for fd in found.split(", ")}


# ---- what the journal says ----


def journal_threads(path):
    """Of each thread its calls by their time; closes of sockets that no name held stand apart, for
    the journal does not say which thread dropped the last name."""
    threads, dropped, seqs = {}, [], []
    with open(path, encoding="utf-8") as f:
        for line in f:
            record = json.loads(line)
            seqs.append(record["seq"])
            if "call" not in record:
                continue
            text = f"{record['call']}({', '.join(record['args'])})"
            call = Call(text, record["ret"], record["errno"])
            if record["line"].startswith("# fd "):
                dropped.append(call)
                continue
            thread = re.match(r"(Thread-\d+)( \(\w+\))?$", record["line"])
            key = thread[1] if thread else "main"
            threads.setdefault(key, []).append((record["time"], call))
    if seqs != list(range(1, len(seqs) + 1)):
        raise ValueError("the records are not numbered one by one")
    for key, calls in threads.items():
        threads[key] = [call for _, call in sorted(calls, key=lambda c: c[0])]
    return threads, dropped


def is_same(told, seen):
    """strace reads what netlink carries, the journal shows its bytes."""
    if told is None or "{nlmsg_len=" not in seen.text:
        return told == seen
    return (told.text.split(",")[0], told[1:]) == (seen.text.split(",")[0], seen[1:])


def align(told, seen, dropped):
    """The first place where they differ, as a pair, or None; what is dropped comes from there."""
    rest = iter(told)
    expected = next(rest, None)
    libc = set()
    for call in seen:
        fd = FIRST.search(call.text.split("(", 1)[1])
        if is_same(expected, call):
            expected = next(rest, None)
        elif OF_LIBC.match(call.text) and call.ret >= 0:
            libc.add(str(call.ret))
        elif fd and fd[1] in libc:
            libc -= {fd[1]} if call.text.startswith("close(") else set()
        elif call in dropped:
            dropped.remove(call)
        else:
            return expected, call
    return (expected, None) if expected else None


def explain(name, pair):
    told, seen = (show(call) if call else "-" for call in pair)
    return [f"{name}: journal {told}", f"{' ' * len(name)}   strace {seen}"]


def pair_threads(told, seen, dropped):
    """A Thread is found by what it did: the first in the journal that fits, or no one."""
    for tid, calls in seen.items():
        if align([], calls, []) is None:  # nothing but libc's own
            continue
        for key in told:
            left = list(dropped)
            if align(told[key], calls, left) is None:
                dropped[:] = left
                del told[key]
                break
        else:
            last = next(iter(told), None)
            pair = align(told.pop(last, []), calls, list(dropped))
            yield from explain(f"thread {tid} ({last})", pair)
    yield from (f"only in the journal: {name}" for name in told)


def differences(traced, main, path):
    told, dropped = journal_threads(path)
    seen = traced.on_sockets(main)
    pair = align(told.pop("main", []), seen.pop(main, []), dropped)
    if pair:
        yield from explain("main", pair)
        return
    yield from pair_threads(told, seen, dropped)
    yield from (f"only in the journal: {show(call)}, dropped" for call in dropped)


# ---- one notebook ----


def lay_out(folder, notebook):
    shutil.copy(notebook, folder)
    with open(os.path.join(folder, "data.bin"), "wb") as f:
        f.write(bytes(range(256)) * 256)
    with open(os.path.join(folder, "text.txt"), "w", encoding="ascii") as f:
        f.write("one\ntwo\n")


def trace(notebook, options, folder):
    """(what strace saw, the pid of sockpit, the journal's path)"""
    lay_out(folder, notebook)
    trace_path, journal = os.path.join(folder, "trace"), os.path.join(folder, "journal")
    process = subprocess.Popen(
        ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "signal=none", "-e", f"trace={TRACED}"]
        + ["-o", trace_path, os.path.abspath(options.sockpit), "--journal", journal]
        + [os.path.basename(notebook)],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=dict(os.environ, LC_ALL="C.UTF-8"),
        start_new_session=True,
    )
    try:
        _, err = process.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise ValueError(f"none within {LIMIT} s") from None
    if process.returncode not in (0, 1):
        raise ValueError(f"exit status {process.returncode}: {err.decode(errors='replace')}")
    with open(trace_path, encoding="utf-8", errors="backslashreplace") as f:
        lines = f.read().splitlines()
    return Traced(lines), lines[0].split()[0], journal


def judge(notebook, options):
    folder = tempfile.mkdtemp(prefix="truth-")
    try:
        traced, main, journal = trace(notebook, options, folder)
        calls = sum(map(len, traced.on_sockets(main).values()))
        return calls, list(differences(traced, main, journal))
    except ValueError as e:
        return 0, [str(e)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def why_not(notebook):
    return "only root can" if ".root." in os.path.basename(notebook) and os.geteuid() else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--sockpit", default=os.environ.get("SOCKPIT", "./sockpit"))
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("notebooks", nargs="*")
    options = parser.parse_args()
    todo = [os.path.abspath(path) for path in options.notebooks]
    folders = ("notebooks", "../oracle/ops")
    todo = todo or [f for d in folders for f in sorted(glob.glob(os.path.join(HERE, d, "*.py")))]
    bad = 0
    print(f"1..{len(todo)}", flush=True)
    skips = [why_not(path) for path in todo]
    with ThreadPoolExecutor(options.jobs) as pool:
        work = pool.map(lambda p, skip: (0, []) if skip else judge(p, options), todo, skips)
        for number, (path, skip, (calls, lines)) in enumerate(zip(todo, skips, work), 1):
            name = f"{os.path.basename(path)[:-3]}: {calls} calls told as they were"
            end = f" # SKIP {skip}" if skip else ""
            print(f"{'not ok' if lines else 'ok'} {number} - {name}{end}", flush=True)
            print(*(f"# {line}" for line in lines), sep="\n", end="\n" if lines else "")
            bad += bool(lines)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
