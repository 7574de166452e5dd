/*
 * engine: tasks on threads of their own, one per task, and how a waiting one is cancelled.
 *
 * Owned by the main thread. Not a pool: somebody may park thirty accepts. A waiting call is the
 * real system call on the unmodified descriptor; cancelling sets the task's flag and signals its
 * thread, again and again until the task has ended, so that no race between the look at the flag
 * and the system call can lose it.
 *
 *	engine_start(e, &line->task);
 *	poll(engine_fd(e)) ... while ((t = engine_reap(e))) ...
 */
#ifndef CORE_ENGINE_H
#define CORE_ENGINE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/notation/run.h"

struct engine;

/* Embedded in what the caller wants to run; touched by the worker only through work(). */
struct task {
	void (*work)(struct task *); /* runs on the worker */
	struct waiter waiter;	     /* shared: see run.h */
	struct engine *engine;
	pthread_t thread;
	_Atomic int tid;	  /* the worker stores it with release; 0 before */
	_Atomic bool ended;	  /* the same: work() is done */
	struct task *prev, *next; /* among the running ones */
	struct task *done_next;	  /* among the ended ones, until reaped */
};

int engine_new(struct engine **out); /* 0, -ENOMEM, -EMFILE */
void engine_free(struct engine *e);  /* no task may run any more */

/* Start work() on a thread. 0, or -EAGAIN when the system gives no more threads. */
int engine_start(struct engine *e, struct task *t);

/* Ask a running task to end; its waiting call returns EINTR. Returns at once. */
void engine_cancel(struct engine *e, struct task *t);

/*
 * Wait until each running task has ended or sleeps in the system call it said it waits in: what is
 * submitted next then comes after it, as in a notebook without a screen. For each at most ns of
 * what it computes and sleeps itself; where the machine is busy that is longer, but at most 1 s.
 */
void engine_settle(const struct engine *e, int64_t ns);

/* Readable when engine_reap() would give a task, or when a cancelled one has to be signalled
 * again, which engine_reap() does too. */
int engine_fd(const struct engine *e);

/* An ended task, its thread joined; NULL when there is none. */
struct task *engine_reap(struct engine *e);

/* The running tasks, newest first; NULL when there is none. */
struct task *engine_newest(const struct engine *e);

/* Let this thread's system calls be interrupted by engine_interrupt(), and by no other signal:
 * the first thing that a thread does whose waiting calls may be cancelled. */
void engine_thread_init(void);
void engine_interrupt(pthread_t thread);

#endif
