/*
 * menu: an overlay list to choose from: the actions of a selection, each with its key; or, with
 * filter, a list that typing narrows to what fits, best first.
 *
 *	m = (struct menu){.title = "conn", .items = items, .nitems = n};
 *	menu_draw(&m, screen, screen_rect(screen));
 *	if (menu_key(&m, &ev) == INTENT_SUBMIT)
 *		do_it(items[m.selected].id);
 *	menu_free(&m);
 */
#ifndef TUI_MENU_H
#define TUI_MENU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/draw.h"
#include "tui/edit.h"
#include "tui/input.h"
#include "tui/widget.h"

/* Items beyond are not shown. */
#define MENU_MAX 512

struct menu_item {
	uint32_t key; /* pressed while the menu is open, it submits this item; 0: none */
	unsigned mods;
	const char *text;
	const char *help; /* shown dim at its right, or NULL */
	bool dim;	  /* it matters less: it can be chosen, but something lacks for it */
	int id;		  /* the owner's */
};

struct menu {
	const char *title;
	const struct menu_item *items; /* borrowed */
	size_t nitems;
	size_t selected; /* index into items */
	bool filter;	 /* letters narrow the list; items' own keys then do not answer */
	/* private */
	struct edit edit;
	uint16_t shown[MENU_MAX]; /* indexes of what fits */
	size_t nshown;
	size_t top;
	struct rect area;
};

void menu_draw(struct menu *m, struct screen *s, struct rect r);

/* Takes every event: INTENT_HANDLED, INTENT_SUBMIT (m->selected), INTENT_CANCEL (Esc, q, a click
 * outside). */
enum intent menu_key(struct menu *m, const struct event *ev);
void menu_free(struct menu *m);

#endif
