"""The bench's own test: wrong answers must be found out, goals missed must be told, and a short
round of everything must come through. Writes TAP; SOCKPIT names the program under test.
"""

import json
import os
import shlex
import socket
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)

import markdown  # noqa: E402
from report import Row, Rows  # noqa: E402
from groups import Group  # noqa: E402
from targets import Target  # noqa: E402

SHORT = "connections,datagrams,sendfile,load,notation"


def build(folder):
    """The two programs, by the compiler alone: this runs before anybody made the bench."""
    cc = shlex.split(os.environ.get("CC", "cc"))
    for name in ("limit", "gen"):
        sources = [f for f in sorted(os.listdir(HERE)) if f.startswith(name) and f.endswith(".c")]
        sources = [os.path.join(HERE, f) for f in sources]
        flags = ["-std=c17", "-D_GNU_SOURCE", "-O1", "-pthread", "-I", ROOT]
        subprocess.run([*cc, *flags, "-o", os.path.join(folder, name), *sources], check=True)


# ---- the generator finds out ----


def stream_server(spoil):
    """A server that takes one connection after another, reads once and answers spoil(what came)."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.sendall(spoil(connection.recv(65536)))

    threading.Thread(target=serve, daemon=True).start()
    return listener


def datagram_server(answer):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 0))

    def serve():
        for number in range(1 << 30):
            data, peer = s.recvfrom(65536)
            for reply in answer(number, data):
                s.sendto(reply, peer)

    threading.Thread(target=serve, daemon=True).start()
    return s


def generated(folder, load, server, seconds="0.2"):
    """(exit status, what it saw)"""
    address = ["127.0.0.1", str(server.getsockname()[1])]
    command = [os.path.join(folder, "gen"), load, *address, "2", seconds, "64"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    return done.returncode, json.loads(done.stdout)


def flip(data):
    return data[:-1] + bytes([data[-1] ^ 1])


def right_echo_passes(folder):
    status, seen = generated(folder, "connect", stream_server(lambda data: data))
    return status == 0 and seen["operations"] > 0 and seen["errors"] == 0


def flipped_bit_is_found(folder):
    status, seen = generated(folder, "connect", stream_server(flip))
    return status == 1 and seen["errors"] > 0


def short_answer_is_found(folder):
    status, seen = generated(folder, "connect", stream_server(lambda data: data[:-1]))
    return status == 1 and seen["errors"] > 0


def old_answer_is_found(folder):
    first = []

    def always_the_first(data):
        first.append(data)
        return first[0]

    status, seen = generated(folder, "connect", stream_server(always_the_first))
    return status == 1 and seen["errors"] > 0


def refused_connection_is_found(folder):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        address = gone.getsockname()
    closed = type("Closed", (), {"getsockname": lambda self: address})()
    status, seen = generated(folder, "connect", closed)
    return status == 1 and seen["errors"] == 2


def flipped_datagram_is_found(folder):
    status, seen = generated(folder, "datagram", datagram_server(lambda n, data: [flip(data)]))
    return status == 1 and seen["errors"] > 0


def lost_datagram_is_counted(folder):
    server = datagram_server(lambda n, data: [] if n == 10 else [data])
    status, seen = generated(folder, "datagram", server, "1")
    return status == 0 and seen["lost"] == 1 and seen["operations"] > 10


# ---- the report tells ----


def judged(ours, limit, goals, **more):
    """What is said of a row of ours beside a limit's, turns given as values."""
    rows = []
    for kind, values in (("C", limit), ("sockpit", ours)):
        row = Row(Target(kind, kind, "x", None))
        row.turns = [dict(more, value=value, cpu_us=cpu) for value, cpu in values]
        rows.append(row)
    table = Rows(Group("g", "g", "/s", None, {"x": goals}), rows)
    return [goal["met"] for goal in table.goals(rows[1])], "\n".join(table.lines())


def goal_met(_folder):
    met, text = judged([(93, 1), (96, 1)], [(100, 1), (100, 1)], [("limit", ">=", 0.92)])
    return met == [True] and "MISSED" not in text


