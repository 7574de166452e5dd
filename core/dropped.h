/*
 * dropped: notes of what was done when the last reference to a socket or file went, on their way
 * from whichever thread dropped it to the journal on the main thread.
 */
#ifndef CORE_DROPPED_H
#define CORE_DROPPED_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct dropped_note {
	struct dropped_note *next;
	int fd;
	const char *what;
	struct trace *trace;
};

struct dropped {
	pthread_mutex_t lock;
	struct dropped_note *notes; /* newest first */
	_Atomic bool lost; /* one, for the lack of memory: relaxed, it is told much later */
};

struct journal;

void dropped_init(struct dropped *d);
void dropped_fini(struct dropped *d);

/* Any thread: a book_dropped_fn, ctx is the struct dropped. Without memory the note is
 * lost, and the journal is told so. */
void dropped_add(void *ctx, int fd, const char *what, struct trace *trace);

/* Main thread: a row for each, oldest first, with its calls. */
void dropped_drain(struct dropped *d, struct journal *to);

#endif
