"""How fast sockpit is, against bare C servers and against its peers: what `make bench` runs.

    run.py FOLDER [--sockpit FILE] [--python FILE] [--only NAME,...] [--rounds N] [--seconds S]
                  [--quick] [--prefer] [--json FILE]

FOLDER holds the programs limit and gen. Single figures drift, so all targets of a group run in
turn (A B C A B C ...), and a ratio is the median over all turns of the two of the same pass.
Servers run on one processor and the generator on another, where there are two. A turn in which
other programs took more than a tenth of a processor is done again, at most twice. All traffic is
on loopback. Exit status: 0 measured (whether goals are met or not), 1 an answer was wrong, or a row
of sockpit's or C's could not be measured.
"""

import argparse
import json
import os
import signal
import sys
import tempfile

from groups import FULL, QUICK, Bench
from measure import machine
from report import Row, Rows
from targets import Missing, Place, Programs, lift_limits

DISTURBED = 0.1
TRIES = 3


def measure(row, turn, tries):
    """One turn, done again while others disturb; the least disturbed one counts."""
    best = None
    for _ in range(tries):
        seen = turn()
        if best is None or seen.get("others", 0) < best.get("others", 0):
            best = seen
        if best.get("others", 0) <= DISTURBED:
            break
    row.turns.append(best)


def run_round(group, turns, tries, what):
    for row, turn in turns:
        if row.missing:
            continue
        show(f"{group.name}: {what}, {row.name}")
        try:
            measure(row, turn, tries)
        except Missing as error:
            row.missing = str(error)


def run_group(group, bench, tries):
    """All rounds. Servers are new in each, for where the kernel puts them has its part, too."""
    rounds, passes = bench.scale.rounds, bench.scale.passes if group.stay else 1
    turns = [(Row(target), turn) for target, turn in group.turns()]
    for number in range(1, rounds + 1):
        with bench.standing:
            for _ in range(passes):
                run_round(group, turns, tries, f"round {number} of {rounds}")
    show("")
    return Rows(group, [row for row, _ in turns])


def show(text):
    """What goes on, on a terminal."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def options():
    system = "/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder")
    parser.add_argument("--sockpit", default="./sockpit")
    parser.add_argument("--python", default=system)
    parser.add_argument("--only", default="", help="groups, with commas between")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--seconds", type=float, help="of each load")
    parser.add_argument("--quick", action="store_true", help="one short round: does it all work?")
    parser.add_argument("--prefer", action="store_true", help="run before all else (root)")
    parser.add_argument("--json", help="write the figures there")
    return parser.parse_args()


def chosen(bench, only):
    names = [name for name in only.split(",") if name]
    groups = {group.name: group for group in bench.groups()}
    unknown = [name for name in names if name not in groups]
    if unknown:
        sys.exit(f"bench: no group {unknown[0]!r}; there are {', '.join(groups)}")
    return [groups[name] for name in names or groups]


def spoiled(row):
    return row.errors > 0 or (row.missing and row.kind in ("sockpit", "C"))


def main():
    asked = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and so end what was started
    scale = QUICK if asked.quick else FULL
    scale = scale._replace(
        rounds=asked.rounds or scale.rounds, seconds=asked.seconds or scale.seconds
    )
    lift_limits()
    place = Place(asked.prefer)
    facts = machine()
    print("{processor}, {cores} cores, Linux {kernel}, {date}".format(**facts), flush=True)
    done = []
    with tempfile.TemporaryDirectory() as folder:
        programs = Programs(asked.folder, os.path.abspath(asked.sockpit), asked.python)
        bench = Bench(place, programs, scale, folder)
        tries = 1 if asked.quick or asked.prefer else TRIES
        for group in chosen(bench, asked.only):
            rows = run_group(group, bench, tries)
            done.append(rows)
            print("", *rows.lines(), sep="\n", flush=True)
    if asked.json:
        with open(asked.json, "w", encoding="utf-8") as f:
            json.dump({"machine": facts, "groups": [rows.as_json() for rows in done]}, f, indent=1)
            f.write("\n")
    return 1 if any(spoiled(row) for rows in done for row in rows.rows) else 0


if __name__ == "__main__":
    sys.exit(main())
