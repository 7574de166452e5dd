"""What `make lint` checks of the sources besides the compilers' warnings: the walls between the
folders, the sizes of functions and files, and a few things that have no place in them.

    lint.py BUILD       BUILD is the folder where this tree was built by gcc

Each rule is a function that takes the tree and yields findings, "FILE:LINE: what is wrong".
"""

import glob
import os
import re
import statistics
import subprocess
import sys
from collections import namedtuple

# root: the tree; build: its object files, or None where there are none to look at
Tree = namedtuple("Tree", "root build")

CODE = ("core", "tui", "views", "tests")
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^">]+)[">]', re.M)
CURSES_HEADER = re.compile(r"(n?curses\w*/)?(n?curses\w*|panel|form|menu|term)\.h$")

# Which folders a folder's files may include, and whether curses is among them.
MAY_INCLUDE = {"core": {"core"}, "tui": {"tui"}, "views": {"core", "tui", "views"}}
MAY_USE_CURSES = {"tui"}

# What core may not call: it neither prints nor ends the process (see exit(3), stdio(3), err(3)).
NOT_IN_CORE = set(
    """exit quick_exit printf vprintf puts putchar putchar_unlocked perror
    psignal psiginfo stdout stderr __printf_chk __vprintf_chk err errx warn warnx verr verrx vwarn
    vwarnx error error_at_line""".split()
)

# The only variables that may change at file level: what the handler of a signal has to reach.
MUTABLE = {
    "signal_pipe": "views/signals.c: wakes the main loop",
    "signal_state": "core/server/service.c: tells a server process to stop",
    "fatal_child": "views/guardian.c: whom to end when the guardian itself is hit",
    "fatal_termios": "views/guardian.c: the terminal to put back then",
    "ended_by": "views/batch.c: the signal that ended a notebook",
    "waiter": "views/batch.c: the call to cancel then",
}

MEDIAN_LINES, NINE_IN_TEN_LINES, FUNCTION_LINES, FILE_LINES = 10, 38, 120, 700
COLUMNS = 100


def sources(tree, pattern="*.[ch]", folders=CODE):
    for folder in folders:
        found = glob.glob(os.path.join(tree.root, folder, "**", pattern), recursive=True)
        yield from sorted(os.path.relpath(path, tree.root) for path in found)


def text(tree, path):
    with open(os.path.join(tree.root, path), encoding="utf-8", errors="replace") as f:
        return f.read()


def includes(tree, path):
    """(quoted?, name, line) of each #include."""
    content = text(tree, path)
    for found in INCLUDE.finditer(content):
        yield found[1] == '"', found[2], content.count("\n", 0, found.start(2)) + 1


def walls_of_includes(tree):
    """core includes core, tui includes tui and curses, views include both and never curses."""
    for path in sources(tree, folders=MAY_INCLUDE):
        folder = path.split("/")[0]
        for quoted, name, line in includes(tree, path):
            if quoted and name.split("/")[0] not in MAY_INCLUDE[folder]:
                yield f"{path}:{line}: {folder}/ includes {name}"
            if CURSES_HEADER.match(name) and not quoted and folder not in MAY_USE_CURSES:
                yield f"{path}:{line}: {folder}/ includes curses"


def cycles_of_headers(tree):
    """No header includes itself by way of others."""
    after = {p: [n for q, n, _ in includes(tree, p) if q] for p in sources(tree, "*.h")}
    done = set()

    def walk(path, way):
        if path in way:
            yield f"{path}:1: includes itself: {' > '.join([*way[way.index(path):], path])}"
        elif path not in done:
            for name in after.get(path, ()):
                yield from walk(name, [*way, path])
            done.add(path)

    for path in after:
        yield from walk(path, [])


