"""Tests of one program, told as TAP, as tests/run.py reads it."""

import signal
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor


class Skip(Exception):
    """It cannot be shown here; str() says why."""


def judge(test):
    """What the test's line begins and ends with, and what is to be told of it."""
    try:
        test()
        return "ok", "", []
    except Skip as why:
        return "ok", f" # SKIP {why}", []
    except AssertionError as wrong:
        return "not ok", "", str(wrong).splitlines() or traceback.format_exc().splitlines()
    except Exception as error:  # pylint: disable=broad-exception-caught
        traceback.print_exc()
        return "not ok", "", f"{type(error).__name__}: {error}".splitlines()


def run(tests, jobs=1):
    """Run the pairs of a name and a function, and tell of each in this order. The exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what a test started ends with it
    names, functions = zip(*tests)
    print(f"1..{len(names)}", flush=True)
    bad = 0
    with ThreadPoolExecutor(jobs) as pool:
        results = (pool.map if jobs > 1 else map)(judge, functions)
        for number, (name, (begin, end, lines)) in enumerate(zip(names, results), 1):
            bad += begin != "ok"
            print(f"{begin} {number} - {name}{end}", *(f"# {line}"[:500] for line in lines),
                  sep="\n", flush=True)
    return 1 if bad else 0


def named(*functions):
    """Each with its own name."""
    return [(function.__name__, function) for function in functions]
