/*
 * dropped: notes of sockets that closed with the last reference to them, on their way from
 * whichever thread dropped it to the journal on the main thread.
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
	int err;	  /* close()'s errno, 0: none */
	int64_t start_ns; /* when it was closed, monotonic */
	int64_t duration_ns;
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
void dropped_add(void *ctx, uint64_t id, int fd, int close_errno, int64_t duration_ns);

/* Main thread: a row for each, oldest first, with its close(). */
void dropped_drain(struct dropped *d, struct journal *to);

#endif
