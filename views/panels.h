/*
 * panels: which of a view's panels has the keys, which are shown, and where. Main thread.
 *
 *	struct panels p = {.n = PANEL_COUNT};
 *	if (panels_single(&p, r))
 *		panels_fill(&p, r);
 *	else
 *		... p.area[PANEL_TABLE] = upper half ...
 *	if (p.area[PANEL_TABLE].h > 0)
 *		... draw it, as the one with the keys where p.focus == PANEL_TABLE ...
 */
#ifndef VIEWS_PANELS_H
#define VIEWS_PANELS_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/input.h"
#include "tui/layout.h"

#define PANELS_MAX 4

struct panels {
	size_t n;
	size_t focus;
	bool zoomed;
	bool wide;		      /* for a projector: none beside another */
	bool hidden[PANELS_MAX];      /* has nothing to show: Tab passes it */
	struct rect area[PANELS_MAX]; /* h 0: not shown in this frame */
};

/* From these sizes on several panels are shown at a time. */
#define PANELS_MIN_W 60
#define PANELS_MIN_H 12

/* Is only the one with the keys shown in r? Then it gets all of it. */
bool panels_single(const struct panels *p, struct rect r);

/* Set every area: the focused panel takes r. */
void panels_fill(struct panels *p, struct rect r);

void panels_step(struct panels *p, int step);

/* How many are shown at once. */
size_t panels_shown(const struct panels *p);

/* A mouse press gives the keys to the panel under it; a wheel is meant for the panel under it
 * without that. The panel an event is for. */
size_t panels_for(struct panels *p, const struct event *ev);

/* A blank column at both sides of text in a box, where there is room for that. */
struct rect panels_inside(struct rect r);

#endif
