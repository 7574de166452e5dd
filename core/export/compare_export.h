/*
 * compare_export: a comparison as text for other programs. Any thread.
 *
 *	struct buf text = {0};
 *	if (compare_export_csv(&result, &text) == 0) ... write buf_text(&text) ...
 *	buf_free(&text);
 *
 * CSV (RFC 4180, but lines end with a newline alone): a row for each model, titles first. JSON: one
 * object with the load and an array of runs, each with its histogram as in `sockpit load --json`.
 * What is not known is empty in the one and null in the other.
 */
#ifndef CORE_EXPORT_COMPARE_EXPORT_H
#define CORE_EXPORT_COMPARE_EXPORT_H

#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/compare.h"

struct compare_result {
	const char *handler; /* as the notation writes it: "Delay(0.3)" */
	int64_t wall_ns;     /* when it began */
	long processors;
	struct compare_load load;
	const struct compare_run *runs; /* borrowed */
	size_t n;
};

/* Both append to `to`. 0 or -ENOMEM. */
int compare_export_csv(const struct compare_result *r, struct buf *to);
int compare_export_json(const struct compare_result *r, struct buf *to);

#endif
