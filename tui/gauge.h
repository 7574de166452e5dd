/* gauge: how much of how much, as a bar with a label in it or beside it. */
#ifndef TUI_GAUGE_H
#define TUI_GAUGE_H

#include <stdint.h>

#include "tui/draw.h"

/* A bar over the first line of r: value of max filled; past max it is full, and marked. label
 * (or NULL) stands behind the bar, inside r. */
void gauge_draw(struct screen *s, struct rect r, uint64_t value, uint64_t max, enum role role,
    const char *label);

/* Cells of a bar of w that value of max fills, in eighths: 0..8*w. A value above 0 fills at least
 * one. */
int gauge_eighths(uint64_t value, uint64_t max, int w);

#endif
