"""Input that nobody means well: each has a clear end and takes little memory, and nothing that was
printed before is lost."""

import os
import resource
import subprocess
import sys
import tempfile
from collections import namedtuple
from functools import partial

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import tap  # noqa: E402

SOCKPIT = os.path.abspath(os.environ.get("SOCKPIT", "./sockpit"))
MIB = 1 << 20
ROOM = 1000 * MIB  # of address space, where the program can live within any
USUAL = 48  # MiB in memory

# The notebook, what it prints, the last line on stderr or its beginning (nothing: exit status 0),
# and how many MiB it may take.
Case = namedtuple("Case", "name text out last most")
CASES = []


def case(name, text, out="", last="", most=USUAL):
    CASES.append(Case(name, text if isinstance(text, bytes) else text.encode(), out, last, most))


def refused(name, text, words, most=USUAL):
    """Before anything runs, at line 2."""
    start = "print('before')\n"
    text = start.encode() + text if isinstance(text, bytes) else start + text
    case(name, text, "", f"SyntaxError: {words} (bad.py, line 2)", most)


def raises(name, text, last="MemoryError", most=USUAL):
    """While it runs; imports stand before what is printed."""
    case(name, "import socket, struct\nprint('before')\n" + text, "before\n", last, most)


refused("a NUL byte", "x = 'a\0b'", "source code cannot contain null bytes")
refused("10,000 parentheses", "(" * 10000 + ")" * 10000, "too many nested parentheses")
refused("10,000 open brackets", "[" * 10000, "too many nested parentheses")
refused("10,000 minus signs", "-" * 10000 + "1", "too many nested expressions")
refused("10,000 times not", "not " * 10000 + "1", "too many nested expressions")
refused("a wrong sum of 1 MB", "1+" * (MIB // 2), "invalid syntax", 160)
refused("a control character", "\x1a", "invalid non-printable character U+001A")
refused("a right-to-left override", "\u202ex = 1", "invalid non-printable character U+202E")
refused("not UTF-8", b"x = '\xff'", "(unicode error) source code is not UTF-8")
refused("not UTF-8 in a comment", b"# \xff", "(unicode error) source code is not UTF-8")
refused("UTF-16", "x".encode("utf-16"), "(unicode error) source code is not UTF-8")
DIGITS = "Exceeds the limit (4300 digits) for integer string conversion"
refused("an int of 5,000 digits", "9" * 5000, DIGITS)

INT = "OverflowError: Python int too large to convert: ints have 64 bits here"
raises("an int of 20 digits", "x = " + "9" * 20, INT)
raises("an int of 5,000 hex digits", "x = 0x" + "f" * 5000, INT)
raises("a name of 1 MB", "a" * MIB, f"NameError: name '{'a' * MIB}' is not defined")
raises("recv", "socket.socketpair()[0].recv(1 << 40)")
raises("recvfrom", "socket.socketpair()[0].recvfrom(1 << 40)")
raises("recvmsg", "socket.socketpair()[0].recvmsg(1 << 40)")
raises("bytes times 1 << 40", "b'x' * (1 << 40)")
raises("str times 1 << 40", "'x' * (1 << 40)")
raises("a list times 1 << 40", "[1] * (1 << 40)")
raises("a tuple times 1 << 62", "(1, 2) * (1 << 62)")
raises("bytes(1 << 50)", "bytes(1 << 50)")
raises("the hex of 513 MiB", "bytes(513 << 20).hex()")
WIDE = "a width of 10 digits"  # which is had where there is memory for it
raises(WIDE, "'%1000000000d' % 1")
raises("a width of 12 digits", "'%100000000000s' % 1")
raises("a precision of 40 bits", f"'%.{1 << 40}d' % 1", "ValueError: precision too big")
raises("pack", "struct.pack('1000000000000x')")
UNPACK = "struct.error: unpack requires a buffer of 1000000000000 bytes"
raises("unpack", "struct.unpack('1000000000000x', b'')", UNPACK)
LABEL = "UnicodeError: encoding with 'idna' codec failed (UnicodeError: label too long)"
raises("a host of 1 MB", f"socket.gethostbyname('{'a' * MIB}')", LABEL)
raises("a path of 1 MB", f"socket.socket(1).bind('{'a' * MIB}')", "OSError: AF_UNIX path too long")
DEEPER = "x = (x,)\ny = (y,)\n" * 10000
RECURSION = "RecursionError: maximum recursion depth exceeded in comparison"
raises("tuples too deep to compare", f"x = ()\ny = ()\n{DEEPER}x == y", RECURSION)

case("a string of 1 MB", f"print(len('{'a' * MIB}'))", f"{MIB}\n")
case("a sum of 1 MB", "print(" + "1+" * (MIB // 2) + "1)", f"{MIB // 2 + 1}\n", most=160)
case("10,000 tuples in each other", "x = ()\n" + "x = (x,)\n" * 10000 + "x = 1\nprint(x)", "1\n")
case("100,000 statements on a line", "x = 1;" * 100000 + "print(x)", "1\n", most=100)
case("calcsize", "import struct\nprint(struct.calcsize('1000000000000x'))", "1000000000000\n")
case("recv of room for 512 MiB", "import socket\na, b = socket.socketpair()\nb.send(b'x')\n"
     "print(a.recv(1 << 29))", "b'x'\n")
case("a byte order mark", "\ufeffprint(1)", "1\n")
case("CRLF", "print(1 +\\\r\n2,\r\n'''a\r\nb''' == 'a\\nb')\r\n", "3 True\n")
case("CR", "print(1)\rprint(2)\r", "1\n2\n")
case("nothing", "")


def sanitized():
    with open(SOCKPIT, "rb") as f:
        return b"__asan_init" in f.read()


def within(room):
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (room, room))


def run(args, folder, bounded):
    """The exit status, stdout, the last line on stderr, and the most memory it had, in MiB."""
    out, err = (open(os.path.join(folder, name), "w+b") for name in ("out", "err"))
    with out, err:
        process = subprocess.Popen(
            [SOCKPIT, *args],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            preexec_fn=within(ROOM) if bounded else None,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        words = err.read().decode().rstrip("\n").split("\n")[-1]
        return process.returncode, out.read().decode(), words, used.ru_maxrss // 1024


def check(one, folder, bounded):
    with open(os.path.join(folder, "bad.py"), "wb") as f:
        f.write(one.text)
    status, out, last, most = run(["bad.py"], folder, bounded)
    assert status == bool(one.last), f"status {status}: {last[:200]}"
    assert out == one.out, f"printed {out[:200]!r}"
    assert last == one.last, f"last on stderr: {last[:200]!r}"
    assert most <= one.most or not bounded, f"took {most} MiB"


def unreadable_is_one_line_and_2(folder, bounded):
    """What is no file, or never ends."""
    for name in ("none.py", ".", "/dev/zero", "/proc/self/mem", "bad.py/x"):
        status, out, last, most = run([name], folder, bounded)
        assert (status, out) == (2, ""), (name, status, out)
        assert last.startswith(f"sockpit: cannot read '{name}': "), last
        assert most <= 200 or not bounded, f"{name} took {most} MiB"


def a_wrong_case_fails(folder, bounded):
    """The check itself."""
    right = Case("", b"print(1)\n1/0", "1\n", "ZeroDivisionError: division by zero", USUAL)
    check(right, folder, bounded)
    for wrong in (right._replace(out="2\n"), right._replace(last=""), right._replace(last="1")):
        try:
            check(wrong, folder, bounded)
        except AssertionError:
            continue
        raise AssertionError(f"nothing is wrong with {wrong}")


def in_a_folder(test, bounded):
    with tempfile.TemporaryDirectory() as folder:
        test(folder, bounded)


def main():
    bounded = not sanitized()
    cases = [one for one in CASES if bounded or one.name != WIDE]
    todo = [(one.name, partial(check, one)) for one in cases]
    todo += tap.named(unreadable_is_one_line_and_2, a_wrong_case_fails)
    return tap.run((name, partial(in_a_folder, test, bounded)) for name, test in todo)


if __name__ == "__main__":
    sys.exit(main())
