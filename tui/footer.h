/*
 * footer: the keys that work now, "n new  Enter actions  q quit". A click presses the key. Where it
 * is narrow the least important go.
 */
#ifndef TUI_FOOTER_H
#define TUI_FOOTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/draw.h"
#include "tui/input.h"

#define FOOTER_MAX 32

struct footer_item {
	uint32_t key;
	unsigned mods;
	const char *text;
	int priority; /* 0 stays longest; the highest number goes first */
};

struct footer {
	/* Borrowed until the next draw; at most FOOTER_MAX are shown. */
	const struct footer_item *items;
	size_t n;
	struct rect area[FOOTER_MAX]; /* private */
};

void footer_draw(struct footer *f, struct screen *s, struct rect r);

/* Was ev a click on a key? Then *pressed is that key's event, to be handled as if it had been
 * typed. */
bool footer_hit(const struct footer *f, const struct event *ev, struct event *pressed);

/* Which items fit into w columns: shown[i]. For tests. */
void footer_fit(const struct footer_item *items, size_t n, int w, bool *shown);

#endif