def goal_missed(_folder):
    met, text = judged([(80, 1)], [(100, 1)], [("limit", ">=", 0.92), ("cpu", "<=", 1.1)])
    return met == [False, True] and "MISSED (0.800)" in text


def ratios_are_of_one_round(_folder):
    """The machine slowed down by half in the second round: nothing was lost."""
    met, _ = judged([(100, 1), (50, 2)], [(100, 1), (50, 2)], [("limit", ">=", 0.99)])
    return met == [True]


def cpu_decides_where_the_generator_is_the_limit(_folder):
    goals = [("limit", ">=", 0.92)]
    busy, _ = judged([(90, 1)], [(100, 1)], goals, generator=1.0)
    idle, _ = judged([(90, 1)], [(100, 1)], goals, generator=0.5)
    return busy == [True] and idle == [False]


def errors_are_told(_folder):
    _, text = judged([(100, 1)], [(100, 1)], [], errors=3)
    return "3 WRONG OR MISSING" in text


def a_row_that_cannot_be_measured_is_told(folder):
    done = subprocess.run(
        [sys.executable, "-B", os.path.join(HERE, "run.py"), folder, "--quick", "--only", "paint"]
        + ["--sockpit", os.path.join(folder, "sockpit")],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 1 and "not built" in done.stdout


# ---- the tables of the documents ----


def figures(met):
    goal = {"what": "limit", "relation": ">=", "factor": 0.92, "met": met}
    goal.update(seen=0.5, by="rate")
    row = {"name": "sockpit X", "missing": None, "median": {"value": 5}, "goals": [goal]}
    group = {"title": "T", "unit": "/s", "rows": [dict(row, to_limit=0.5, to_python=None)]}
    machine = {"processor": "P", "cores": 2, "kernel": "6", "date": "D"}
    return {"machine": machine, "groups": [group]}


def tables_are_replaced_and_nothing_else(folder):
    path = os.path.join(folder, "page.md")
    with open(path, "w", encoding="utf-8") as f:
        f.write("a\n<!-- bench: ours -->\nold\n<!-- bench end -->\nb\n")
    for met in (True, False):  # the second replaces what the first has put there
        markdown.replace(path, figures(met))
    with open(path, encoding="utf-8") as f:
        text = f.read()
    row = "| X | 5 | 0.50 | - | ≥ 0.92 of C: **missed** (0.500) |"
    return text.startswith("a\n<") and text.endswith(">\nb\n") and row in text and "old" not in text


# ---- all of it ----


def short_round(folder):
    figures = os.path.join(folder, "bench.json")
    done = subprocess.run(
        [sys.executable, "-B", os.path.join(HERE, "run.py"), folder, "--quick", "--only", SHORT]
        + ["--sockpit", os.environ.get("SOCKPIT", "./sockpit"), "--json", figures],
        capture_output=True,
        text=True,
        check=False,
    )
    print(*(f"# {line}" for line in (done.stdout + done.stderr).split("\n")), sep="\n")
    with open(figures, encoding="utf-8") as f:
        groups = json.load(f)["groups"]
    rows = [row for group in groups for row in group["rows"] if row["kind"] in ("C", "sockpit")]
    return done.returncode == 0 and all(row["median"].get("value", 0) > 0 for row in rows)


CASES = (
    right_echo_passes,
    flipped_bit_is_found,
    short_answer_is_found,
    old_answer_is_found,
    refused_connection_is_found,
    flipped_datagram_is_found,
    lost_datagram_is_counted,
    goal_met,
    goal_missed,
    ratios_are_of_one_round,
    cpu_decides_where_the_generator_is_the_limit,
    errors_are_told,
    a_row_that_cannot_be_measured_is_told,
    tables_are_replaced_and_nothing_else,
    short_round,
)


def main():
    bad = 0
    print(f"1..{len(CASES)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        build(folder)
        for number, case in enumerate(CASES, 1):
            passed = case(folder)
            name = case.__name__.replace("_", " ")
            print(f"{'ok' if passed else 'not ok'} {number} - {name}", flush=True)
            bad += not passed
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
