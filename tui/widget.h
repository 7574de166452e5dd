/*
 * widget: what all widgets share.
 *
 * A widget is a plain struct that its owner keeps: X_draw() paints it and remembers where it
 * stands, X_key() takes an event and answers what it means. No widget has a loop of its own, none
 * calls back but to ask for the text of what it shows.
 */
#ifndef TUI_WIDGET_H
#define TUI_WIDGET_H

/* What an event meant to a widget. */
enum intent {
	INTENT_NONE,	/* not mine: offer it to somebody else */
	INTENT_HANDLED, /* mine, draw again */
	INTENT_SELECT,	/* mine, and what is selected may be another now */
	INTENT_SUBMIT,	/* Enter, a double click, "yes": do it */
	INTENT_CANCEL,	/* Esc, "no": leave */
	INTENT_SORT,	/* a table's header was clicked: see table.clicked */
};

#endif
