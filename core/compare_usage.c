#include "core/compare_usage.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"

static int64_t ticks_ns(uint64_t ticks)
{
	return (int64_t)(ticks * (uint64_t)NS_PER_S / (uint64_t)sysconf(_SC_CLK_TCK));
}

/* All threads of a process, those that ended too, to the nanosecond: ticks of 10 ms would lose much
 * of many small children. False: ask for ticks. */
static bool read_clock(int pid, int64_t *ns)
{
	clockid_t id;
	struct timespec t;
	if (clock_getcpuclockid(pid, &id) != 0 || clock_gettime(id, &t) < 0)
		return false;
	*ns = (int64_t)t.tv_sec * NS_PER_S + t.tv_nsec;
	return true;
}

static int read_line(int pid, char *line, size_t size)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	FILE *f = fopen(path, "re");
	if (!f)
		return -ESRCH;
	size_t n = fread(line, 1, size - 1, f);
	fclose(f);
	line[n] = '\0';
	return 0;
}

/* The name in brackets may hold anything, brackets too: what follows the last one is read. A
 * zombie is no process at work, but what it used counts. */
static int add_stat(int pid, struct compare_usage *to)
{
	char line[1024], state;
	uint64_t user, system, children_user, children_system, threads;
	int64_t own_ns;
	if (read_line(pid, line, sizeof line) < 0)
		return -ESRCH;
	const char *rest = strrchr(line, ')');
	if (!rest || sscanf(rest,
			 ") %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %" SCNu64 " %" SCNu64
			 " %" SCNu64 " %" SCNu64 " %*d %*d %" SCNu64,
			 &state, &user, &system, &children_user, &children_system, &threads) != 6)
		return -ESRCH;
	if (state != 'Z') {
		to->processes++;
		to->threads += threads;
	}
	to->cpu_ns += read_clock(pid, &own_ns) ? own_ns : ticks_ns(user + system);
	to->cpu_ns += ticks_ns(children_user + children_system);
	return 0;
}

static void add_memory(int pid, struct compare_usage *to)
{
	char path[64], line[256];
	uint64_t kib;
	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", pid);
	FILE *f = fopen(path, "re");
	if (!f)
		return;
	while (fgets(line, sizeof line, f))
		if (sscanf(line, "Pss: %" SCNu64, &kib) == 1)
			to->pss_bytes += kib * 1024;
	fclose(f);
}

static int add_process(int pid, struct compare_usage *to)
{
	int r = add_stat(pid, to);
	if (r == 0)
		add_memory(pid, to);
	return r;
}

int compare_usage_read(int pid, struct compare_usage *out)
{
	char path[64];
	int child;
	*out = (struct compare_usage){0};
	int r = add_process(pid, out);
	if (r < 0)
		return r;
	snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
	FILE *f = fopen(path, "re");
	while (f && fscanf(f, "%d", &child) == 1)
		add_process(child, out);
	if (f)
		fclose(f);
	return 0;
}

void compare_usage_raise(struct compare_usage *most, const struct compare_usage *now)
{
	if (now->processes > most->processes)
		most->processes = now->processes;
	if (now->threads > most->threads)
		most->threads = now->threads;
	if (now->pss_bytes > most->pss_bytes)
		most->pss_bytes = now->pss_bytes;
	if (now->cpu_ns > most->cpu_ns)
		most->cpu_ns = now->cpu_ns;
}
