/*
 * tabs: the views in the header, "1 Sockets  2 Servers ...", answering the mouse. Where it is
 * narrow it shows all numbers and the active name.
 */
#ifndef TUI_TABS_H
#define TUI_TABS_H

#include <stddef.h>

#include "tui/draw.h"
#include "tui/input.h"
#include "tui/widget.h"

#define TABS_MAX 9

struct tabs {
	const char *const *names;
	size_t n;		    /* at most TABS_MAX */
	size_t active;		    /* from 0 */
	struct rect area[TABS_MAX]; /* private */
};

/* Draws over the first line of r; returns the columns used. */
int tabs_draw(struct tabs *t, struct screen *s, struct rect r);

/* A click on a tab: INTENT_SELECT with t->active set. Keys are the owner's. */
enum intent tabs_key(struct tabs *t, const struct event *ev);

#endif
