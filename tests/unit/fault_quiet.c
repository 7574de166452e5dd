#include "tests/unit/fault_quiet.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first line of /proc/PID/task/TID/NAME, "" where it cannot be read. */
static void read_line(pid_t pid, const char *tid, const char *name, char line[512])
{
	char path[128];
	line[0] = '\0';
	snprintf(path, sizeof path, "/proc/%d/task/%s/%s", pid, tid, name);
	FILE *f = fopen(path, "re");
	if (!f)
		return;
	if (!fgets(line, 512, f))
		line[0] = '\0';
	fclose(f);
}

/* Sleeping, ended, or gone since. */
static bool thread_sleeps(pid_t pid, const char *tid)
{
	char line[512];
	read_line(pid, tid, "stat", line);
	const char *name_end = strrchr(line, ')');
	return !name_end || strchr("SZX", name_end[2]);
}

static bool children_sleep(pid_t pid, const char *tid)
{
	char line[512], *rest = line;
	read_line(pid, tid, "children", line);
	for (long child; (child = strtol(rest, &rest, 10)) > 0;)
		if (!fault_quiet((pid_t)child))
			return false;
	return true;
}

bool fault_quiet(pid_t pid)
{
	char path[64];
	const struct dirent *thread;
	bool quiet = true;
	snprintf(path, sizeof path, "/proc/%d/task", pid);
	DIR *threads = opendir(path);
	while (threads && quiet && (thread = readdir(threads)))
		if (thread->d_name[0] != '.')
			quiet = thread_sleeps(pid, thread->d_name) &&
				children_sleep(pid, thread->d_name);
	if (threads)
		closedir(threads);
	return quiet;
}
