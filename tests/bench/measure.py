"""What the kernel says of processes: CPU time and memory of a tree of them, and of everybody else.

CPU time of a tree is, for each process in it, its own (the CPU clock of the process, in
nanoseconds, which also holds what its ended threads took) and that of the children it has waited
for (cutime and cstime of /proc/PID/stat, in hundredths of a second, so a figure over a second is
good to one in a hundred). A child that nobody waited for yet is in the tree as a zombie. What the
kernel does for a packet is charged to whoever runs at that moment: on loopback mostly the sender.
"""

import glob
import os
import time

TICK = os.sysconf("SC_CLK_TCK")


def stat(pid):
    """The fields of /proc/PID/stat after the name, from state on; None where it is gone."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as f:
            return f.read().rpartition(b")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def tree(root):
    """{pid: stat} of the process and all its descendants."""
    all_stats = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            fields = stat(name)
            if fields:
                all_stats[int(name)] = fields
    members = {root} & set(all_stats)
    grows = True
    while grows:
        more = {pid for pid, fields in all_stats.items() if int(fields[1]) in members} - members
        grows = bool(more)
        members |= more
    return {pid: all_stats[pid] for pid in members}


def own_cpu(pid, fields):
    try:
        return time.clock_gettime(~pid << 3 | 2)  # CPUCLOCK_SCHED of that process
    except OSError:
        return (int(fields[11]) + int(fields[12])) / TICK


def cpu_of_tree(root):
    """Seconds."""
    total = 0.0
    for pid, fields in tree(root).items():
        total += own_cpu(pid, fields) + (int(fields[13]) + int(fields[14])) / TICK
    return total


def settled_cpu(root, limit=1.0):
    """The same once the tree has come to rest."""
    end = time.monotonic() + limit
    last = cpu_of_tree(root)
    while time.monotonic() < end:
        time.sleep(0.02)
        now = cpu_of_tree(root)
        if abs(now - last) < 0.0005:
            return now
        last = now
    return last


def pss_of_tree(root):
    """Bytes: each page divided by how many processes map it."""
    total = 0
    for pid in tree(root):
        try:
            with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as f:
                total += sum(int(line.split()[1]) for line in f if line.startswith("Pss:"))
        except (FileNotFoundError, ProcessLookupError):
            pass
    return total * 1024


def count_of_tree(root):
    """(processes, threads)."""
    members = tree(root)
    return len(members), sum(int(fields[17]) for fields in members.values())


def busy(processors):
    """Seconds that these processors have worked for anybody, or were taken away."""
    total = 0
    with open("/proc/stat", encoding="ascii") as f:
        for line in f:
            name, *fields = line.split()
            if name in {f"cpu{n}" for n in processors}:
                user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, fields[:8])
                total += user + nice + system + irq + softirq + steal
    return total / TICK


def machine():
    model = "unknown"
    with open("/proc/cpuinfo", encoding="utf-8") as f:
        for line in f:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": model,
        "kernel": os.uname().release,
        "date": time.strftime("%Y-%m-%d"),
        "sockets": len(glob.glob("/sys/devices/system/node/node[0-9]*")) or 1,
    }
