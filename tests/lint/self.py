"""lint.py's own test: for each rule, a small tree that breaks it, and one that does not."""

import os
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lint

LONG = "int f(void);\nint f(void)\n{\n" + "\t;\n" * 120 + "\treturn 0;\n}\n"

# (what it shows, the rule, the files, words of the one finding expected, or None: no finding)
CASES = [
    ("a clean tree passes", lint.walls_of_includes, {"tui/a.c": "#include <curses.h>\n"}, None),
    (
        "core may not include tui",
        lint.walls_of_includes,
        {"core/a.c": '#include "tui/a.h"\n'},
        "core/a.c:1: core/ includes tui/a.h",
    ),
    (
        "tui may not include core",
        lint.walls_of_includes,
        {"tui/a.c": '#include "core/a.h"\n'},
        "tui/ includes core",
    ),
    (
        "views may not include curses",
        lint.walls_of_includes,
        {"views/a.h": "\n#  include <ncursesw/curses.h>\n"},
        "views/a.h:2: views/ includes curses",
    ),
    (
        "headers in a circle are found",
        lint.cycles_of_headers,
        {"core/a.h": '#include "core/b.h"\n', "core/b.h": '#include "core/a.h"\n'},
        "core/a.h > core/b.h > core/a.h",
    ),
    (
        "a header that needs another before it is found",
        lint.headers_alone,
        {"core/a.h": "size_t f(void);\n"},
        "core/a.h:1: does not compile alone",
    ),
    (
        "core may not print",
        lint.walls_of_symbols,
        {"core/a.c": "#include <stdio.h>\nvoid f(int n);\nvoid f(int n) { printf(\"%d\", n); }\n"},
        "core/ uses printf",
    ),
    (
        "core may not exit",
        lint.walls_of_symbols,
        {"core/a.c": "#include <stdlib.h>\nvoid f(void);\nvoid f(void) { exit(1); }\n"},
        "core/ uses exit",
    ),
    (
        "core may not draw, even without the header",
        lint.walls_of_symbols,
        {"core/a.c": "int endwin(void);\nint f(void);\nint f(void) { return endwin(); }\n"},
        "core/ uses endwin",
    ),
    (
        "core may snprintf and _exit",
        lint.walls_of_symbols,
        {
            "core/a.c": "#include <stdio.h>\n#include <unistd.h>\nvoid f(char *t);\n"
            'void f(char *t) { snprintf(t, 3, "%p", (void *)t); _exit(1); }\n'
        },
        None,
    ),
    (
        "a mutable global is found",
        lint.mutable_globals,
        {"core/a.c": "int f(void);\nint f(void) { static int n; return n++; }\n"},
        "core/a.c:1: n",
    ),
    (
        "a constant table is none",
        lint.mutable_globals,
        {"core/a.c": 'extern const char *const t[];\nconst char *const t[] = {"a", "b"};\n'},
        None,
    ),
    ("a long function is found", lint.sizes, {"core/a.c": LONG}, "core/a.c:2: f has 124 lines"),
    ("a long file is found", lint.sizes, {"core/a.h": "\n" * 701}, "701 lines, more than 700"),
    (
        "a wide line is found",
        lint.columns,
        {"core/a.c": "\t" * 12 + "12345\n"},
        "core/a.c:1: wider",
    ),
    (
        "a file made elsewhere is found",
        lint.files_written,
        {"views/a.c": '\n\topen(path, O_WRONLY | O_CREAT, 0644);\n'},
        "views/a.c:2: makes a file",
    ),
    (
        "a file that is appended to is found",
        lint.files_written,
        {"core/a.c": 'f = fopen(\n    path, "a");\n'},
        "core/a.c:1: makes a file",
    ),
    (
        "a file that is read is none",
        lint.files_written,
        {"core/a.c": 'f = fopen(path, "re");\nputs("w");\n'},
        None,
    ),
    (
        "a path of one machine is found",
        lint.no_place,
        {"core/a.c": f"/* see /{'home'}/me/notes */\n"},
        "core/a.c:1: names a path",
    ),
    (
        "a promise without its issue is found",
        lint.no_place,
        {"core/a.c": f"/* {'TO' 'DO'}: more */\n"},
        "core/a.c:1: a promise",
    ),
    (
        "a promise with its issue is none",
        lint.no_place,
        {"core/a.c": f"/* {'TO' 'DO'} #7: more */\n"},
        None,
    ),
]


def findings(folder, rule, files):
    """What the rule says about a tree of these files, compiled where it asks for that."""
    build = os.path.join(folder, "build")
    for path, content in files.items():
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as f:
            f.write(content)
        if path.endswith(".c") and rule in (lint.walls_of_symbols, lint.mutable_globals):
            made = os.path.join(build, path[:-1] + "o")
            os.makedirs(os.path.dirname(made), exist_ok=True)
            subprocess.run(["gcc", "-O2", "-fPIE", "-c", "-o", made, full], check=True)
    return list(rule(lint.Tree(folder, build)))


def main():
    print(f"1..{len(CASES)}")
    for number, (name, rule, files, words) in enumerate(CASES, 1):
        folder = tempfile.mkdtemp()
        try:
            found = findings(folder, rule, files)
        finally:
            shutil.rmtree(folder)
        good = not found if words is None else len(found) == 1 and words in found[0]
        print(f"{'ok' if good else 'not ok'} {number} - {name}")
        if not good:
            print("# found:", *found, sep="\n# ")


main()
