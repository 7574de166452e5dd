/*
 * confirm: a question in a small overlay, answered by y or n.
 */
#ifndef TUI_CONFIRM_H
#define TUI_CONFIRM_H

#include "tui/draw.h"
#include "tui/input.h"
#include "tui/widget.h"

struct confirm {
	const char *question; /* "2 servers are running. Quit?"; borrowed */
	struct rect yes, no;  /* private: where they were drawn */
};

void confirm_draw(struct confirm *c, struct screen *s, struct rect r);

/* INTENT_SUBMIT on y, INTENT_CANCEL on n, q and Esc, INTENT_HANDLED on all else. Enter answers
 * nothing. */
enum intent confirm_key(const struct confirm *c, const struct event *ev);

#endif
