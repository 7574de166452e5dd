/*
 * follow: the lines under way, and a word when one of them ends.
 *
 * Main thread. Looks at the journal after each submit and each session_tick().
 *
 *	follow_look(&f, journal, on_end, ctx);
 */
#ifndef VIEWS_FOLLOW_H
#define VIEWS_FOLLOW_H

#include <stddef.h>
#include <stdint.h>

struct journal;
struct journal_row;

struct follow {
	uint64_t seen;	   /* newest row looked at */
	uint64_t *running; /* rows that had not ended then, oldest first */
	size_t n, cap;
};

/* Call ended() for every row that has ended since the last look, notes included. 0 or -ENOMEM. */
int follow_look(struct follow *f, const struct journal *j,
    void (*ended)(void *ctx, const struct journal_row *row), void *ctx);

void follow_free(struct follow *f);

#endif
