/*
 * wait: a call on a socket that may have to wait, as CPython's sock_call_ex() makes it.
 *
 * With timeout None it is the plain blocking call; with a timeout it is poll() with what is left
 * of a monotonic deadline, then the call on the non-blocking descriptor. EINTR is retried (PEP
 * 475) unless the line was cancelled. The thread that evaluates the line calls.
 *
 *	struct wait w = {.call = c, .sock = s, .events = POLLIN};
 *	ssize_t n = wait_call(&w, attempt_recv, &ctx);
 *	if (n < 0)
 *		return wait_raise(c, n);
 */
#ifndef CORE_OPS_WAIT_H
#define CORE_OPS_WAIT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/notation/op.h"
#include "core/ops/sock.h"

/* Our own deadline passed; told apart from the kernel's ETIMEDOUT. */
#define WAIT_TIMED_OUT (-100000)
/* Already raised: pass on. */
#define WAIT_RAISED (-100001)

/* One attempt: what the system call gave, or -errno. */
typedef ssize_t (*wait_attempt)(struct run *run, int fd, void *ctx);

struct wait {
	struct call *call;
	struct sock *sock;
	short events;	     /* POLLIN or POLLOUT */
	bool poll_first;     /* poll even without a timeout: a connect() under way */
	bool has_deadline;   /* deadline_ns is set: for a call that is one of several */
	int64_t deadline_ns; /* monotonic */
};

/* >= 0 from the attempt; or -errno, -EINTR (only when cancelled), WAIT_TIMED_OUT. Raises
 * nothing. */
ssize_t wait_call(struct wait *w, wait_attempt attempt, void *ctx);

/* The attempt made just once, without poll() or retry: -EINTR is passed on. For connect(), which
 * goes on by itself when it is interrupted. */
ssize_t wait_once(struct wait *w, wait_attempt attempt, void *ctx);

/* Raise what wait_call() gave, in the name of the system call. Negative. */
int wait_raise(struct call *c, ssize_t code);

/* Wait until the socket is ready for events (deadline as in w). 0, or as wait_call(). */
int wait_ready(struct wait *w);

/* The descriptor, -1 once closed. */
static inline int sock_fd(const struct sock *s)
{
	return atomic_load_explicit(&s->fd, memory_order_acquire);
}

static inline int64_t sock_timeout(const struct sock *s)
{
	return atomic_load_explicit(&s->timeout_ns, memory_order_acquire);
}

/*
 * Before a close(fd), with the object closed already: wait at most 10 ms until every thread that
 * took this socket's descriptor has entered its system call, so that a new socket with the same
 * number is not taken for this one.
 */
void wait_settle(const struct sock *s, int fd);

#endif
