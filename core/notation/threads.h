/*
 * threads: the Threads that a notebook starts, listed so that whoever owns the notebook can wait
 * for them. The list is owned by the main thread; any thread of the notebook may start one.
 *
 *	threads_new(&run.threads, out, err);
 *	... run lines, threads_next_ended() now and then ...
 *	threads_join(run.threads, &run); // as Python at its end: those that are no daemons
 *	threads_free(run.threads);	// before what their run points to: book, servers
 */
#ifndef CORE_NOTATION_THREADS_H
#define CORE_NOTATION_THREADS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/notation/run.h"

struct threads;

/* out: where print() of a Thread goes; err: where the words of its uncaught error go, cleaned. Both
 * are written to by any thread at any time. 0 or -ENOMEM. */
int threads_new(struct threads **out_threads, struct sink out, struct sink err);

/* Cancel those that still run, and wait for them. From now on what they raise is not printed. NULL
 * is legal, here and next. */
void threads_cancel(struct threads *t);

/* The same, and free the list. */
void threads_free(struct threads *t);

/* Wait until all that are no daemons have ended, or until run is cancelled. */
void threads_join(struct threads *t, const struct run *run);

/* How many are running now, daemons too. */
size_t threads_running(struct threads *t);

/* What is told of a Thread that has ended; name, error and trace are the caller's. */
struct thread_end {
	char *name;	     /* "Thread-1 (sendall)"; NULL: out of memory */
	char *error;	     /* Python's last line, or NULL: it ended well */
	int line;	     /* where it was started */
	struct trace *trace; /* its system calls, where the line that started it had one; or NULL */
};

/* The next one that has ended since the last call. False: none has. */
bool threads_next_ended(struct threads *t, struct thread_end *out);

#endif
