/*
 * histogram: how often which duration was seen, in buckets that grow with the duration, so that
 * each figure is right to 1.6 percent from a nanosecond to hours. Any thread, one owner.
 *
 *	struct histogram h = {0};
 *	histogram_add(&h, ns);
 *	int64_t p99 = histogram_percentile(&h, 99.0);
 */
#ifndef CORE_LOAD_HISTOGRAM_H
#define CORE_LOAD_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#define HISTOGRAM_SUB 64 /* buckets to each doubling */
#define HISTOGRAM_BUCKETS (42 * HISTOGRAM_SUB)

struct histogram {
	uint64_t count;
	int64_t sum_ns, max_ns;
	uint64_t bucket[HISTOGRAM_BUCKETS];
};

void histogram_add(struct histogram *h, int64_t ns);

/* The duration that percent of all were not longer than; 100 is the longest. 0 when empty. */
int64_t histogram_percentile(const struct histogram *h, double percent);

/* Where bucket i begins, in nanoseconds; it ends where the next one begins. */
int64_t histogram_from(size_t i);

#endif
