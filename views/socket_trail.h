/*
 * socket_trail: the states that TCP sockets were seen in, one after the other, with times.
 *
 * Each look adds what the kernel says now; what passed between two looks was not seen, and is not
 * made up. Main thread.
 *
 *	trails_begin(&t);
 *	trails_see(&t, row->id, facts.tcp_state, facts.error, at_ns);   // for each socket
 *	trails_end(&t);                                                   // forgets the others
 *	const struct trail *way = trails_find(&t, id);
 */
#ifndef VIEWS_SOCKET_TRAIL_H
#define VIEWS_SOCKET_TRAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRAIL_MAX 16 /* states kept of a socket: of a longer way the oldest go */

struct trail_step {
	int state;     /* the kernel's number */
	bool reset;    /* it came to CLOSE by an RST, or a refused connection */
	int64_t at_ns; /* monotonic: when it was first seen so */
};

struct trail {
	uint64_t id;
	bool met; /* in this look */
	struct trail_step step[TRAIL_MAX];
	size_t n;
};

struct trails {
	struct trail *trail;
	size_t n, cap;
};

/* Add a state to a trail where it is another than the last. */
void trail_add(struct trail *t, int state, bool reset, int64_t at_ns);

/* The last step; NULL: none was seen. */
const struct trail_step *trail_last(const struct trail *t);

void trails_begin(struct trails *t);
/* state 0 (no TCP) adds nothing. 0 or -ENOMEM. */
int trails_see(struct trails *t, uint64_t id, int state, bool reset, int64_t at_ns);
void trails_end(struct trails *t);

/* Valid until the next look; NULL: nothing was seen of it. */
const struct trail *trails_find(const struct trails *t, uint64_t id);
void trails_free(struct trails *t);

#endif
