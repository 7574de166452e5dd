/*
 * table: rows and columns of text that the owner gives through a callback; selection, scrolling,
 * sort mark, mouse. Asks only for the rows it shows, so a hundred thousand cost as much as forty.
 *
 *	static const struct table_column columns[] = {
 *		{.title = "NAME", .min = 6, .weight = 1},
 *		{.title = "FD", .min = 3, .align = ALIGN_RIGHT, .priority = 1},
 *	};
 *	t = (struct table){.columns = columns, .ncolumns = 2, .cell = my_cell, .ctx = view,
 *		.sort = -1, .empty = "No sockets yet. Press n for a new one."};
 *	t.rows = n;                       // before each frame
 *	table_draw(&t, screen, rect, focused);
 *	switch (table_key(&t, &ev)) ...   // INTENT_SELECT: t.selected; INTENT_SUBMIT: act on it
 *
 * Sorting is the owner's: on INTENT_SORT, t.clicked is the column; it sorts its rows and sets
 *t.sort and t.descending, which draw the mark.
 */
#ifndef TUI_TABLE_H
#define TUI_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/draw.h"
#include "tui/input.h"
#include "tui/widget.h"

#define TABLE_COLUMNS_MAX 24
#define TABLE_CELL_MAX 256

struct table_column {
	const char *title;
	int min;      /* columns it needs */
	int max;      /* it takes no more; 0: no limit */
	int weight;   /* its share of the room left over */
	int priority; /* 0 stays always; the highest number is dropped first where it is narrow */
	enum align align;
};

struct table_cell {
	/* Set to buf or to a string that lives until the row is drawn; NULL is "". */
	const char *text;
	enum role role; /* ROLE_NORMAL where not set */
	char buf[TABLE_CELL_MAX];
};

struct table {
	const struct table_column *columns;
	size_t ncolumns;
	void (*cell)(void *ctx, size_t row, size_t column, struct table_cell *cell);
	void *ctx;
	size_t rows;
	size_t selected; /* < rows, where there are rows; drawing sees to it */
	size_t top;	 /* first row shown */
	int sort;	 /* column with the mark, -1: none */
	bool descending;
	const char *empty; /* what to say where there are no rows */
	uint32_t shown;	   /* bit i: column i may be shown; 0: all may */
	int clicked;	   /* the column of INTENT_SORT */
	/* private: where it was drawn */
	struct rect area;
	bool wide;		      /* on a screen for a projector: few columns, far apart */
	int width[TABLE_COLUMNS_MAX]; /* 0: dropped */
};

/* The first line of r has the titles (left out where r has only one line). */
void table_draw(struct table *t, struct screen *s, struct rect r, bool focused);

/* Arrows, j k, PageUp PageDown, Home End, g G, Enter, wheel, click, double click. */
enum intent table_key(struct table *t, const struct event *ev);

/* Row and column under a cell of the screen. False: none there (*row is then untouched). A hit on
 * the titles gives *row = SIZE_MAX. */
bool table_hit(const struct table *t, int x, int y, size_t *row, size_t *column);

/* Select, and scroll so that it shows with the next draw. */
void table_select(struct table *t, size_t row);

/* The next column of those shown to sort by, or the one before; between the last and the first is
 * -1, none. */
int table_next_sort(const struct table *t, int step);

/* How wide the columns are in w cells: width[i] is 0 for those dropped. For tests. */
void table_widths(const struct table *t, int w, int *width);

#endif
