#include "views/list.h"

#include <stdio.h>
#include <string.h>

#include "views/cockpit.h"

/* ---- the selection ---- */

bool list_take(struct list *l)
{
	const struct table *t = &l->table;
	uint64_t before = l->selected;
	if (l->id)
		l->selected = t->selected < t->rows ? l->id(t->ctx, t->selected) : 0;
	return l->selected != before;
}

bool list_keep(struct list *l, size_t rows)
{
	struct table *t = &l->table;
	size_t at = rows;
	for (size_t i = 0; i < rows && at == rows && l->selected; i++)
		if (l->id(t->ctx, i) == l->selected)
			at = i;
	for (size_t i = 0; i < rows && l->want[0]; i++) {
		if (strcmp(l->name(t->ctx, i), l->want) != 0)
			continue;
		l->want[0] = '\0';
		at = i;
	}
	t->rows = rows;
	if (at < rows)
		t->selected = at;
	else if (t->selected >= rows)
		t->selected = rows ? rows - 1 : 0;
	return list_take(l);
}

/* ---- the order ---- */

void list_sort(struct list *l, int column)
{
	l->table.descending = column == l->table.sort && !l->table.descending;
	l->table.sort = column;
}

bool list_sort_step(struct list *l, int step)
{
	if (step == 0 && l->table.sort < 0)
		return false;
	list_sort(l, step ? table_next_sort(&l->table, step) : l->table.sort);
	return true;
}

enum intent list_key(struct list *l, struct cockpit *c, const struct event *ev)
{
	enum intent intent = table_key(&l->table, ev);
	if (intent == INTENT_SORT)
		list_sort(l, l->table.clicked);
	if (list_take(l) || intent == INTENT_SORT)
		c->due.sample = true;
	return intent;
}

/* ---- what is shown, and told ---- */

const char *list_title(const struct list *l, const struct screen *s, const char *name, size_t all,
    char text[LIST_TITLE_MAX])
{
	const char *line = draw_glyph_text(s, GLYPH_HLINE);
	if (l->filter[0])
		snprintf(text, LIST_TITLE_MAX, "%s %s %zu of %zu %s /%s", name, line, l->table.rows,
		    all, line, l->filter);
	else
		snprintf(text, LIST_TITLE_MAX, "%s %s %zu", name, line, all);
	return text;
}

const char *list_filter(const struct list *l)
{
	return l ? l->filter : "";
}

int list_sorted_by(const struct list *l)
{
	return l ? l->table.sort : -1;
}

int list_order(const struct list *l, int order)
{
	return l && l->table.descending ? -order : order;
}
