/*
 * system_history: the last rates and queues of one socket, for its sparklines. Main thread.
 *
 *	system_history_add(&h, row);   // with each snapshot; begins anew where it is another socket
 */
#ifndef VIEWS_SYSTEM_HISTORY_H
#define VIEWS_SYSTEM_HISTORY_H

#include <stddef.h>
#include <stdint.h>

struct diag_row;

#define SYSTEM_HISTORY_MAX 240

enum system_trail { TRAIL_IN, TRAIL_OUT, TRAIL_RECVQ, TRAIL_SENDQ, TRAIL_COUNT };

struct system_history {
	uint64_t cookie;
	size_t n;
	uint64_t value[TRAIL_COUNT][SYSTEM_HISTORY_MAX]; /* oldest first */
};

void system_history_add(struct system_history *h, const struct diag_row *row);

/* The greatest value of a trail. */
uint64_t system_history_peak(const struct system_history *h, enum system_trail trail);

#endif
