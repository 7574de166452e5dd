"""The runner's own test: what must be counted as failed is, or nothing else here means anything."""

import os
import subprocess
import sys
import tempfile

RUN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "run.py")

# what it is: (the test program, last line expected, exit status expected, words expected)
CASES = {
    "a pass is counted": ('print("1..1"); print("ok 1 - fine")', "1 passed, 0 failed", 0, "fine"),
    "a failure is counted, with its reason": (
        'print("1..2"); print("ok 1 - a"); print("not ok 2 - b"); print("# 1 != 2")',
        "1 passed, 1 failed",
        1,
        "1 != 2",
    ),
    "a skipped test is neither": (
        'print("1..2"); print("ok 1 - a"); print("not ok 2 # SKIP b")',
        "1 passed, 0 failed",
        0,
        "skipped",
    ),
    "a crash is a failure": (
        'import os; print("1..1\\nok 1 - a", flush=True); os.abort()',
        "1 passed, 1 failed",
        1,
        "SIGABRT",
    ),
    "a test that never ran is a failure": (
        'print("1..3"); print("ok 1 - a")',
        "1 passed, 1 failed",
        1,
        "1 of 3",
    ),
    "an exit status is a failure": (
        'print("1..1"); print("ok 1 - a"); raise SystemExit(3)',
        "1 passed, 1 failed",
        1,
        "not 3",
    ),
    "a hang is a failure": (
        'import signal; print("1..1", flush=True); signal.pause()',
        "0 passed, 1 failed",
        1,
        "within 1.0 s",
    ),
    "a process left behind is a failure": (
        'import subprocess; subprocess.Popen(["sleep", "60"], start_new_session=True, stdout=2);'
        'print("1..1"); print("ok 1 - a")',
        "1 passed, 1 failed",
        1,
        "sleep",
    ),
    "nothing at all is a failure": ("pass", "0 passed, 1 failed", 1, "0 of 0"),
}


def outcome(code, limit):
    with tempfile.TemporaryDirectory() as folder:
        test = os.path.join(folder, "case.py")
        with open(test, "w", encoding="utf-8") as f:
            f.write(code + "\n")
        done = subprocess.run(
            [sys.executable, RUN, "--limit", limit, test],
            capture_output=True,
            text=True,
            check=False,
        )
    return done.stdout, done.returncode


def main():
    print(f"1..{len(CASES)}")
    for number, (name, (code, last, status, words)) in enumerate(CASES.items(), 1):
        out, got = outcome(code, "1" if "hang" in name else "60")
        good = out.splitlines()[-1:] == [last] and got == status and words in out
        print(f"{'ok' if good else 'not ok'} {number} - {name}")
        if not good:
            print(f"# status {got}, output:", *out.splitlines(), sep="\n# ")


main()
