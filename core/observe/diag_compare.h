/*
 * diag_compare: what happened between two snapshots: rates, what is new, has changed, was closed.
 *
 * Pure; the thread that owns the newer snapshot, before it shares it.
 *
 *	diag_compare(now, before, 3 * NS_PER_S);
 */
#ifndef CORE_OBSERVE_DIAG_COMPARE_H
#define CORE_OBSERVE_DIAG_COMPARE_H

#include <stdint.h>

#include "core/observe/diag.h"

/*
 * Fill in of each row of now its marks, times and rates, and take over the owner that before knew.
 * Rows of before that are gone are appended as DIAG_CLOSED until they have been so for keep_ns; a
 * row stays marked as new or changed for as long. A socket listed twice, because the list moved
 * while it was read, stays once. before may be NULL: then nothing is new. 0 or -ENOMEM.
 */
int diag_compare(struct diag_snapshot *now, const struct diag_snapshot *before, int64_t keep_ns);

/* The same after a time in which nobody looked: nothing is new, changed or closed, nothing has a
 * rate. Only since when a socket is in its state is taken over, and which rules told of it. 0 or
 * -ENOMEM. */
int diag_compare_after_pause(struct diag_snapshot *now, const struct diag_snapshot *before);

#endif
