#include "core/load/histogram.h"

/* Durations below two rows of buckets have one each; then each doubling is cut into as many. */
static size_t bucket_of(int64_t ns)
{
	uint64_t n = ns > 0 ? (uint64_t)ns : 0;
	if (n < 2 * HISTOGRAM_SUB)
		return (size_t)n;
	unsigned shift = 63u - (unsigned)__builtin_clzll(n) - 6;
	size_t i = shift * HISTOGRAM_SUB + (size_t)(n >> shift);
	return i < HISTOGRAM_BUCKETS ? i : HISTOGRAM_BUCKETS - 1;
}

int64_t histogram_from(size_t i)
{
	if (i < 2 * HISTOGRAM_SUB)
		return (int64_t)i;
	size_t shift = i / HISTOGRAM_SUB - 1;
	return (int64_t)(HISTOGRAM_SUB + i % HISTOGRAM_SUB) << shift;
}

void histogram_add(struct histogram *h, int64_t ns)
{
	h->count++;
	h->sum_ns += ns;
	if (ns > h->max_ns)
		h->max_ns = ns;
	h->bucket[bucket_of(ns)]++;
}

int64_t histogram_percentile(const struct histogram *h, double percent)
{
	double wanted = (double)h->count * percent / 100;
	uint64_t seen = 0;
	if (h->count == 0)
		return 0;
	for (size_t i = 0; i < HISTOGRAM_BUCKETS; i++) {
		seen += h->bucket[i];
		if ((double)seen >= wanted && seen > 0) {
			int64_t end = histogram_from(i + 1) - 1;
			return end < h->max_ns ? end : h->max_ns;
		}
	}
	return h->max_ns;
}
