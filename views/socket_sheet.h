/*
 * socket_sheet: rows of name, value and a line of help: TCP_INFO and the options of a socket. Where
 * it is narrow the help of the selected row stands below. Main thread.
 *
 *	sheet_begin(&sh);
 *	snprintf(sheet_add(&sh, "SO_REUSEADDR", help, 7), SHEET_VALUE_MAX, "off");
 *	sheet_draw(&sh, screen, rect, focused, "Nothing to show.");
 */
#ifndef VIEWS_SOCKET_SHEET_H
#define VIEWS_SOCKET_SHEET_H

#include "tui/table.h"

#define SHEET_MAX 160
#define SHEET_VALUE_MAX 96

struct sheet_row {
	const char *name, *help; /* static */
	char value[SHEET_VALUE_MAX];
	size_t id; /* the caller's */
};

struct sheet {
	struct table table;
	struct sheet_row row[SHEET_MAX];
	size_t n;
};

void sheet_begin(struct sheet *sh);

/* Append a row; the value is to be written to what is returned. NULL: there is no more room. */
char *sheet_add(struct sheet *sh, const char *name, const char *help, size_t id);

/* Take the last row away again. */
void sheet_drop(struct sheet *sh);

void sheet_draw(struct sheet *sh, struct screen *s, struct rect r, bool focused, const char *empty);
enum intent sheet_key(struct sheet *sh, const struct event *ev);

/* NULL where there are no rows. */
const struct sheet_row *sheet_selected(const struct sheet *sh);

#endif
