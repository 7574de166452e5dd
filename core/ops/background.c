#include "core/ops/background.h"

#include <errno.h>

#include "core/notation/run.h"
#include "core/quiet_thread.h"

int job_init(struct job *j)
{
	atomic_init(&j->refs, 1);
	return sem_init(&j->done, 0, 0) < 0 ? -errno : 0;
}

void job_unref(struct job *j)
{
	if (atomic_fetch_sub_explicit(&j->refs, 1, memory_order_acq_rel) != 1)
		return;
	sem_destroy(&j->done);
	j->drop(j);
}

static void *job_thread(void *arg)
{
	struct job *j = arg;
	j->work(j);
	sem_post(&j->done);
	job_unref(j);
	return NULL;
}

static int start(struct job *j)
{
	pthread_t thread;
	pthread_attr_t attr;
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	atomic_fetch_add_explicit(&j->refs, 1, memory_order_relaxed);
	int r = quiet_thread_start(&thread, &attr, job_thread, j);
	if (r < 0)
		atomic_fetch_sub_explicit(&j->refs, 1, memory_order_relaxed);
	pthread_attr_destroy(&attr);
	return r;
}

static int wait_done(struct run *run, struct job *j)
{
	do {
		if (run_cancelled(run))
			return -EINTR;
	} while (sem_wait(&j->done) < 0); /* EINTR: perhaps the line was cancelled */
	return 0;
}

void job_leave(struct job *j)
{
	if (start(j) < 0)
		j->work(j);
	job_unref(j);
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
