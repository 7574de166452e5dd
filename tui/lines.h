/*
 * lines: a scrolled list of styled lines that the owner gives through a callback: journal, help,
 *detail. With follow, it stays at the end as lines come, until somebody scrolls up; End follows
 *again.
 *
 *	l = (struct lines){.line = journal_line, .ctx = view, .follow = true};
 *	l.count = n;                      // before each frame
 *	lines_draw(&l, screen, rect, focused);
 */
#ifndef TUI_LINES_H
#define TUI_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/draw.h"
#include "tui/input.h"
#include "tui/widget.h"

#define LINES_SPANS_MAX 12
#define LINES_BUF_MAX 2048

/* One line: pieces from left to right, and one that stands at the right edge. */
struct lines_line {
	struct span spans[LINES_SPANS_MAX];
	size_t n;
	struct span right;	 /* text NULL: none */
	char buf[LINES_BUF_MAX]; /* room for the pieces' text */
	size_t used;
};

/* Append a piece: formatted into line->buf and cut where that is full. */
void lines_add(struct lines_line *line, enum role role, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void lines_right(struct lines_line *line, enum role role, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

struct lines {
	void (*line)(void *ctx, size_t index, struct lines_line *line);
	void *ctx;
	size_t count;
	size_t top;
	bool follow;	 /* lines come at the end, and are followed until somebody scrolls away */
	bool selectable; /* there is a selected line that moves; else the keys scroll */
	size_t selected;
	int left; /* columns scrolled to the right */
	const char *empty;
	/* private */
	bool away; /* somebody scrolled away from the end */
	struct rect area;
};

void lines_draw(struct lines *l, struct screen *s, struct rect r, bool focused);

/* Arrows, hjkl, PageUp PageDown, Space, Home End, g G, wheel, click; Enter where selectable. */
enum intent lines_key(struct lines *l, const struct event *ev);

bool lines_hit(const struct lines *l, int x, int y, size_t *index);
void lines_select(struct lines *l, size_t index); /* and show it */
void lines_show(struct lines *l, size_t index);	  /* scroll so that it is seen */

#endif
