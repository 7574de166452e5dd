"""Clients that count what they sent and got, and compare it."""

import os
import random
import threading
import time
from dataclasses import dataclass

PIECE = 65536
PACKET = 8192  # the servers' max_packet_size


@dataclass
class Count:
    connections: int = 0
    sent: int = 0
    got: int = 0
    wrong: int = 0
    broken: int = 0  # connections that ended before the client was through


def receive(s, size):
    """So many bytes, or what came until the end."""
    data = b""
    while len(data) < size:
        more = s.recv(size - len(data))
        if not more:
            break
        data += more
    return data


def converse(served, count, rng, pieces):
    """One connection: pieces in lock-step, then a half-close that is answered by one."""
    count.connections += 1
    with served.socket() as s:
        for _ in range(pieces):
            data = rng.randbytes(rng.randint(1, PIECE))
            s.sendall(data)
            count.sent += len(data)
            back = receive(s, len(data))
            count.got += len(back)
            if len(back) < len(data):
                count.broken += 1
                return
            count.wrong += back != data
        s.shutdown(1)
        count.wrong += s.recv(1) != b""


def send_datagrams(served, count, rng, pieces):
    with served.socket() as s:
        for _ in range(pieces):
            data = rng.randbytes(rng.randint(0, PACKET))
            count.connections += 1
            s.send(data)
            count.sent += len(data)
            back = s.recv(PIECE)
            count.got += len(back)
            count.wrong += back != data


def client(served, count, over, seed):
    rng = random.Random(seed)
    talk = send_datagrams if served.datagrams else converse
    while not over.is_set():
        try:
            talk(served, count, rng, rng.randint(1, 20))
        except (ConnectionError, BrokenPipeError):
            count.broken += 1


def crowd(served, clients, seconds, beside=None):
    """So many clients for so long; the sum of their counts. Or as long as beside() runs, which is
    told when to be through."""
    over = threading.Event()
    counts = [Count() for _ in range(clients)]
    threads = [
        threading.Thread(target=client, args=(served, count, over, os.getpid() + number))
        for number, count in enumerate(counts)
    ]
    for thread in threads:
        thread.start()
    if beside:
        beside(time.monotonic() + seconds)
    else:
        time.sleep(seconds)  # the load is for so long
    over.set()
    for thread in threads:
        thread.join()
    names = Count.__dataclass_fields__
    return Count(**{name: sum(getattr(count, name) for count in counts) for name in names})


def echo(served, text=b"hello"):
    """Seconds until an honest client is answered."""
    began = time.monotonic()
    with served.socket() as s:
        s.sendall(text)
        assert receive(s, len(text)) == text, "no echo"
    return time.monotonic() - began
