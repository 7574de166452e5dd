/*
 * list: a view's table of rows that come, go and change: which of them is selected, by which column
 * they are sorted, and what they are filtered for.
 *
 * Main thread. A member of the view's state; it owns nothing, and columns, callbacks and ctx
 * outlive it. Who collects the rows asks it for filter and order.
 *
 *	st->list = (struct list){.table = {.columns = columns, .ncolumns = 9, .cell = cell,
 *		.ctx = st, .sort = -1}, .id = id_of_row, .name = name_of_row};
 *	...collect and sort rows by list_filter() and list_sorted_by()...
 *	list_keep(&st->list, n);                        // after each look
 *	draw_panel(s, r, list_title(&st->list, s, "Sockets", all, title), focused);
 *	intent = list_key(&st->list, c, &ev);
 */
#ifndef VIEWS_LIST_H
#define VIEWS_LIST_H

#include "tui/table.h"
#include "views/names.h"

struct cockpit;

#define LIST_FILTER_MAX 256
#define LIST_TITLE_MAX (LIST_FILTER_MAX + 96)

struct list {
	struct table table;
	uint64_t (*id)(const void *ctx, size_t row);	  /* NULL: the selection follows no row */
	const char *(*name)(const void *ctx, size_t row); /* NULL: no row is wanted */
	uint64_t selected;				  /* id; 0: none */
	char want[NAMES_MAX]; /* select the row of that name as soon as there is one; "": none */
	char filter[LIST_FILTER_MAX];
};

/* There are so many rows now. The selection follows its row, or stays at its place where that is
 * gone. True: another row is selected than before. */
bool list_keep(struct list *l, size_t rows);

/* The table's selection was moved. True: another row is selected than before. */
bool list_take(struct list *l);

/* Sort by a column (-1: by none): ascending, where it is sorted by that already the other way. */
void list_sort(struct list *l, int column);

/* By the next column (1), the one before (-1), or by the same the other way round (0). False: it is
 * sorted by none, and nothing was done. */
bool list_sort_step(struct list *l, int step);

/* An event for the table. Asks for a new look where that has rows to sort or to show. */
enum intent list_key(struct list *l, struct cockpit *c, const struct event *ev);

/* "Sockets ─ 9", or "Sockets ─ 3 of 9 ─ /text". Returns text. */
const char *list_title(const struct list *l, const struct screen *s, const char *name, size_t all,
    char text[LIST_TITLE_MAX]);

/* For who collects the rows. l may be NULL: all of them, in the order they were made. */
const char *list_filter(const struct list *l);
int list_sorted_by(const struct list *l); /* column, -1: none */

/* How two rows compare that compare so by the column. */
int list_order(const struct list *l, int order);

#endif
