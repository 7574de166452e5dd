#include "core/ops/wait.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/notation/exc.h"
#include "core/ops/sys.h"

#define SETTLE_NS (10 * NS_PER_MS)
#define SETTLE_STEP_NS (NS_PER_MS / 10)

/* ---- who is on the way into the kernel with our descriptor ---- */

static _Atomic int *enter(struct sock *s)
{
	int tid = (int)syscall(SYS_gettid);
	for (size_t i = 0; i < SOCK_USERS; i++) {
		int none = 0;
		if (atomic_compare_exchange_strong(&s->user[i], &none, tid))
			return &s->user[i];
	}
	return NULL;
}

static void leave(_Atomic int *user)
{
	if (user)
		atomic_store(user, 0);
}

/* Does the thread sit in a system call on fd, or in a poll()? proc(5), /proc/pid/syscall. */
static bool is_in_kernel(int tid, int fd)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/self/task/%d/syscall", tid);
	FILE *f = fopen(path, "re");
	if (!f)
		return true; /* it has ended, or this kernel does not tell */
	long nr = -1;
	unsigned long arg = 0;
	int fields = fscanf(f, "%ld %lx", &nr, &arg);
	fclose(f);
	return fields == 2 && (nr == SYS_poll || arg == (unsigned long)fd);
}

static bool is_settled(const struct sock *s, int fd)
{
	for (size_t i = 0; i < SOCK_USERS; i++) {
		int tid = atomic_load(&s->user[i]);
		if (tid && !is_in_kernel(tid, fd))
			return false;
	}
	return true;
}

void wait_settle(const struct sock *s, int fd)
{
	int64_t deadline = clock_mono_ns() + SETTLE_NS;
	const struct timespec step = {.tv_nsec = SETTLE_STEP_NS};
	while (!is_settled(s, fd) && clock_mono_ns() < deadline)
		nanosleep(&step, NULL);
}

/* ---- the wait itself ---- */

static bool cancelled(const struct wait *w)
{
	return run_cancelled(w->call->run);
}

static int rest_ms(const struct wait *w)
{
	return w->has_deadline ? clock_ms_until(w->deadline_ns) : -1;
}

/* A signal alone ends nothing, where the line could have been cancelled by one. */
static bool is_interrupted(const struct wait *w, ssize_t code)
{
	return code == -EINTR && !w->call->run->by_signal;
}

static bool expired(const struct wait *w)
{
	return w->has_deadline && clock_mono_ns() > w->deadline_ns;
}

int wait_ready(struct wait *w)
{
	short revents;
	for (;;) {
		int fd = sock_fd(w->sock);
		if (fd < 0)
			return 0; /* the call itself then says EBADF, as in CPython */
		if (cancelled(w))
			return -EINTR;
		if (expired(w))
			return WAIT_TIMED_OUT;
		int r = sys_poll(w->call->run, fd, w->events, rest_ms(w), &revents);
		if (r > 0)
			return 0;
		if (r == 0)
			return WAIT_TIMED_OUT;
		if (!is_interrupted(w, r))
			return r;
	}
}

static ssize_t attempt_uncancelled(struct wait *w, wait_attempt attempt, void *ctx)
{
	for (;;) {
		if (cancelled(w))
			return -EINTR;
		ssize_t r = attempt(w->call->run, sock_fd(w->sock), ctx);
		if (!is_interrupted(w, r))
			return r;
	}
}

static ssize_t wait_loop(struct wait *w, wait_attempt attempt, void *ctx)
{
	int64_t timeout = sock_timeout(w->sock);
	if (timeout > 0 && !w->has_deadline) {
		w->has_deadline = true;
		w->deadline_ns = clock_mono_ns() + timeout;
	}
	for (;;) {
		int r = timeout > 0 || w->poll_first ? wait_ready(w) : 0;
		if (r < 0)
			return r;
		ssize_t n = attempt_uncancelled(w, attempt, ctx);
		if (n != -EAGAIN || timeout <= 0)
			return n;
	}
}

static _Atomic int *begin(struct wait *w)
{
	_Atomic int *user = enter(w->sock);
	run_wait_begin(w->call->run, w->call->op->waits, sock_fd(w->sock));
	return user;
}

static void end(struct wait *w, _Atomic int *user)
{
	run_wait_end(w->call->run);
	leave(user);
}

ssize_t wait_call(struct wait *w, wait_attempt attempt, void *ctx)
{
	if (sock_timeout(w->sock) == 0 && !w->poll_first)
		return attempt_uncancelled(w, attempt, ctx);
	_Atomic int *user = begin(w);
	ssize_t r = wait_loop(w, attempt, ctx);
	end(w, user);
	return r;
}

ssize_t wait_once(struct wait *w, wait_attempt attempt, void *ctx)
{
	if (cancelled(w))
		return -EINTR;
	_Atomic int *user = begin(w);
	ssize_t r = attempt(w->call->run, sock_fd(w->sock), ctx);
	end(w, user);
	return r;
}

int wait_raise(struct call *c, ssize_t code)
{
	if (code == WAIT_RAISED)
		return -EINVAL;
	if (code == WAIT_TIMED_OUT)
		return sock_raise_timeout(c);
	return sock_raise(c, (int)-code);
}
