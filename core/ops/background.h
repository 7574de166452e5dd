/*
 * background: blocking work that cannot be interrupted (the resolver of libc), on a thread of its
 * own, so that whoever waits for it can be cancelled. The job is counted: when its waiter gives
 * up, the thread frees it at its end.
 *
 *	struct lookup *l = ...;                     // starts with struct job
 *	int r = job_run(run, &l->job, "the resolver");
 *	if (r == 0) ... look at what work() left in l ...
 *	job_unref(&l->job);
 *
 * What nobody waits for is left to its thread: job_leave(&l->job).
 */
#ifndef CORE_OPS_BACKGROUND_H
#define CORE_OPS_BACKGROUND_H

#include <semaphore.h>
#include <stdatomic.h>

struct run;

struct job {
	void (*work)(struct job *); /* on the thread; no signal reaches it */
	void (*drop)(struct job *); /* frees it: whichever side lets go last */
	_Atomic int refs;
	sem_t done; /* posted when work() is; no descriptor, whose number the user would miss */
};

/* Set up with one reference; work and drop are set already. 0 or -errno. */
int job_init(struct job *j);

/* Run it and wait. 0 when work() is done (its writes are then visible); -EINTR: the line was
 * cancelled and the job goes on without us. Without a thread to be had, works in place. */
int job_run(struct run *run, struct job *j, const char *what);

/* Run it and go on at once: takes the reference. Without a thread to be had, works in place. */
void job_leave(struct job *j);

void job_unref(struct job *j);

#endif
