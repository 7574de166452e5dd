"""The command line of sockpit, as the manual page tells it: what it prints where, how it ends."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from functools import partial

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import tap  # noqa: E402

SOCKPIT = os.path.abspath(os.environ.get("SOCKPIT", "./sockpit"))
LIMIT = 30

ABSENT = {  # what a notebook does not have, and what the message calls it
    "for x in y: pass": "for",
    "while 1: pass": "while",
    "if 1: pass": "if",
    "def f(): pass": "def",
    "class A: pass": "class",
    "with x: pass": "with",
    "x = lambda: 1": "lambda",
    "x = [a for a in b]": "for",
    "import os": "os",
    "raise OSError": "raise",
    "return": "return",
    "yield 1": "yield",
    "global x": "global",
    "nonlocal x": "nonlocal",
    "async def f(): pass": "async",
    "await x": "await",
    "@x": "@",
    "x = 1 if y else 2": "if",
    "x = y = 1": "a = b = c",
    "x += 1": "+=",
    "x: int = 1": "annotation",
    "(x := 1)": ":=",
    "a, (b, c) = 1, (2, 3)": "targets within targets",
    "a, *b = 1, 2": "*args",
    "x[0] = 1": "changing of items",
    "del x[0]": "changing of items",
    "del x.y": "del of an attribute",
    "x = {1: 2}": "dict",
    "x = {1, 2}": "dict",
    'x = f"{y}"': "f-string",
    "x = 1j": "complex numbers",
    "x = 2 ** 3": "**",
    "x = a @ b": "@",
    "x = ...": "...",
    'x = "\\N{BULLET}"': "\\N{...}",
    "f(*x)": "*args",
    "f(**x)": "**",
    "from socket import *": "import *",
    "import socket.x": "packages",
    "from . import x": "packages",
}

UNKNOWN = {  # what is found missing when the line runs, and the class of the error
    "isinstance(1, int)": "NameError",
    "float('1')": "NameError",
    "list((1, 2))": "NameError",
    "range(3)": "NameError",
    "print(__name__)": "NameError",
    "'a'.upper()": "AttributeError",
    "'a b'.split()": "AttributeError",
    "[1].append(2)": "AttributeError",
    "socket.socket().share(1)": "AttributeError",
    "socket.socket.bind": "AttributeError",
    "socket.AF_INET = 1": "AttributeError",
    "threading.Lock()": "AttributeError",
    "struct.unpack_from('B', b'a')": "AttributeError",
    "print(1, flush=True)": "TypeError",
    "print(1, file=2)": "TypeError",
    "threading.Thread(target=print, name='x')": "TypeError",
    "'%(a)s' % 1": "TypeError",
    "ExceptionGroup('a', [OSError()]).message": "AttributeError",
    "open('x', 'w')": "ValueError",
    "int('\\u0663')": "ValueError",
    "'a'.encode('utf-16')": "LookupError",
    "struct.unpack('Q', b'\\xff' * 8)": "OverflowError",
}


def run(*args, given="", env=None):
    return subprocess.run(
        [SOCKPIT, *args],
        input=given,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
        env=env,
    )


def expect(done, status, out=None, last=None):
    """The exit status, stdout, and the last line of stderr ("": nothing there at all)."""
    assert done.returncode == status, f"status {done.returncode}, not {status}: {done}"
    assert out is None or done.stdout == out, f"printed {done.stdout!r}, not {out!r}"
    lines = done.stderr.splitlines() or [""]
    assert last is None or lines[-1] == last, f"last on stderr {lines[-1]!r}, not {last!r}"


def one_line_on_stderr(done, status):
    expect(done, status, out="")
    assert len(done.stderr.splitlines()) == 1, f"on stderr: {done.stderr!r}"


def in_file(text):
    """A notebook in the folder of this test."""
    path = os.path.join(os.environ.get("TMPDIR", "/tmp"), "nb.py")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def help_and_version_go_to_stdout():
    for option in ("--help", "-h"):
        done = run(option)
        expect(done, 0, last="")
        assert done.stdout.startswith("usage: sockpit")
    done = run("--version")
    expect(done, 0, last="")
    assert re.fullmatch(r"sockpit \d+\.\d+\S*\n", done.stdout), done.stdout
    for command in ("serve", "load", "watch"):
        done = run(command, "--help")
        expect(done, 0, last="")
        assert done.stdout.startswith(f"usage: sockpit {command}")


def what_cannot_be_printed_is_one_line_and_1():
    told = ["--help", "--version", "--settings", "serve --help", "serve --models", "load --help"]
    for words in (*told, "watch --help", "watch --fields", "serve TCPServer :0"):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run(
                [SOCKPIT, *words.split()],
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                timeout=LIMIT,
                check=False,
            )
        expect(done, 1)
        assert re.fullmatch("sockpit.*: No space left on device\n", done.stderr), (words, done)


def wrong_usage_is_one_line_and_2():
    missing = in_file("pass") + ".missing"
    wrong = [("--nonsense",), ("-c",), ("a.py", "b.py"), (missing,), ("serve",), ("load",)]
    wrong += [("serve", "NoSuchModel", ":0"), ("serve", "TCPServer", "nonsense")]
    wrong += [("serve", "TCPServer", "127.0.0.1:99999"), ("load", "nonsense")]
    for args in wrong:
        one_line_on_stderr(run(*args), 2)


HOSTILE = "/no\x1b[31m\u202e"

WRONG_WORDS = {  # what is asked for, with the word that the message has to name
    "serve TCPServer :0 extra": "extra",
    "serve TCPServer :0 --jsno": "--jsno",
    "serve TCPServer :0 --json=3": "--json=3",
    "serve TCPServer :0 --timeout": "--timeout",
    "serve TCPServer :0 --timeout never": "never",
    "serve TCPServer :0 -x": "-x",
    "serve TCPServer :0 --max-children 3": "--max-children",
    "serve TCPServer :0 --max-packet 3": "--max-packet",
    "serve UDPServer :0 --timeout 3": "--timeout",
    "serve UDPServer :0 --backlog 3": "--backlog",
    "serve UDPServer :0 --handler Http": "Http",
    "serve TCPServer :0 --handler Ecko": "Ecko",
    "serve UnixStreamServer unix:x --reuse-port": "--reuse-port",
    "serve UnixStreamServer :0": "UnixStreamServer",
    "serve UnixDatagramServer unix-dgram:/x": "unix-dgram:/x",
    "serve UDPServer udp::0": "udp::0",
    "serve UnixStreamServer unix:@": "unix:@",
    "serve NoSuchModel :0": "NoSuchModel",
    "load :1 :2": ":2",
    "load :1 --persistant": "--persistant",
    "load :1 --requests 1 --seconds 1": "--seconds",
    "load udp::1 --size 65508": "--size",
    "watch --nonsense": "--nonsense",
    "--theme purple": "purple",
    "watch --count": "--count",
    "watch --count 0": "0",
    "watch --count 2x": "2x",
    "watch --interval 0.009": "0.009",
    "watch --interval nan": "nan",
}


def refused(words):
    """What it says of wrong usage."""
    done = run(*words.split())
    one_line_on_stderr(done, 2)
    return done.stderr


def wrong_usage_names_the_word():
    for words, wrong in WRONG_WORDS.items():
        said = refused(words)
        assert f"'{wrong}'" in said or f"no {wrong}:" in said, said


def what_there_is_is_told_where_a_name_is_wrong():
    for words, there in (
        ("--theme purple", "(dark, light, contrast or mono)"),
        ("serve NoSuchModel :0", "(--models lists them)"),
        ("serve TCPServer :0 --handler Ecko", "(--models lists them)"),
    ):
        said = refused(words)
        assert there in said, said


def a_wrong_address_says_what_the_model_takes():
    for words, takes in (
        ("serve UnixDatagramServer unix-dgram:/x", "write unix:PATH"),
        ("serve UnixDatagramServer :0", "takes unix:PATH"),
        ("serve UDPServer udp::0", "write HOST:PORT"),
        ("serve UDPServer unix:/x", "takes HOST:PORT"),
    ):
        said = refused(words)
        assert takes in said, said


def what_is_told_of_a_wrong_word_is_cleaned():
    for words in (
        ("serve", "TCPServer", ":0", "--handler", HOSTILE),
        ("serve", "TCPServer", ":0", "--timeout", HOSTILE),
        ("serve", "TCPServer", HOSTILE),
        ("serve", HOSTILE, ":0"),
        ("load", HOSTILE),
        ("watch", "--count", HOSTILE),
        ("watch", f"pid:{HOSTILE}"),
        ("--theme", HOSTILE),
        ("-i", HOSTILE),
        (HOSTILE,),
        (f"--{HOSTILE}",),
        (f"-{HOSTILE}",),
    ):
        done = run(*words)
        assert done.returncode == 2 and done.stderr, f"{words}: {done}"
        assert not re.search("[\x1b\u202e]", done.stderr), f"{words}: {done.stderr!r}"


def options_are_in_every_help_and_in_the_manual():
    summary = run("--help").stdout
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../docs/sockpit.1")
    with open(path, encoding="utf-8") as f:
        manual = dict(re.findall(r"^\.Ss sockpit (\w+)$(.*?)(?=^\.S[sh] )", f.read(), re.M | re.S))
    for command in ("serve", "load", "watch"):
        told = set(re.findall(r"^ +(?:-h, )?--([a-z-]+)", run(command, "--help").stdout, re.M))
        assert len(told) > 3 and "help" in told, told
        part = re.search(rf"sockpit {command} (.*?)(?=\n +sockpit|\n\n)", summary, re.S)[1]
        assert set(re.findall(r"\[--([a-z-]+)", part)) == told - {"help"}, (told, part)
        written = set(re.findall(r"^\.It Fl -([a-z-]+)", manual[command], re.M))
        assert written == told - {"help"}, f"{command}: {written ^ told}"


def no_terminal_is_one_line_and_2():
    one_line_on_stderr(run(), 2)


def runs_lines_a_file_and_stdin():
    expect(run("-c", "print(1)\nprint('é')"), 0, "1\né\n", "")
    expect(run(in_file("x = 5\nx\nprint(x)\n")), 0, "5\n", "")
    expect(run("-", given="print(2)\n"), 0, "2\n", "")
    expect(run("-c", ""), 0, "", "")


def an_error_ends_with_1_and_its_line():
    done = run(in_file("print('before')\nimport socket\nsocket.socket(99)\nprint('after')\n"))
    expect(done, 1, "before\n", "OSError: [Errno 97] Address family not supported by protocol")
    assert 'nb.py", line 3' in done.stderr and "socket.socket(99)" in done.stderr, done.stderr


def a_syntax_error_is_shown_before_anything_runs():
    done = run(in_file("print('before')\n\nx = (1,\n  2]\n"))
    expect(done, 1, "")
    assert 'nb.py", line 4' in done.stderr and "  2]" in done.stderr.replace("    ", "  ")
    assert done.stderr.splitlines()[-1].startswith("SyntaxError: ")


def what_is_not_of_the_notation_says_so():
    for text, name in ABSENT.items():
        path = in_file(f"print('before')\n{text}\n")
        done = run(path)
        last = f"SyntaxError: sockpit notebooks have no '{name}' ({path}, line 2)"
        expect(done, 1, "", last)
        assert text in done.stderr and "^" in done.stderr, done.stderr


def what_is_unknown_when_it_runs_can_be_caught():
    before = "import socket, struct, threading\n"
    for text, kind in UNKNOWN.items():
        done = run("-c", before + text)
        expect(done, 1, "")
        assert done.stderr.splitlines()[-1].startswith(f"{kind}: "), done.stderr
        expect(run("-c", f"{before}try: {text}\nexcept {kind}: print('caught')"), 0, "caught\n", "")


def ints_past_64_bits_say_so():
    for text in ("9223372036854775807 + 1", "1 << 63", "-9223372036854775807 - 2", "2 * (1 << 62)"):
        done = run("-c", f"print({text})")
        expect(done, 1, "")
        last = done.stderr.splitlines()[-1]
        assert last.startswith("OverflowError: ") and "64 bits" in last, last


def bad_input_is_refused_in_words():
    deep = "(" * 10000 + ")" * 10000
    large = "9" * 100000
    for text in ("x = 'a\0b'\n", f"x = {deep}\n", f"x = {large}\n", "\xff\n", "-" * 20000):
        done = run("-", given=text)
        expect(done, 1, "")
        last = done.stderr.splitlines()[-1]
        assert re.match(r"[A-Z]\w*(Error|Exception): .", last), last
    expect(run("-", given=f"print(len('{'x' * 1000000}'))\n"), 0, "1000000\n", "")


def explain_comes_after_the_error():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        text = f"import socket\nsocket.socket().bind({taken.getsockname()!r})"
        plain, explained = run("-c", text), run("--explain", "-c", text)
    expect(plain, 1, "", "OSError: [Errno 98] Address already in use")
    expect(explained, 1, "")
    assert len(explained.stderr) > len(plain.stderr), explained.stderr
    assert str(os.getpid()) in explained.stderr, explained.stderr


def the_journal_has_every_call():
    path = os.path.join(os.environ.get("TMPDIR", "/tmp"), "calls.json")
    lines = "import socket\na, b = socket.socketpair()\na.send(b'hi')\nb.recv(9)\na.recv(1, 64)"
    expect(run("--journal", path, "-c", lines), 1)
    with open(path, encoding="utf-8") as f:
        records = [json.loads(line) for line in f]
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600, oct(os.stat(path).st_mode)
    assert [r["seq"] for r in records] == list(range(1, len(records) + 1))
    assert all(r["schema_version"] == 1 and r["time"] and "line" in r for r in records)
    calls = [(r["call"], r["ret"], r["errno"]) for r in records if "call" in r]
    wanted = [("socketpair", 0, None), ("sendto", 2, None), ("recvfrom", 2, None)]
    assert calls[:4] == [*wanted, ("recvfrom", -1, "EAGAIN")], calls
    assert all(r["args"] and r["duration_ns"] >= 0 for r in records if "call" in r)
    for before, record in zip(records, records[1:]):  # no call comes before its line
        assert "call" not in record or record["time"] >= before["time"], (before, record)


def a_journal_that_nobody_reads_is_one_line_and_2():
    pipe = os.path.join(os.environ.get("TMPDIR", "/tmp"), "pipe")
    os.mkfifo(pipe)
    done = run("--journal", pipe, "-c", "pass")
    one_line_on_stderr(done, 2)
    assert "a pipe that nobody reads" in done.stderr, done.stderr


def the_journal_follows_no_link():
    folder = os.environ.get("TMPDIR", "/tmp")
    target, link = (os.path.join(folder, name) for name in ("target", "link"))
    with open(target, "w", encoding="utf-8") as f:
        f.write("precious")
    os.symlink(target, link)
    assert run("--journal", link, "-c", "pass").returncode != 0
    with open(target, encoding="utf-8") as f:
        assert f.read() == "precious"


def start(*args):
    return subprocess.Popen(
        [SOCKPIT, *args],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def first_line(server):
    found = re.fullmatch(r"serving (\w+) on (\S+) \(pid (\d+)\)\n", server.stdout.readline())
    assert found, server.stderr.read()
    return found.groups()


def echo(address, data):
    with socket.create_connection(address, LIMIT) as client:
        client.sendall(data)
        client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65536), b""))


def serve_echoes_and_sums_up():
    for model in ("ThreadingTCPServer", "ForkingTCPServer", "TCPServer"):
        server = start("serve", model, "127.0.0.1:0", "--json")
        name, where, pid = first_line(server)
        assert name == model and int(pid) > 0
        address = ("127.0.0.1", int(where.rsplit(":", 1)[1]))
        for data in (b"x", b"0123456789" * 6554, b""):
            assert echo(address, data) == data
        server.send_signal(signal.SIGTERM)
        out, err = server.communicate(timeout=LIMIT)
        assert server.returncode == 0 and not err, (server.returncode, err)
        events = [json.loads(line) for line in out.splitlines()]
        assert all("event" in event for event in events)
        last = events[-1]
        assert last["event"] == "summary" and last["connections"] == 3, last
        assert last["bytes_received"] == last["bytes_sent"] == 65541, last


def serve_sums_up_one_and_tells_the_signal_that_killed_it():
    server = start("serve", "ThreadingTCPServer", ":0")
    _, where, pid = first_line(server)
    assert echo(("127.0.0.1", int(where.rsplit(":", 1)[1])), b"x") == b"x"
    os.kill(int(pid), signal.SIGKILL)
    out, err = server.communicate(timeout=LIMIT)
    one = "1 connection, 1 request, 1 byte received, 1 byte sent, 0 refused, 0 errors\n"
    assert out == one, out
    assert server.returncode == 1 and err.endswith(" process was killed by SIGKILL\n"), err


def serve_stops_though_a_client_stays():
    for sig in (signal.SIGINT, signal.SIGTERM):
        server = start("serve", "ForkingTCPServer", ":0")
        where = first_line(server)[1]
        assert where.startswith("127.0.0.1:"), where
        with socket.create_connection(("127.0.0.1", int(where.rsplit(":", 1)[1]))) as client:
            client.sendall(b"x")
            assert client.recv(1) == b"x"
            server.send_signal(sig)
            server.communicate(timeout=2)
        assert server.returncode == 0


def serve_never_listens_on_all_by_accident():
    for address in (":0", "*:0", "localhost:0"):
        server = start("serve", "TCPServer", address)
        where = first_line(server)[1]
        server.terminate()
        _, err = server.communicate(timeout=LIMIT)
        assert where.startswith("127.0.0.1:") and not err, (address, where, err)
    for address in ("0.0.0.0:0", "0:0", "[::]:0", "[::ffff:0.0.0.0]:0"):
        server = start("serve", "TCPServer", address)
        first_line(server)
        server.terminate()
        _, err = server.communicate(timeout=LIMIT)
        assert err == "sockpit serve: listening on all addresses of this machine\n", (address, err)


def load_without_a_host_is_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        listener.settimeout(LIMIT)
        for address in (f":{port}", f"*:{port}"):
            client = start("load", address, "--requests", "1", "--clients", "1")
            connection, _ = listener.accept()
            with connection:
                data = b""
                while len(data) < 64:
                    data += connection.recv(64)
                connection.sendall(data)
                client.communicate(timeout=LIMIT)
            assert client.returncode == 0, client.returncode


def serve_removes_its_unix_path():
    path = os.path.join(os.environ.get("TMPDIR", "/tmp"), "s")
    server = start("serve", "ThreadingUnixStreamServer", f"unix:{path}")
    assert first_line(server)[1] == f"unix:{path}"
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(path)
        client.sendall(b"by path")
        assert client.recv(100) == b"by path"
    server.terminate()
    server.communicate(timeout=LIMIT)
    assert server.returncode == 0 and not os.path.exists(path)


def serve_leaves_the_files_of_others():
    path = os.path.join(os.environ.get("TMPDIR", "/tmp"), "file")
    with open(path, "w", encoding="utf-8") as f:
        f.write("mine")
    one_line_on_stderr(run("serve", "UnixStreamServer", f"unix:{path}"), 1)
    with open(path, encoding="utf-8") as f:
        assert f.read() == "mine"


def an_address_in_use_names_who_holds_it():
    with open("/proc/self/comm", encoding="utf-8") as f:
        holder = f"{f.read().strip()} (pid {os.getpid()})"
    path = os.path.join(os.environ.get("TMPDIR", "/tmp"), "taken")
    with socket.create_server(("127.0.0.1", 0)) as taken, socket.socket(socket.AF_UNIX) as named:
        named.bind(path)
        named.listen()
        for model, where in (
            ("TCPServer", f"127.0.0.1:{taken.getsockname()[1]}"),
            ("UnixStreamServer", f"unix:{path}"),
        ):
            done = run("serve", model, where)
            one_line_on_stderr(done, 1)
            assert f"{where} is held by {holder}" in done.stderr, done.stderr
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        done = run("serve", "UDPServer", f"127.0.0.1:{taken.getsockname()[1]}")
        one_line_on_stderr(done, 1)
        assert holder in done.stderr, done.stderr


def load_says_once_that_nobody_is_there():
    missing = "unix:" + os.path.join(os.environ.get("TMPDIR", "/tmp"), "missing")
    with socket.socket() as stream, socket.socket(type=socket.SOCK_DGRAM) as datagram:
        ports = []
        for taken in (stream, datagram):  # bound, but it takes nothing from us
            taken.bind(("127.0.0.1", 0))
            ports.append(taken.getsockname()[1])
        datagram.close()
        for where, why in (
            (f"127.0.0.1:{ports[0]}", "Connection refused"),
            (f"udp:127.0.0.1:{ports[1]}", "Connection refused"),
            (missing, "No such file or directory"),
            (missing.replace("unix:", "unix-dgram:"), "No such file or directory"),
        ):
            done = run("load", where, "--seconds", "1000")
            one_line_on_stderr(done, 1)
            assert done.stderr.startswith(f"sockpit load: {where}: {why}"), done.stderr
        result = json.loads(run("load", f"127.0.0.1:{ports[0]}", "--json").stdout)
        assert result["requests"] == 0 and result["latency_ns"] is None, result


def load_checks_what_comes_back():
    server = start("serve", "ThreadingTCPServer", ":0")
    where = first_line(server)[1]
    done = run("load", where[9:], "--requests", "200", "--clients", "4", "--json")
    expect(done, 0)
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["requests"] == 200 and result["address"] == where, result
    seconds = re.search(r'"seconds":([0-9.]+)', done.stdout)[1]
    assert len(seconds.replace(".", "").lstrip("0")) <= 9, seconds
    server.terminate()
    out, _ = server.communicate(timeout=LIMIT)
    assert "12800 bytes received" in out, out
    upper = start("serve", "ThreadingTCPServer", ":0", "--handler", 'Reply(b"no")')
    assert run("load", first_line(upper)[1], "--requests", "10").returncode == 1
    upper.terminate()
    upper.communicate(timeout=LIMIT)


def watch_finds_a_listener():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        done = run("watch", "--json", "--count", "1", f"port:{port}", "state:listen")
    expect(done, 0, last="")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert any(str(port) in json.dumps(row) for row in rows), rows


TESTS = tap.named(
    help_and_version_go_to_stdout,
    what_cannot_be_printed_is_one_line_and_1,
    wrong_usage_is_one_line_and_2,
    wrong_usage_names_the_word,
    what_there_is_is_told_where_a_name_is_wrong,
    a_wrong_address_says_what_the_model_takes,
    what_is_told_of_a_wrong_word_is_cleaned,
    options_are_in_every_help_and_in_the_manual,
    no_terminal_is_one_line_and_2,
    runs_lines_a_file_and_stdin,
    an_error_ends_with_1_and_its_line,
    a_syntax_error_is_shown_before_anything_runs,
    what_is_not_of_the_notation_says_so,
    what_is_unknown_when_it_runs_can_be_caught,
    ints_past_64_bits_say_so,
    bad_input_is_refused_in_words,
    explain_comes_after_the_error,
    the_journal_has_every_call,
    a_journal_that_nobody_reads_is_one_line_and_2,
    the_journal_follows_no_link,
    serve_echoes_and_sums_up,
    serve_sums_up_one_and_tells_the_signal_that_killed_it,
    serve_stops_though_a_client_stays,
    serve_never_listens_on_all_by_accident,
    load_without_a_host_is_this_machine,
    serve_removes_its_unix_path,
    serve_leaves_the_files_of_others,
    an_address_in_use_names_who_holds_it,
    load_says_once_that_nobody_is_there,
    load_checks_what_comes_back,
    watch_finds_a_listener,
)


def in_a_folder(test):
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = folder
        test()


def main():
    return tap.run((name, partial(in_a_folder, test)) for name, test in TESTS)


if __name__ == "__main__":
    sys.exit(main())
