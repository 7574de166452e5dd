"""What the comparison of journal and strace must find: a journal that lies is told, in TAP."""

import importlib.util
import json
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SPEC = importlib.util.spec_from_file_location("truth", os.path.join(HERE, "run.py"))
truth = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(truth)

MAIN = "100"
TRACE = """\
100 openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3
100 close(3) = 0
100 socketpair(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0, [3, 4]) = 0
101 recvfrom(4,  <unfinished ...>
100 sendto(3, "a", 1, MSG_NOSIGNAL, NULL, 0) = 1
101 <... recvfrom resumed>"a", 10, 0, NULL, NULL) = 1
100 recvfrom(3, 0x5555, 10, MSG_DONTWAIT, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)
102 openat(AT_FDCWD, "/etc/hosts", O_RDONLY|O_CLOEXEC) = 5
102 socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = 6
102 close(6) = 0
100 close(4) = 0
100 close(3) = 0
""".splitlines()
JOURNAL = [
    ("a, b = socketpair()", "socketpair",
     ["AF_UNIX", "SOCK_STREAM|SOCK_CLOEXEC", "0", "[3, 4]"], 0),
    ("a.send()", "sendto", ["3", '"a"', "1", "MSG_NOSIGNAL", "NULL", "0"], 1),
    ("Thread-1 (recv)", "recvfrom", ["4", '"a"', "10", "0", "NULL", "NULL"], 1),
    ("a.recv()", "recvfrom", ["3", "0x5555", "10", "MSG_DONTWAIT", "NULL", "NULL"], -1),
    ("# fd 4 closed: no name holds that socket any more", "close", ["4"], 0),
    ("a.close()", "close", ["3"], 0),
]


def replaced(i, **change):
    rows = [list(row) for row in JOURNAL]
    for key, value in change.items():
        rows[i][("line", "call", "args", "ret").index(key)] = value
    return rows


def swapped(i, j):
    rows = list(JOURNAL)
    rows[i], rows[j] = rows[j], rows[i]
    return rows


LIES = [
    ("a call that is missing", JOURNAL[:3] + JOURNAL[4:]),
    ("a close that is missing", JOURNAL[:5]),
    ("a drop that is missing", JOURNAL[:4] + JOURNAL[5:]),
    ("a call that never was", JOURNAL + JOURNAL[-1:]),
    ("a drop that never was", JOURNAL + JOURNAL[4:5]),
    ("other arguments", replaced(1, args=["3", '"b"', "1", "MSG_NOSIGNAL", "NULL", "0"])),
    ("another result", replaced(1, ret=2)),
    ("no error", replaced(3, ret=0)),
    ("another order", swapped(1, 3)),
    ("another thread", replaced(2, line="b.recv()")),
    ("a thread that is missing", JOURNAL[:2] + JOURNAL[3:]),
]


def write(rows, path):
    with open(path, "w", encoding="utf-8") as f:
        for seq, (line, call, args, ret) in enumerate(rows, 1):
            errno = "EAGAIN" if ret < 0 else None
            time = f"2026-01-01T00:00:00.{seq:09}Z"
            record = {"seq": seq, "time": time, "line": line, "call": call}
            print(json.dumps(record | {"args": args, "ret": ret, "errno": errno}), file=f)


def found(rows):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "journal")
        write(rows, path)
        return list(truth.differences(truth.Traced(TRACE), MAIN, path))


def main():
    print(f"1..{len(LIES) + 1}")
    lines = found(JOURNAL)
    print(f"{'not ok' if lines else 'ok'} 1 - the truth is believed",
          *(f"# {x}" for x in lines), sep="\n")
    bad = bool(lines)
    for number, (name, rows) in enumerate(LIES, 2):
        believed = not found(rows)
        print(f"{'not ok' if believed else 'ok'} {number} - {name} is found")
        bad |= believed
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
