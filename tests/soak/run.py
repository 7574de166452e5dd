"""The long forms of what `make check` shows within a minute: what `make soak` runs. Writes TAP.

    run.py [--sockpit FILE] [--only WORD] [--seconds S] [--short]
           [--tools FOLDER]

Each check starts servers of its own and ends them. Loopback only, bounded in count and time.
"""

import argparse
import os
import signal
import sys
import time
from collections import namedtuple

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path += [TESTS, os.path.join(TESTS, "bench")]

from checks import CHECKS  # noqa: E402
from keys import key_in_system_view  # noqa: E402
from served import lift_limits  # noqa: E402
from tap import Skip  # noqa: E402

# seconds: of each measurement; many: connections at once; key: how a key's answer is timed; dump:
# the bench's program that takes a snapshot, "" where it was not built
Ask = namedtuple("Ask", "program seconds kills many sockets key dump", defaults=("",))


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--sockpit", default=os.environ.get("SOCKPIT", "./sockpit"))
    parser.add_argument("--only", default="", help="checks that have this in their name")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--tools", default="", help="where the bench's programs are")
    parser.add_argument("--short", action="store_true", help="a tenth of everything")
    return parser.parse_args()


def judge(check, ask):
    """(passed, words)"""
    try:
        return True, check(ask) or ""
    except Skip as why:
        return True, f"SKIP {why}"
    except (AssertionError, OSError) as error:
        return False, f"{type(error).__name__}: {error}"


def main():
    asked = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and so end what was started
    lift_limits()
    size = (20, 500, 6000) if asked.short else (200, 10000, 100000)
    program, dump = os.path.abspath(asked.sockpit), os.path.join(asked.tools, "dump")
    ask = Ask(program, asked.seconds, *size, key_in_system_view, dump if asked.tools else "")
    todo = [row for row in CHECKS if asked.only in row[1]]
    bad = 0
    print(f"1..{len(todo)}", flush=True)
    for number, (row, name, check) in enumerate(todo, 1):
        began = time.monotonic()
        passed, words = judge(check, ask)
        skip = f" # {words}" if words.startswith("SKIP") else ""
        print(f"{'ok' if passed else 'not ok'} {number} - {row}: {name}{skip}")
        print(f"# {words} ({time.monotonic() - began:.0f} s)", flush=True)
        bad += not passed
    print(f"# {len(todo) - bad} passed, {bad} failed")
    return 1 if bad or not todo else 0


if __name__ == "__main__":
    sys.exit(main())
