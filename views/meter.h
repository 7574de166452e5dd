/*
 * meter: rates from byte counters that are looked at now and then.
 *
 * Main thread. Each counted thing has an id; ids come in rising order with each look. A rate is
 * the difference over about the last second; what vanished takes its rate with it.
 *
 *	meter_begin(&m, now);
 *	for each thing: struct rate r = meter_put(&m, id, in, out);
 *	meter_end(&m);          // m.total is the sum
 */
#ifndef VIEWS_METER_H
#define VIEWS_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define METER_LOOKS 8 /* kept per thing: more than a second of looks five times a second */

struct rate {
	double in, out; /* bytes a second */
};

struct meter_slot {
	uint64_t id;
	uint64_t in[METER_LOOKS], out[METER_LOOKS]; /* newest first */
};

struct meter {
	struct rate total;
	/* private */
	int64_t at[METER_LOOKS]; /* when each look was, newest first */
	size_t looks;
	bool again; /* this look takes the place of the last one, which was too early to keep */
	struct meter_slot *now, *next;
	size_t nnow, nnext, cap_now, cap_next, pos;
};

void meter_begin(struct meter *m, int64_t now_ns);
struct rate meter_put(struct meter *m, uint64_t id, uint64_t in, uint64_t out);
void meter_end(struct meter *m);
void meter_free(struct meter *m);

#endif
