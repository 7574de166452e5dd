/*
 * view: one row per view. A new view is one file and one line in views.c.
 *
 * Main thread. Each hook may be NULL where a view has no use for it.
 */
#ifndef VIEWS_VIEW_H
#define VIEWS_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/draw.h"
#include "tui/input.h"
#include "tui/widget.h"

struct cockpit;
struct list;
struct panels;

struct view {
	const char *name; /* in the header: "Sockets" */
	const char *help; /* one line, for the help */

	int (*open)(struct cockpit *c, void **state); /* 0 or -ENOMEM */
	void (*close)(void *state);

	/* Look at the world again. True while something goes on that should be looked at again soon
	 * though nobody pressed a key. Only called while the view is shown. */
	bool (*sample)(struct cockpit *c, void *state, int64_t now_ns);

	/* Look again when this is readable; -1: nothing to wait for. Asked while it is shown. */
	int (*fd)(const void *state);

	void (*draw)(struct cockpit *c, void *state, struct rect r);

	/* An event that the key table did not take. INTENT_SUBMIT of the mouse is Enter. */
	enum intent (*key)(struct cockpit *c, void *state, const struct event *ev);

	/* Where the keys go now, of enum where (keys.h). */
	unsigned (*where)(const void *state);

	struct panels *(*panels)(void *state); /* what Tab and z act on; NULL: one panel only */
	bool (*back)(void *state); /* Esc: leave what can be left; false: nothing could */
	bool (*sort)(struct cockpit *c, void *state, int step); /* as list_sort_step() */
	struct list *(*list)(void *state);			/* what is filtered */
	/* Where a filter can be wrong, or is to be asked for; NULL: any text is right. */
	void (*set_filter)(struct cockpit *c, void *state, const char *text);
};

/* The views in the order of their numbers. */
extern const struct view *const views[];
extern const size_t views_count;

extern const struct view view_sockets, view_servers, view_system, view_compare, view_lessons;

/* The view that is shown now; show another one (index from 0). */
const struct view *view_now(const struct cockpit *c);
void view_show(struct cockpit *c, size_t index);
unsigned view_where(const struct cockpit *c); /* its enum where bits */

/* Its index, from its row. */
size_t view_index(const struct view *v);

#endif
