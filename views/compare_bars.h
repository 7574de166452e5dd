/*
 * compare_bars: a comparison drawn: bars, a group for each measure, and the latencies' histograms,
 * one under the other on the same scale. Main thread.
 */
#ifndef VIEWS_COMPARE_BARS_H
#define VIEWS_COMPARE_BARS_H

#include "core/export/compare_export.h"
#include "tui/draw.h"
#include "tui/input.h"
#include "tui/widget.h"

struct compare_bars {
	size_t top; /* first group shown */
	/* private */
	size_t shown; /* groups in the last frame */
};

void compare_bars_draw(
    struct compare_bars *b, struct screen *s, struct rect r, const struct compare_result *c);
enum intent compare_bars_key(struct compare_bars *b, const struct event *ev);

/* How many were answered how fast: short to the left, long to the right, each step the same
 * factor. */
void compare_histogram_draw(struct screen *s, struct rect r, const struct compare_result *c);

#endif
