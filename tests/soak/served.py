"""A `sockpit serve --json` of ours: started, watched, stopped; and what /proc says of it."""

import collections
import json
import os
import re
import resource
import signal
import socket
import subprocess
import tempfile
import threading
import time

HELLO = re.compile(r"serving (\S+) on (\S+) \(pid (\d+)\)")


class Served:
    """In a with statement, which ends it. prefix: words before the program, such as prlimit's."""

    def __init__(self, program, model, *options, prefix=()):
        self.model = model
        self.datagrams = "UDP" in model or "Datagram" in model
        self.folder = tempfile.TemporaryDirectory()
        os.chmod(self.folder.name, 0o777)
        address = f"unix:{self.folder.name}/s" if "Unix" in model else "127.0.0.1:0"
        self.command = [*prefix, program, "serve", model, address, "--json", *options]
        self.events = collections.deque()
        self.summary = self.reader = None

    def __enter__(self):
        self.messages = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self.messages,
            start_new_session=True,
        )
        line = self.process.stdout.readline().decode()
        found = HELLO.match(line)
        if not found:
            self.end()
            raise AssertionError(f"{self.model} did not start: {line}{self.said()}")
        self.pid = int(found[3])
        self.address = self.address_of(found[2])
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        return self

    @staticmethod
    def address_of(text):
        if text.startswith("unix:"):
            return text[len("unix:") :]
        host, port = text.rsplit(":", 1)
        return host, int(port)

    def read(self):
        for line in self.process.stdout:
            event = json.loads(line)
            if event["event"] == "summary":
                self.summary = event
            else:
                self.events.append(event)

    def said(self):
        """What it wrote to stderr."""
        self.messages.seek(0)
        return self.messages.read().decode(errors="replace")

    def socket(self, timeout=10):
        """A socket that talks to it."""
        family = socket.AF_UNIX if isinstance(self.address, str) else socket.AF_INET
        s = socket.socket(family, socket.SOCK_DGRAM if self.datagrams else socket.SOCK_STREAM)
        s.settimeout(timeout)
        if self.datagrams and family == socket.AF_UNIX:
            s.bind("")  # of its own, or nobody could answer
        s.connect(self.address)
        return s

    def of(self, kind):
        return [event for event in list(self.events) if event["event"] == kind]

    def stop(self, within=3):
        """SIGTERM; the summary."""
        self.process.terminate()
        status = self.process.wait(within)
        self.reader.join(within)
        assert status == 0, f"exit status {status}: {self.said()}"
        assert self.summary, "no summary"
        return self.summary

    def end(self):
        for sig, wait in ((signal.SIGTERM, 3), (signal.SIGKILL, 3)):
            if self.process.poll() is None:
                self.process.send_signal(sig)
                try:
                    self.process.wait(wait)
                except subprocess.TimeoutExpired:
                    pass
        if self.reader:
            self.reader.join(3)  # it ends with the last process that holds the other end
        self.process.stdout.close()

    def __exit__(self, *_):
        self.end()
        self.messages.close()
        self.folder.cleanup()


# ---- of processes ----


def fields(pid):
    """/proc/PID/stat after the name, from state on; None where it is gone."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as f:
            return f.read().rpartition(b")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def children(pid):
    """{pid: state} of those it has not waited for."""
    found = {}
    for name in os.listdir("/proc"):
        got = fields(name) if name.isdigit() else None
        if got and int(got[1]) == pid:
            found[int(name)] = got[0].decode()
    return found


def threads(pid):
    return int(fields(pid)[17])


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def memory(pid):
    """Resident bytes, those of its children too: shared pages are each one's."""
    total = 0
    for member in [pid, *children(pid)]:
        try:
            with open(f"/proc/{member}/smaps_rollup", encoding="ascii") as f:
                total += sum(int(line.split()[1]) for line in f if line.startswith("Pss:"))
        except (FileNotFoundError, ProcessLookupError):
            pass
    return total * 1024


def cpu(pid):
    """Seconds so far."""
    return time.clock_gettime(~pid << 3 | 2)


def until(condition, within, what):
    """Wait for a state, never for a time."""
    end = time.monotonic() + within
    while not condition():
        assert time.monotonic() < end, f"not within {within} s: {what}"
        time.sleep(0.01)


def lift_limits():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
