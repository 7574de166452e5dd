/*
 * pipe: one direction of a proxy: pieces of bytes on their way, each with the time it is due.
 *
 * Bounded: who has no room is not read from. One thread.
 */
#ifndef CORE_SERVER_HANDLERS_PIPE_H
#define CORE_SERVER_HANDLERS_PIPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* What is done to the bytes; 0: not. */
struct pipe_rules {
	int64_t delay_ns; /* each piece is held back for so long */
	int64_t merge_ns; /* a piece grows for so long before it goes */
	uint64_t cut;	  /* bytes sent at a time */
	uint64_t rate;	  /* bytes a second */
	uint64_t drop;	  /* every drop-th piece is swallowed */
};

struct pipe_piece;

struct pipe {
	const struct pipe_rules *rules;
	struct pipe_piece *first, *last;
	size_t held;	 /* bytes in all pieces */
	size_t waiting;	 /* pieces that are held */
	uint64_t pieces; /* that ever came, for drop */
	uint64_t passed; /* bytes sent on */
	int64_t next_ns; /* not before that: the gap of cut, the pace of rate */
	bool blocked;	 /* the receiver takes no more now */
	bool ended;	 /* the sender will send no more */
	bool done;	 /* and that was passed on, too */
};

void pipe_init(struct pipe *p, const struct pipe_rules *rules);
void pipe_fini(struct pipe *p);

bool pipe_has_room(const struct pipe *p);

/* Read from fd: how much (0 also at its end, and when nothing is there), or -errno. */
ssize_t pipe_fill(struct pipe *p, int fd);

/* The bytes of the last pipe_fill(); valid until the next call. */
const char *pipe_last(const struct pipe *p);

/* Send what is due to fd, and the half-close behind it. How much, or -errno. */
ssize_t pipe_drain(struct pipe *p, int fd);

/* When there is something to do without an event on a descriptor (monotonic); 0: nothing. */
int64_t pipe_due(const struct pipe *p);

#endif
