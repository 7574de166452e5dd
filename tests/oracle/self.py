"""The oracle's own test: a sockpit that differs from python3 in one thing must be found out."""

import os
import subprocess
import sys
import tempfile

RUN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "run.py")

# A notebook, what a sockpit might make of it as a shell script, and whether the two agree.
CASES = [
    ("the same is the same", 'print("a")', 'echo "a"', True),
    ("another word on stdout", 'print("a")', 'echo "b"', False),
    ("a line too many", 'print("a")', 'echo "a"; echo', False),
    ("a missing newline", 'print("a")', 'printf "a"', False),
    ("another exit status", "quit(3)", "exit 4", False),
    ("a crash", "quit(1)", "kill -SEGV $$", False),
    ("other words of a ValueError", 'int("x")', 'echo "ValueError: bad" >&2; exit 1', False),
    (
        "the same words of a ValueError, traceback or not",
        'int("x")',
        "echo \"ValueError: invalid literal for int() with base 10: 'x'\" >&2; exit 1",
        True,
    ),
    ("own words of a TypeError are allowed", "len(5)", 'echo "TypeError: my" >&2; exit 1', True),
    ("another class is not", "len(5)", 'echo "ValueError: my" >&2; exit 1', False),
    ("a message where python3 has none", "pass", 'echo "warning" >&2', False),
    ("a file that is not there", 'open("nope")', "exit 1", False),
    (
        "each run finds the files to send, in its own folder",
        'print(len(open("data.bin", "rb").read()))',
        "wc -c < data.bin; touch left; test $(ls | wc -l) = 4",
        True,
    ),
]


def agrees(notebook, script):
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("nb.py", notebook), ("sockpit", "#!/bin/sh\n" + script)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                f.write(content + "\n")
        paths = [os.path.join(folder, name) for name in ("sockpit", "nb.py")]
        done = subprocess.run(
            [sys.executable, RUN, "--sockpit", *paths], capture_output=True, text=True, check=False
        )
    lines = done.stdout.splitlines()
    if lines[:1] != ["1..1"] or not lines[1].split(" - ")[-1].startswith("nb"):
        raise SystemExit(f"run.py itself failed: {done.stdout}{done.stderr}")
    return done.returncode == 0 and lines[1].startswith("ok")


def main():
    print(f"1..{len(CASES)}")
    for number, (name, notebook, script, agree) in enumerate(CASES, 1):
        good = agrees(notebook, script) == agree
        print(f"{'ok' if good else 'not ok'} {number} - {name}", flush=True)


main()
