"""The turns: what one target does once, and what was seen. Each returns a dict:

    value      operations a second, or whatever the group counts (see groups.py)
    cpu_us     CPU microseconds of the target for each operation, where there is a server
    generator  share of one processor that the generator took, 1.0 being all of it
    others     share of one processor that went to programs that are not ours
    errors     wrong or missing answers
"""

import json
import os
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager

from measure import busy, count_of_tree, pss_of_tree, settled_cpu
from targets import Missing, Server, kill_group, need, start

GRACE = 20  # seconds that anything may take beyond its time


def last_json(text):
    try:
        return json.loads(text.strip().split("\n")[-1])
    except ValueError:
        return None


def generate(place, command, limit):
    """Run a generator to its end; (what it printed, its CPU seconds)."""
    need(command[0])
    before = os.times()
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=limit,
        check=False,
        preexec_fn=place.generator,
        start_new_session=True,
    )
    after = os.times()
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    seen = last_json(done.stdout)
    if seen is None:
        raise Missing((done.stderr.strip().split("\n") or [""])[-1] or "it printed no result")
    return seen, cpu


def load(place, programs, server, how, clients, seconds, size=64):
    """A running server under the bare generator."""
    at = ["127.0.0.1", str(server.port)]
    command = [programs.gen, how, *at, str(clients), str(seconds), str(size)]
    before, busy_before = settled_cpu(server.pid), busy(place.processors)
    seen, cpu = generate(place, command, seconds + GRACE)
    busy_after, served = busy(place.processors), settled_cpu(server.pid) - before
    operations = max(seen["operations"], 1)
    return {
        "value": seen["operations"] / seen["seconds"],
        "cpu_us": served / operations * 1e6,
        "generator": cpu / seen["seconds"],
        "others": max(0.0, (busy_after - busy_before - served - cpu) / seen["seconds"]),
        "errors": seen["errors"] + seen["lost"],
    }


@contextmanager
def held(place, programs, port, clients):
    """So many connections, each of which was answered once, while the with statement lasts."""
    holder = subprocess.Popen(
        [programs.gen, "hold", "127.0.0.1", str(port), str(clients)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=place.generator,
        start_new_session=True,
    )
    try:
        if holder.stdout.readline() != "held\n":
            raise Missing("the connections could not be held")
        yield
    finally:
        rest, _ = holder.communicate()
    if last_json(rest)["errors"]:
        raise Missing("wrong answers")


def hold(place, programs, target, clients):
    """Memory of a server for each of many idle connections."""
    with Server(target, place) as server:
        before = pss_of_tree(server.pid)
        with held(place, programs, server.port, clients):
            settled_cpu(server.pid)
            after, (processes, threads) = pss_of_tree(server.pid), count_of_tree(server.pid)
    return {
        "value": (after - before) / clients / 1000,
        "processes": processes,
        "threads": threads,
        "errors": 0,
    }


def dump(place, programs, how, server, clients, times):
    """Milliseconds for a list of all TCP sockets, of which there are twice as many as clients."""
    with Server(server, place) as target, held(place, programs, target.port, clients):
        seen, _ = generate(place, [programs.dump, how, str(times)], GRACE)
    return {
        "value": seen["ms"],
        "cpu_us": seen["cpu_ms"] * 1000,
        "sockets": seen["sockets"],
        "errors": seen["sockets"] < 2 * clients,
    }


# ---- bytes one way ----


def push(place, programs, command, folder, megabytes, times):
    """A sender that connects to our sink and sends a file so many times; bytes a second."""
    path = os.path.join(folder, f"{megabytes}M")
    if not os.path.exists(path):
        with open(path, "wb") as f:
            for _ in range(megabytes):
                f.write(os.urandom(1 << 20))
    with tempfile.TemporaryFile() as messages:
        sink = start([programs.gen, "sink"], place.generator, messages)
        try:
            port = sink.stdout.readline().split()[1].decode()
            sender = start(command(port, path, times), place.server, messages)
            sender.stdout.read()
            _, status, usage = os.wait4(sender.pid, 0)
            sender.returncode = os.waitstatus_to_exitcode(status)
            if sender.returncode:
                messages.seek(0)
                raise Missing(messages.read().decode().strip().split("\n")[-1])
            seen = last_json(sink.communicate(timeout=GRACE)[0].decode())
        finally:
            kill_group(sink.pid, signal.SIGKILL)
            sink.wait()
    whole = megabytes * times << 20
    return {
        "value": seen["operations"] / seen["seconds"] / 1e6,
        "cpu_us": (usage.ru_utime + usage.ru_stime) / (megabytes * times) * 1e6,
        "generator": seen["cpu"] / seen["seconds"],
        "errors": seen["errors"] + (seen["operations"] != whole),
    }


# ---- a generator as target ----


def drive(place, server, command, seconds):
    """A generator at a bare server: what it says it did, and what it took itself."""
    words = [word.format(port=server.port, seconds=seconds) for word in command]
    before, busy_before = settled_cpu(server.pid), busy(place.processors)
    seen, cpu = generate(place, words, seconds + GRACE)
    busy_after, served = busy(place.processors), settled_cpu(server.pid) - before
    operations = max(operations_of(seen), 1)
    return {
        "value": operations / seen["seconds"],
        "cpu_us": cpu / operations * 1e6,
        "generator": cpu / seen["seconds"],
        "others": max(0.0, (busy_after - busy_before - served - cpu) / seen["seconds"]),
        "errors": sum(seen.get(key, 0) for key in ("errors", "wrong", "timeouts", "lost")),
    }


def operations_of(seen):
    return seen["operations"] if "operations" in seen else seen["requests"]


# ---- programs that run to their end ----


def run_once(place, command, times=1):
    """Milliseconds for each run, the whole of it. Spawned, which costs us next to nothing, from
    the processor where it is to run."""
    need(command[0])
    kept = os.sched_getaffinity(0)
    with open(os.devnull, "r+b") as null:
        files = [(os.POSIX_SPAWN_DUP2, null.fileno(), fd) for fd in (0, 1, 2)]
        place.server()
        began = time.monotonic()
        failed = 0
        for _ in range(times):
            pid = os.posix_spawnp(command[0], command, os.environ, file_actions=files)
            failed += os.waitpid(pid, 0)[1] != 0
        wall = time.monotonic() - began
        os.sched_setaffinity(0, kept)
    return {"value": wall / times * 1000, "errors": failed}
