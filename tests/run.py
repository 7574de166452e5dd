"""Run test programs side by side and count: the last line is "N passed, N failed".

    run.py [--program FILE] [--jobs N] [--limit S] TEST...

A TEST is a program (or a .py) that writes TAP on stdout: the cmocka binaries do so when asked, and
so do the oracle and this runner's own test. Each gets a temporary folder of its own as TMPDIR, the
program under test as SOCKPIT, a process group, and a time limit; whatever it leaves running is
ended and counts as a failure. Exit status: 0 when all passed and there was at least one.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

RESULT = re.compile(r"(not )?ok (\d+)(?: - (.*?))?(?:\s+# SKIP ?(.*))?$")
PLAN = re.compile(r"1\.\.(\d+)\s*$")
MARK = "SOCKPIT_TEST_MARK"


class Report:
    """What is printed while tests run, and the count."""

    def __init__(self):
        self.lock = threading.Lock()
        self.passed = 0
        self.failures = []
        self.skipped = 0

    def show(self, *lines):
        with self.lock:
            print(*lines, sep="\n", flush=True)

    def passes(self, suite, name):
        self.passed += 1
        self.show(f"ok      {suite}: {name}")

    def skips(self, suite, name, why):
        self.skipped += 1
        self.show(f"skipped {suite}: {name}" + (f" ({why})" if why else ""))

    def fails(self, suite, name, detail=()):
        self.failures.append(f"{suite}: {name}")
        self.show(f"FAILED  {suite}: {name}", *(f"        {line}" for line in detail))

    def finish(self):
        if self.failures:
            self.show("", "failed:", *(f"  {name}" for name in sorted(self.failures)))
        if self.skipped:
            self.show(f"({self.skipped} skipped)")
        self.show(f"{self.passed} passed, {len(self.failures)} failed")
        return 0 if self.passed and not self.failures else 1


def marked(mark):
    """The processes that carry this mark in their environment, whoever their parent is now."""
    needle = f"{MARK}={mark}".encode()
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ", "rb") as f:
                if needle not in f.read().split(b"\0"):
                    continue
            with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as f:
                name, rest = f.read().rsplit(")", 1)
        except OSError:
            continue
        if rest.split()[0] not in "ZX":
            found.append((int(pid), name.split("(", 1)[1]))
    return found


def leftovers(mark):
    """Processes that a test left running; those that are just ending get a second for it."""
    deadline = time.monotonic() + 1
    while (left := marked(mark)) and time.monotonic() < deadline:
        time.sleep(0.02)
    for pid, _ in left:
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            pass
    return left


class Suite:
    """One test program: started, read line by line, ended."""

    def __init__(self, path, report, limit, program):
        self.path = path
        self.name = os.path.relpath(path).split("tests/", 1)[-1]
        self.report = report
        self.limit = limit
        self.program = program
        self.planned = self.seen = self.failed = 0
        self.pending = None  # a failure whose "# ..." lines may follow
        self.late = False

    def flush(self):
        if self.pending:
            self.report.fails(self.name, *self.pending)
            self.pending = None

    def line(self, line):
        if plan := PLAN.match(line):
            self.planned += int(plan[1])
            return
        if result := RESULT.match(line):
            self.flush()
            self.result(*result.groups())
        elif line.startswith("# ") and self.pending:
            self.pending[1].append(line[2:])

    def result(self, bad, number, name, skip):
        self.seen += 1
        if skip is not None:
            self.report.skips(self.name, name or skip or number, skip if name else "")
        elif bad:
            self.failed += 1
            self.pending = (name or number, [])
        else:
            self.report.passes(self.name, name or number)

    def expire(self, process):
        """Too long: SIGSYS makes cmocka fail the test that hangs, by name; then no more mercy."""
        self.late = True
        for sig in (signal.SIGSYS, signal.SIGKILL):
            try:
                os.killpg(process.pid, sig)
                process.wait(5)
                return
            except subprocess.TimeoutExpired:
                pass
            except OSError:
                return

    def run(self):
        folder = tempfile.mkdtemp(prefix="sockpit-test-")
        os.chmod(folder, 0o755)
        mark = f"{os.getpid()}.{os.path.basename(folder)}"
        env = dict(os.environ, TMPDIR=folder, CMOCKA_MESSAGE_OUTPUT="TAP", SOCKPIT=self.program)
        env |= {MARK: mark, "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, self.path] if self.path.endswith(".py") else [self.path]
        try:
            with open(os.path.join(folder, "stderr"), "w+b") as err:
                status = self.watch(command, env, err)
                err.seek(0)
                self.conclude(status, err.read()[-20000:].decode(errors="replace"))
            if left := leftovers(mark):
                self.report.fails(
                    self.name, "leaves processes behind", [f"{n} (pid {p})" for p, n in left]
                )
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def watch(self, command, env, err):
        try:
            process = subprocess.Popen(
                [os.path.abspath(command[0]), *command[1:]],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=err,
                env=env,
                start_new_session=True,
            )
        except OSError as e:
            return str(e)
        timer = threading.Timer(self.limit, self.expire, (process,))
        timer.start()
        with process.stdout:
            for line in process.stdout:
                self.line(line.decode(errors="replace").rstrip("\n"))
        status = process.wait()
        timer.cancel()
        return status

    def conclude(self, status, err):
        """What the results alone do not tell: tests that never ran, an end by a signal, a leak."""
        self.flush()
        why = None
        if self.late:
            why = f"ends within {self.limit} s"
        elif isinstance(status, str):
            why = f"starts ({status})"
        elif status < 0:
            why = f"ends by itself (killed by {signal.Signals(-status).name})"
        elif self.seen < self.planned or not self.seen:
            why = f"runs all its tests ({self.seen} of {self.planned} did)"
        elif status and not self.failed:
            why = f"ends with status 0, not {status}"
        if why:
            self.report.fails(self.name, why, err.splitlines()[-60:])
        elif self.failed and err:
            self.report.show(*(f"        {line}" for line in err.splitlines()[-60:]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--program", default="sockpit", help="the sockpit under test")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--limit", type=float, default=240, help="seconds for each TEST")
    parser.add_argument("tests", nargs="*")
    options = parser.parse_args()
    report = Report()
    program = os.path.abspath(options.program)
    suites = [Suite(test, report, options.limit, program) for test in options.tests]
    with ThreadPoolExecutor(max(options.jobs, 1)) as pool:
        for done in [pool.submit(suite.run) for suite in suites]:
            done.result()
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
