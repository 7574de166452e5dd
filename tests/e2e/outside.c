#include "tests/e2e/outside.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define END_MS 5000

extern char **environ;

static int spawn(struct outside *o, const char *const *argv, const int in[2], const int out[2])
{
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in[0], 0);
	posix_spawn_file_actions_adddup2(&actions, out[1], 1);
	int r =
	    posix_spawnp(&o->pid, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	return -r;
}

int outside_start(struct outside *o, const char *const *argv)
{
	int in[2], out[2];
	if (pipe2(in, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0)
		return -errno;
	int r = spawn(o, argv, in, out);
	close(in[0]);
	close(out[1]);
	o->to = in[1];
	o->from = out[0];
	return r;
}

bool outside_wait(struct outside *o, const char *text, int ms)
{
	char got[4096] = "";
	size_t used = 0;
	while (strstr(got, text) == NULL) {
		struct pollfd p = {.fd = o->from, .events = POLLIN};
		if (used == sizeof(got) - 1 || poll(&p, 1, ms) <= 0)
			return false;
		ssize_t n = read(o->from, got + used, sizeof(got) - 1 - used);
		if (n <= 0)
			return false;
		used += (size_t)n;
		got[used] = '\0';
	}
	return true;
}

int outside_say(struct outside *o, const char *text)
{
	return write(o->to, text, strlen(text)) < 0 ? -errno : 0;
}

/* Has it ended within ms? */
static bool wait_end(pid_t pid, int ms)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	struct pollfd p = {.fd = fd, .events = POLLIN};
	bool ended = fd >= 0 && poll(&p, 1, ms) == 1;
	if (fd >= 0)
		close(fd);
	return ended;
}

int outside_end(struct outside *o)
{
	int status;
	close(o->to);
	bool by_itself = wait_end(o->pid, END_MS);
	if (!by_itself)
		kill(o->pid, SIGKILL);
	waitpid(o->pid, &status, 0);
	close(o->from);
	return by_itself && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int outside_connect(struct outside *o, int port)
{
	return outside_python(o, port, "");
}

int outside_python(struct outside *o, int port, const char *data)
{
	static const char program[] =
	    "import socket, sys\n"
	    "data = sys.argv[2].encode()\n"
	    "s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))\n"
	    "s.sendall(data)\n"
	    "got = b''\n"
	    "while len(got) < len(data):\n"
	    "    got += s.recv(65536) or sys.exit('cut off')\n"
	    "print('back' if got == data else 'wrong', flush=True)\n"
	    "sys.stdin.read()\n";
	char number[16];
	snprintf(number, sizeof(number), "%d", port);
	return outside_start(o, (const char *[]){"python3", "-c", program, number, data, NULL});
}

int outside_nc(struct outside *o, int port, const char *data)
{
	char number[16];
	snprintf(number, sizeof(number), "%d", port);
	int r = outside_start(o, (const char *[]){"nc", "-N", "127.0.0.1", number, NULL});
	return r < 0 ? r : outside_say(o, data);
}
