#include "core/server/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/clock.h"

extern char **environ;

/* Past the numbers that the descriptors get in the new process, so that none covers another. */
#define ABOVE SERVICE_FIRST_FREE

/* How often to look where nothing tells that the process ended. */
#define LOOK_MS 10

struct handed {
	int listener, control, shm; /* copies at ABOVE or higher; -1: none */
};

static int copy_above(int fd, int *out)
{
	*out = fcntl(fd, F_DUPFD_CLOEXEC, ABOVE);
	return *out < 0 ? -errno : 0;
}

static void close_handed(struct handed *h)
{
	int fds[] = {h->listener, h->control, h->shm};
	for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

static int add_actions(posix_spawn_file_actions_t *fa, const struct handed *h, unsigned flags)
{
	int r = posix_spawn_file_actions_addopen(fa, 0, "/dev/null", O_RDWR, 0);
	if (r == 0)
		r = posix_spawn_file_actions_adddup2(fa, 0, 1);
	if (r == 0 && !(flags & PROCESS_STDERR))
		r = posix_spawn_file_actions_adddup2(fa, 0, 2);
	if (r == 0)
		r = posix_spawn_file_actions_adddup2(fa, h->listener, SERVICE_LISTENER);
	if (r == 0)
		r = posix_spawn_file_actions_adddup2(fa, h->control, SERVICE_CONTROL);
	if (r == 0)
		r = posix_spawn_file_actions_adddup2(fa, h->shm, SERVICE_SHM);
	if (r == 0)
		r = posix_spawn_file_actions_addclosefrom_np(fa, SERVICE_SHM + 1);
	return -r;
}

/* A session of its own: a process group that ends with all its children, and for the scheduler one
 * among others (autogroups, sched(7)), however many threads it has. No signal blocked or
 * ignored. */
static int set_attributes(posix_spawnattr_t *attr)
{
	sigset_t none, all;
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_setsigmask(attr, &none);
	posix_spawnattr_setsigdefault(attr, &all);
	return -posix_spawnattr_setflags(
	    attr, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

static int spawn(int *pid, const struct shm *shm, const struct handed *h, unsigned flags)
{
	char *argv[] = {"sockpit", SERVER_PROCESS_ARG, shm->config->model, NULL};
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t attr;
	int r = -posix_spawn_file_actions_init(&fa);
	if (r < 0)
		return r;
	r = -posix_spawnattr_init(&attr);
	if (r < 0)
		goto out;
	r = set_attributes(&attr);
	if (r == 0)
		r = add_actions(&fa, h, flags);
	if (r == 0)
		r = -posix_spawn(pid, "/proc/self/exe", &fa, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
out:
	posix_spawn_file_actions_destroy(&fa);
	return r;
}

int process_spawn(struct process *p, const struct shm *shm, int listener, unsigned flags)
{
	struct handed h = {-1, -1, -1};
	int pair[2];
	*p = PROCESS_NONE;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return -errno;
	shm->config->parent = getpid();
	int r = copy_above(listener, &h.listener);
	if (r == 0)
		r = copy_above(pair[1], &h.control);
	if (r == 0)
		r = copy_above(shm->fd, &h.shm);
	if (r == 0)
		r = spawn(&p->pid, shm, &h, flags);
	close_handed(&h);
	close(pair[1]);
	if (r < 0) {
		close(pair[0]);
		p->pid = 0;
		return r;
	}
	p->control = pair[0];
	p->pidfd = (int)syscall(SYS_pidfd_open, p->pid, 0); /* glibc has it from 2.36 on */
	return 0;
}

int process_send(const struct process *p, enum command what, int64_t ns)
{
	struct service_message m = {.what = (int32_t)what, .ns = ns};
	if (p->control < 0)
		return -EPIPE;
	if (send(p->control, &m, sizeof m, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		return -errno;
	return 0;
}

int process_receive(const struct process *p, struct service_message *m)
{
	ssize_t n = recv(p->control, m, sizeof *m, MSG_DONTWAIT);
	if (n == (ssize_t)sizeof *m)
		return 1;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	return -EPIPE;
}

static void forget(struct process *p)
{
	if (p->pidfd >= 0)
		close(p->pidfd);
	if (p->control >= 0)
		close(p->control);
	*p = PROCESS_NONE;
}

/* Until it ended or ms passed; perhaps shorter. Without a pidfd: look again soon. */
static void wait_end(const struct process *p, int ms)
{
	struct pollfd ended = {.fd = p->pidfd, .events = POLLIN};
	poll(&ended, 1, p->pidfd < 0 && ms > LOOK_MS ? LOOK_MS : ms);
}

static pid_t wait_until(const struct process *p, int64_t deadline, int *status)
{
	for (;;) {
		int rest = clock_ms_until(deadline);
		pid_t r = waitpid(p->pid, status, WNOHANG);
		if (r != 0 || rest == 0)
			return r;
		wait_end(p, rest);
	}
}

static pid_t wait_for_ever(const struct process *p, int *status)
{
	pid_t r;
	do
		r = waitpid(p->pid, status, 0);
	while (r < 0 && errno == EINTR);
	return r;
}

int process_reap(struct process *p, int ms, int *status)
{
	pid_t r = ms < 0 ? wait_for_ever(p, status)
			 : wait_until(p, clock_mono_ns() + ms * NS_PER_MS, status);
	if (r == 0)
		return -ETIMEDOUT;
	if (r < 0)
		*status = 0;
	forget(p);
	return 0;
}

void process_silence(struct process *p)
{
	kill(p->pid, SIGKILL);
	if (p->control >= 0)
		close(p->control);
	p->control = -1;
}

void process_ask_end(const struct process *p)
{
	process_send(p, COMMAND_END, 0);
	kill(p->pid, SIGTERM); /* for one that is deep in a handler */
}

void process_end(struct process *p, int ms, int *status)
{
	if (p->pid == 0)
		return;
	process_ask_end(p);
	if (process_reap(p, ms, status) == 0)
		return;
	kill(-p->pid, SIGKILL);
	process_reap(p, -1, status);
}
