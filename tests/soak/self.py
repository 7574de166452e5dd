"""The soak's own test: a server that is wrong in one way must be found out by the check of that."""

import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from run import Ask, judge  # noqa: E402
import checks  # noqa: E402

THREADS = "ThreadingTCPServer"

# What is wrong, the check, and words of what it must say; None: it must pass.
CASES = [
    ("", lambda ask: checks.bytes_are_exact(ask, THREADS), None),
    ("counts one byte too many", lambda ask: checks.bytes_are_exact(ask, THREADS), "counted"),
    ("answers wrongly", lambda ask: checks.bytes_are_exact(ask, THREADS), "wrong"),
    ("", lambda ask: checks.one_too_many_waits(ask, THREADS), None),
    ("knows no limit", lambda ask: checks.one_too_many_waits(ask, THREADS), "fourth was served"),
    ("", lambda ask: checks.connections_leave_nothing(ask, THREADS), None),
    ("keeps descriptors", lambda ask: checks.connections_leave_nothing(ask, THREADS), "more"),
    ("keeps memory", lambda ask: checks.connections_leave_nothing(ask, THREADS), "grew"),
    ("serves in turn", lambda ask: checks.the_slow_hold_nobody_up(ask, THREADS), "timed out"),
    (
        "is busy where it cannot accept",
        lambda ask: checks.without_descriptors_it_pauses(ask, THREADS),
        "of a processor",
    ),
    ("leaves zombies", checks.deaths_at_once_are_reaped, "none is left"),
    ("does not tell of kills", checks.kills_cost_a_buffer_each, "not told"),
    (
        "does not tell of refusals",
        lambda ask: checks.without_processes_a_client_is_refused(ask, THREADS),
        "each refusal is told",
    ),
]


def program(folder):
    """The fake as one executable, which finds its python wherever it is run."""
    path = os.path.join(folder, "sockpit")
    python = "/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable
    os.chmod(folder, 0o755)  # another user runs it, too
    with open(path, "w", encoding="utf-8") as f:
        f.write(f'#!/bin/sh\nexec {python} -B -I {folder}/fake.py "$@"\n')
    with open(os.path.join(HERE, "fake.py"), encoding="utf-8") as source:
        with open(os.path.join(folder, "fake.py"), "w", encoding="utf-8") as f:
            f.write(source.read())
    os.chmod(path, 0o755)
    return path


def main():
    bad = 0
    print(f"1..{len(CASES)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        ask = Ask(program(folder), 0.3, 5, 200, 600, None)
        for number, (fault, check, words) in enumerate(CASES, 1):
            os.environ["FAKE"] = fault
            passed, said = judge(check, ask)
            right = passed if words is None else not passed and words in said
            right = right or "SKIP" in said
            name = f"{fault or 'nothing wrong'}: {said}"
            print(f"{'ok' if right else 'not ok'} {number} - {name}", flush=True)
            bad += not right
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
