/*
 * compare_measure: the figures by which runs are compared, a row for each. Table, bars, winner and
 * exports all read these rows. Pure; any thread.
 */
#ifndef CORE_COMPARE_MEASURE_H
#define CORE_COMPARE_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/compare.h"

enum compare_unit {
	COMPARE_PER_SECOND,
	COMPARE_NS,
	COMPARE_PERCENT, /* of one processor */
	COMPARE_COUNT,
	COMPARE_BYTES,
};

enum compare_better { COMPARE_NEUTRAL, COMPARE_MORE, COMPARE_LESS };

struct compare_measure {
	const char *key;   /* in exports: "latency_p99_ns" */
	const char *title; /* of a column: "P99" */
	const char *name;  /* in words: "latency, 99 of 100 within" */
	enum compare_unit unit;
	enum compare_better better;
	double (*get)(const struct compare_run *r); /* negative: not known */
};

/* The most important first; the first one decides who wins. */
#define COMPARE_MEASURES 12
extern const struct compare_measure compare_measures[COMPARE_MEASURES];

/* What the first one counts under this load: "connections", "requests", "datagrams". */
const char *compare_counts(const struct model *m, const struct compare_load *l);

/* Errors, wrong answers and requests without one. */
uint64_t compare_failures(const struct compare_run *r);

/* Does it take part in the ranking? A run that ended, was answered, and lost nothing. */
bool compare_ranks(const struct compare_run *r);

/* Is run i the best of all that rank? Several are when they are equal; none where only one ranks,
 * or where better is neutral. */
bool compare_is_best(
    const struct compare_run *runs, size_t n, size_t i, const struct compare_measure *m);

/* "waiting", "running", "done", "failed", "cancelled". */
const char *compare_state_name(enum compare_state state);

#endif