def headers_alone(tree):
    """Every header compiles with nothing included before it."""
    for path in sources(tree, "*.h"):
        command = ["gcc", "-std=c17", "-D_GNU_SOURCE", "-I.", "-Wall", "-Wextra", "-Werror"]
        done = subprocess.run(
            [*command, "-fsyntax-only", "-include", path, "-x", "c", "/dev/null"],
            cwd=tree.root,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            yield f"{path}:1: does not compile alone: {done.stderr.splitlines()[0]}"


def symbols(path, *options):
    done = subprocess.run(["nm", *options, path], capture_output=True, text=True, check=True)
    return [line.split() for line in done.stdout.splitlines() if line.strip()]


def objects(tree, folder):
    pattern = os.path.join(tree.build, folder, "**", "*.o")
    for path in sorted(glob.glob(pattern, recursive=True)):
        if os.path.exists(os.path.join(tree.root, source_of(tree, path))):
            yield path


def source_of(tree, path):
    return os.path.relpath(path, tree.build)[:-1] + "c"


def undefined(path):
    return {fields[-1] for fields in symbols(path, "-u")}


def defined(tree, folder):
    paths = objects(tree, folder)
    return {fields[-1] for path in paths for fields in symbols(path, "-g", "--defined-only")}


def curses_symbols():
    """The names that the curses libraries define."""
    names = set()
    for library in ("libncursesw.so.6", "libpanelw.so.6", "libtinfo.so.6"):
        path = subprocess.check_output(["gcc", f"-print-file-name={library}"], text=True).strip()
        names |= {fields[-1].split("@")[0] for fields in symbols(path, "-D", "--defined-only")}
    return names


def walls_of_symbols(tree):
    """The walls once more in what was compiled: a declaration by hand opens no door."""
    if not tree.build:
        return
    curses = curses_symbols()
    bad = {
        "core": NOT_IN_CORE | curses - defined(tree, "core"),
        "tui": defined(tree, "core") | defined(tree, "views"),
        "views": curses - defined(tree, "views") - defined(tree, "core") - defined(tree, "tui"),
    }
    for folder, names in bad.items():
        for path in objects(tree, folder):
            for name in sorted(undefined(path) & names):
                yield f"{source_of(tree, path)}:1: {folder}/ uses {name}"


def mutable_globals(tree):
    """No variable at file level (nor static in a function) that can change."""
    if not tree.build:
        return
    for folder in MAY_INCLUDE:
        for path in objects(tree, folder):
            for fields in symbols(path, "-f", "sysv"):
                row = [field.strip() for field in " ".join(fields).split("|")]
                if len(row) == 7 and re.match(r"\.t?(data|bss)(\.(?!rel\.ro)|$)", row[6]):
                    if row[0].split(".")[0] not in MUTABLE:
                        yield f"{source_of(tree, path)}:1: {row[0]} is a variable of the whole file"


def functions(content):
    """(name, first line, lines from there to the closing brace) of each function."""
    lines = content.split("\n")
    for end, line in enumerate(lines):
        if line != "}":
            continue
        brace = next((i for i in range(end, -1, -1) if lines[i] == "{"), None)
        if brace is None or "}" in lines[brace:end]:
            continue
        first = brace - 1
        while first > 0 and lines[first][:1] in " \t":
            first -= 1
        if "(" in "".join(lines[first:brace]):
            name = re.search(r"(\w+)\s*\(", lines[first] + lines[first + 1])
            yield name[1] if name else "?", first + 1, end - first + 1


def sizes(tree):
    """A function is one thought, a file is one thought."""
    lengths = []
    for path in sources(tree):
        content = text(tree, path)
        if content.count("\n") > FILE_LINES:
            yield f"{path}:1: {content.count(chr(10))} lines, more than {FILE_LINES}"
        for name, line, length in functions(content):
            if not path.startswith("tests/"):
                lengths.append(length)
            if length > FUNCTION_LINES:
                yield f"{path}:{line}: {name} has {length} lines, more than {FUNCTION_LINES}"
    if len(lengths) > 100:
        median, ninth = statistics.median(lengths), statistics.quantiles(lengths, n=10)[-1]
        if median > MEDIAN_LINES:
            yield f"core:1: the median function has {median:g} lines, more than {MEDIAN_LINES}"
        if ninth >= NINE_IN_TEN_LINES:
            yield f"core:1: one function in ten has {ninth:g} lines or more"


def columns(tree):
    """Lines end at column 100; notebooks are as wide as what they show."""
    ours = [p for p in sources(tree, "*.py", ("tests",)) if not re.match("tests/oracle/.*/", p)]
    for path in [*sources(tree), *ours]:
        for number, line in enumerate(text(tree, path).split("\n"), 1):
            if len(line.expandtabs(8)) > COLUMNS:
                yield f"{path}:{number}: wider than {COLUMNS} columns"


def files_written(tree):
    """Files come about in one place, which follows no link and lets nobody else read them."""
    makes = re.compile(r'\bO_CREAT\b|\b(creat|mkstemp|tmpfile)\s*\(|\bfopen\s*\([^;]*"[wa]', re.S)
    for path in sources(tree, "*.c", ("core", "tui", "views")):
        content = text(tree, path)
        for found in makes.finditer(content) if path != "views/openfile.c" else ():
            number = content.count("\n", 0, found.start()) + 1
            yield f"{path}:{number}: makes a file, which is for views/openfile.c"


def tracked(tree):
    """All text files of the project, whatever their folder."""
    try:
        command = ["git", "-C", tree.root, "ls-files", "-co", "--exclude-standard"]
        listed = subprocess.check_output(command, text=True, stderr=subprocess.DEVNULL).split("\n")
    except (OSError, subprocess.CalledProcessError):  # no git here, or no clone
        listed = sources(tree, "*.*")
    for path in listed:
        full = os.path.join(tree.root, path)
        if os.path.isfile(full):
            with open(full, "rb") as f:
                content = f.read()
            if b"\0" not in content:
                yield path, content.decode(errors="replace")


def no_place(tree):
    """Paths of one machine, and promises without an issue that keeps them."""
    own = "|".join(map(re.escape, {os.path.realpath(tree.root), os.path.expanduser("~")}))
    machine = re.compile(rf"(?<![\w.])(/home/\w|/Users/\w|/root/\w|({own})(/|\b))")
    promise = re.compile(r"\b(TODO|FIXME|XXX)\b(?!\s*\(?#\d)")
    for path, content in tracked(tree):
        if path == os.path.join("tests", "lint", os.path.basename(__file__)):
            continue
        for number, line in enumerate(content.split("\n"), 1):
            if machine.search(line):
                yield f"{path}:{number}: names a path of one machine"
            if promise.search(line) and path.startswith(CODE):
                yield f"{path}:{number}: a promise without the number of its issue"


def manual(tree):
    """The manual page is as mandoc wants it."""
    for path in glob.glob(os.path.join(tree.root, "docs", "*.[1-9]")):
        command = ["mandoc", "-Tlint", "-W", "style", path]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        for line in done.stdout.splitlines():
            # Whether pages it refers to are installed is no matter of ours.
            if "referenced manual not found" not in line:
                yield line.replace("mandoc: ", "").replace(tree.root + "/", "")


RULES = (
    walls_of_includes,
    cycles_of_headers,
    headers_alone,
    walls_of_symbols,
    mutable_globals,
    sizes,
    columns,
    files_written,
    no_place,
    manual,
)


def main():
    tree = Tree(os.getcwd(), os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else None)
    findings = [finding for rule in RULES for finding in rule(tree)]
    print(*findings, sep="\n", end="\n" if findings else "")
    print(f"lint: {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
