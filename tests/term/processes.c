/* The processes that a program on a terminal left behind: found by session or mark. */
#include "tests/term/term_private.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Read a whole small file of /proc; the bytes read, 0 where it is gone. */
static size_t read_proc(pid_t pid, const char *name, char *out, size_t size)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	size_t used = 0;
	ssize_t n;
	while (used < size - 1 && (n = read(fd, out + used, size - 1 - used)) > 0)
		used += (size_t)n;
	close(fd);
	out[used] = '\0';
	return used;
}

/* State and session, from /proc/PID/stat (proc(5)); the name in it may hold anything but ends in
 * ')'. */
static bool read_stat(pid_t pid, char *state, int *session)
{
	char text[1024];
	if (read_proc(pid, "stat", text, sizeof(text)) == 0)
		return false;
	const char *end = strrchr(text, ')');
	return end != NULL && sscanf(end, ") %c %*d %*d %d", state, session) == 2;
}

static bool is_marked(pid_t pid, const char *mark)
{
	static const size_t size = 65536;
	char *env = malloc(size);
	if (env == NULL)
		return false;
	size_t len = read_proc(pid, "environ", env, size);
	bool found = len > 0 && memmem(env, len, mark, strlen(mark) + 1) != NULL;
	free(env);
	return found;
}

/* A session keeps the number of its leader, ended or not: where another process has that, it is one
 * of its own, and nobody is left in ours. */
static bool is_our_session(const struct term *t, int session)
{
	return session == t->pid && !(t->ended && kill(t->pid, 0) == 0);
}

static bool is_ours(const struct term *t, pid_t pid)
{
	char state;
	int session;
	if (pid == getpid() || !read_stat(pid, &state, &session) || state == 'Z' || state == 'X')
		return false;
	return is_our_session(t, session) || is_marked(pid, t->mark);
}

size_t term_processes(const struct term *t, pid_t *pids, size_t max)
{
	size_t n = 0;
	DIR *proc = opendir("/proc");
	if (proc == NULL)
		return 0;
	for (struct dirent *d = readdir(proc); d != NULL; d = readdir(proc)) {
		pid_t pid = (pid_t)strtol(d->d_name, NULL, 10);
		if (pid <= 0 || !is_ours(t, pid))
			continue;
		if (n < max)
			pids[n] = pid;
		n++;
	}
	closedir(proc);
	return n;
}

static bool are_few(struct term *t, void *ctx)
{
	return term_processes(t, NULL, 0) <= *(size_t *)ctx;
}

bool term_wait_processes(struct term *t, size_t at_most, int ms)
{
	/* The end of a process that is not our child tells nobody: look again every few ms. */
	for (; ms > 0; ms -= 10)
		if (term_wait(t, are_few, &at_most, 10))
			return true;
	return are_few(t, &at_most);
}
