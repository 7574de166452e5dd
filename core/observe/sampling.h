/*
 * sampling: looks at all sockets, one after the other: snapshot, comparison, owners, filter, order.
 *
 * One thread; the results are wholes of their own, which any thread may have. The cockpit leaves it
 * to a sampler (sampler.h), `sockpit watch` does it itself:
 *
 *	sampling_look(s, &query);
 *	while (!sampling_find_owners(s, INT64_MAX))
 *		;
 *	struct sample *now = sampling_result(s, &query);
 */
#ifndef CORE_OBSERVE_SAMPLING_H
#define CORE_OBSERVE_SAMPLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/observe/diag.h"
#include "core/observe/filter.h"
#include "core/observe/owner.h"
#include "core/observe/rule.h"

/* Holders told of the watched socket. */
#define SAMPLE_HOLDERS_MAX 16

struct sampling_query {
	int64_t interval_ns; /* between two snapshots; 0: none is taken (frozen, hidden) */
	int64_t keep_ns;     /* so long a closed row stays, and a new or changed one is marked */
	unsigned protos;     /* DIAG_BIT()s */
	const struct filter *filter;   /* NULL: all rows */
	const struct diag_field *sort; /* NULL: the order of filter_select() */
	bool descending;
	struct rules *rules; /* to mark rows by, from the next look on; NULL: none */
	uint64_t watch;	     /* cookie of the row to tell all holders of; 0: none */
};

/* One look at the machine. The rows of the snapshot that pass the filter, in order, are
 * snapshot->rows[order[0]], ... order[count - 1]. */
struct sample {
	struct diag_snapshot *snapshot; /* NULL: error says why */
	uint32_t *order;
	size_t count;
	size_t live;		    /* rows that are not DIAG_CLOSED, passing or not */
	size_t marked;		    /* rows that a rule marks, passing or not */
	size_t rang;		    /* that one began to, since the result before */
	uint64_t rate_in, rate_out; /* of the rows that pass, bytes a second */
	uint64_t asked;		    /* the sampler's number of the query that it answers */
	struct owner holders[SAMPLE_HOLDERS_MAX];
	size_t nholders;
	int64_t took_ns; /* the dump alone */
	int error;	 /* -errno of the last snapshot, 0 */
};

void sample_free(struct sample *s); /* NULL is fine */

struct sampling;

int sampling_new(struct sampling **out); /* 0 or -ENOMEM */
void sampling_free(struct sampling *s);

/* Take a snapshot and compare it with the one before. 0 or as diag_take(). */
int sampling_look(struct sampling *s, const struct sampling_query *query);

/* Look for owners until none is pending or until that time (monotonic). True: nothing is left to
 * do. Pauses between passes are the caller's. */
bool sampling_find_owners(struct sampling *s, int64_t until_ns);

/* The last snapshot, filtered and sorted: a result of its own. NULL: out of memory. Until the next
 * look nothing is changed in the snapshot. */
struct sample *sampling_result(struct sampling *s, const struct sampling_query *query);

#endif
