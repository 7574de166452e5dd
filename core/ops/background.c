#include "core/ops/background.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "core/notation/run.h"

int job_init(struct job *j)
{
	atomic_init(&j->refs, 1);
	j->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return j->done_fd < 0 ? -errno : 0;
}

void job_unref(struct job *j)
{
	if (atomic_fetch_sub_explicit(&j->refs, 1, memory_order_acq_rel) != 1)
		return;
	if (j->done_fd >= 0)
		close(j->done_fd);
	j->drop(j);
}

static void *job_thread(void *arg)
{
	struct job *j = arg;
	j->work(j);
	/* pairs with the acquire in wait_done(): what work() wrote is then seen */
	atomic_store_explicit(&j->done, true, memory_order_release);
	eventfd_write(j->done_fd, 1); /* cannot be full: this is its only write */
	job_unref(j);
	return NULL;
}

/* Start the thread with every signal blocked: those of the program are for its other threads. */
static int start(struct job *j)
{
	pthread_t thread;
	pthread_attr_t attr;
	sigset_t all, old;
	sigfillset(&all);
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	atomic_fetch_add_explicit(&j->refs, 1, memory_order_relaxed);
	int r = pthread_create(&thread, &attr, job_thread, j);
	if (r)
		atomic_fetch_sub_explicit(&j->refs, 1, memory_order_relaxed);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	pthread_attr_destroy(&attr);
	return -r;
}

static int wait_done(struct run *run, struct job *j)
{
	while (!atomic_load_explicit(&j->done, memory_order_acquire)) {
		struct pollfd p = {.fd = j->done_fd, .events = POLLIN};
		if (run_cancelled(run))
			return -EINTR;
		poll(&p, 1, -1);
	}
	return 0;
}

int job_run(struct run *run, struct job *j, const char *what)
{
	if (start(j) < 0) {
		j->work(j);
		return 0;
	}
	run_wait_begin(run, what, -1);
	int r = wait_done(run, j);
	run_wait_end(run);
	return r;
}
