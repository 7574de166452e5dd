"""The oracle: notebooks run by python3 and by sockpit must print the same and end the same.

    run.py [--sockpit FILE] [--python FILE] [--jobs N] [NOTEBOOK...]

Without NOTEBOOK: every notebook in the folders beside this file, and every lesson. Writes TAP.
Each run has a fresh folder as its working folder, with data.bin (65,536 bytes) and text.txt in it
to be sent. A name like NAME.root.nobody.py says as whom the notebook is run, when root runs this;
others run as the caller. Compared are stdout, the exit status and the last line of stderr: of
that only the class where sockpit has words of its own.

sockpit brings the handlers of its servers; to python3 those that it writes into exports,
core/export/handlers.py, are put before such a notebook.
Lessons are run as they stand: one with servers by sockpit alone, and it has to end well.

sockpit speaks as CPython 3.11 does: a python3 before that judges nothing, and one after it no
notebook that has the line "# python: 3.11", because those words have changed.
"""

import argparse
import difflib
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import namedtuple
from functools import partial

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import tap  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", ".."))
LESSONS = os.path.join(ROOT, "views", "lessons")
HANDLERS = os.path.join(ROOT, "core", "export", "handlers.py")
LIMIT = 30  # seconds for one run of one notebook
OWN_WORDS = re.compile(rb"(TypeError|AttributeError|SyntaxError|IndentationError|ImportError)\b")
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--"]

Outcome = namedtuple("Outcome", "stdout status last")
Case = namedtuple("Case", "path name user")


def cases(paths):
    """One case for each notebook and user."""
    for path in paths:
        name = os.path.relpath(path, HERE) if path.startswith(HERE) else os.path.basename(path)
        users = [u for u in os.path.basename(path).split(".")[1:-1] if u in ("root", "nobody")]
        for user in users or [None]:
            yield Case(path, name[:-3] + (f" as {user}" if len(users) > 1 else ""), user)


def lay_out(folder, case, prelude):
    """The working folder of one run; the path of the notebook in it."""
    notebook = os.path.join(folder, os.path.basename(case.path))
    with open(notebook, "wb") as f:
        for path in [*prelude, case.path]:
            with open(path, "rb") as source:
                f.write(source.read())
    with open(os.path.join(folder, "data.bin"), "wb") as f:
        f.write(bytes(range(256)) * 256)
    with open(os.path.join(folder, "text.txt"), "w", encoding="ascii") as f:
        f.write("one\ntwo\n")
    os.chmod(folder, 0o777)
    return notebook


def last_line(stderr):
    lines = stderr.rstrip(b"\n").split(b"\n")
    own = OWN_WORDS.match(lines[-1])
    return own[0] if own else lines[-1]


def run(command, case, prelude=()):
    folder = tempfile.mkdtemp(prefix="notebook-")
    try:
        notebook = lay_out(folder, case, prelude)
        drop = NOBODY if case.user == "nobody" and os.geteuid() == 0 else []
        process = subprocess.Popen(
            [*drop, *command, os.path.basename(notebook)],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(os.environ, LC_ALL="C.UTF-8", PYTHONDONTWRITEBYTECODE="1"),
            start_new_session=True,
        )
        try:
            out, err = process.communicate(timeout=LIMIT)
            return Outcome(out, process.returncode, last_line(err))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return Outcome(b"", f"none within {LIMIT} s", b"")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def differences(python, sockpit):
    """What a person wants to know, as lines; none where the two agree."""
    if python.stdout != sockpit.stdout:
        pair = [o.stdout.decode(errors="backslashreplace").splitlines() for o in (python, sockpit)]
        yield from difflib.unified_diff(*pair, "python3", "sockpit", lineterm="", n=1)
        if pair[0] == pair[1]:
            yield "stdout: line ends differ"
    for what in ("status", "last"):
        pair = [getattr(outcome, what) for outcome in (python, sockpit)]
        if pair[0] != pair[1]:
            words = "last line of stderr" if what == "last" else "exit status"
            yield f"{words}: python3 {pair[0]!r}, sockpit {pair[1]!r}"


def why_not(case, version):
    """Why this case cannot be judged here, or None."""
    if case.user == "root" and os.geteuid():
        return "only root can"
    if version < (3, 11):
        return "python3 is older than 3.11"
    with open(case.path, "rb") as f:
        if version > (3, 11) and b"\n# python: 3.11\n" in f.read():
            return "in the words of python 3.11"
    return None


def only_ours(case):
    """Is it a lesson that python3 cannot run, because it uses sockpit's handlers?"""
    with open(case.path, "rb") as f:
        return os.path.dirname(case.path) == LESSONS and b"\nimport socketserver\n" in f.read()


def judge(case, options):
    """What differs, as lines."""
    if only_ours(case):
        sockpit = run([options.sockpit], case)
        return list(differences(Outcome(sockpit.stdout, 0, b""), sockpit))
    served = os.path.basename(os.path.dirname(case.path)) == "server"
    prelude = [HANDLERS] if served else []
    python = run([options.python, "-I"], case, prelude)
    sockpit = run([options.sockpit], case)
    found = list(differences(python, sockpit))
    if isinstance(python.status, str):
        found.append("python3 itself did not end: the notebook is wrong")
    return found


def agree(case, options, version):
    if skip := why_not(case, version):
        raise tap.Skip(skip)
    assert not (wrong := "\n".join(judge(case, options))), wrong


def reachable(program, folder):
    """A copy that nobody can run too, wherever the tree lies."""
    copy = os.path.join(folder, "sockpit")
    shutil.copy(program, copy)
    os.chmod(copy, 0o755)
    os.chmod(folder, 0o755)
    return copy


def main():
    system = "/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else "python3"
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--sockpit", default=os.environ.get("SOCKPIT", "./sockpit"))
    parser.add_argument("--python", default=system)
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("notebooks", nargs="*")
    options = parser.parse_args()
    found = sorted(glob.glob(os.path.join(HERE, "*", "*.py")))
    found += sorted(glob.glob(os.path.join(LESSONS, "*.py")))
    ask = [options.python, "-I", "-c", "import sys; print(*sys.version_info[:2])"]
    version = tuple(map(int, subprocess.check_output(ask).split()))
    todo = list(cases([os.path.abspath(path) for path in options.notebooks] or found))
    with tempfile.TemporaryDirectory() as folder:
        options.sockpit = reachable(options.sockpit, folder)
        tests = ((case.name, partial(agree, case, options, version)) for case in todo)
        return tap.run(tests, options.jobs)


if __name__ == "__main__":
    sys.exit(main())
