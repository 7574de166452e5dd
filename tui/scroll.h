/*
 * scroll: the arithmetic and the keys that everything with rows shares. Pure.
 */
#ifndef TUI_SCROLL_H
#define TUI_SCROLL_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/input.h"

/* Rows that one turn of the wheel moves. */
#define SCROLL_WHEEL 3

/* Does the key move in count rows, of which page are shown? Then *at is where to. Knows arrows, j
 * k, PageUp PageDown, Ctrl-B F, Home End, g G. *at is held inside count. */
bool scroll_key(const struct event *ev, size_t count, size_t page, size_t *at);

/* Move *at by delta, held inside count. */
void scroll_by(size_t *at, long delta, size_t count);

/* The first row to show so that at is seen, nearest to top, with no room left empty at the end. */
size_t scroll_top(size_t top, size_t at, size_t count, size_t page);

/* The largest first row: where the end is shown. */
size_t scroll_end(size_t count, size_t page);

#endif
