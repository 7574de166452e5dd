/*
 * bars: a bar and a sparkline as text, to stand in a cell or behind a label. Any thread.
 */
#ifndef VIEWS_BARS_H
#define VIEWS_BARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BARS_CELLS_MAX 32
#define BARS_TEXT_MAX (4 * BARS_CELLS_MAX + 1)

/* cells cells, as many of them filled as value is of max; past max all. Returns text. */
const char *bars_gauge(
    uint64_t value, uint64_t max, int cells, bool ascii, char text[BARS_TEXT_MAX]);

/* The newest values at the right, scaled to their maximum; nothing but blanks while all are 0. */
const char *bars_spark(
    const double *values, size_t n, int cells, bool ascii, char text[BARS_TEXT_MAX]);

#endif
