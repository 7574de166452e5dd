#include "views/panel_journal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/journal.h"
#include "views/app.h"
#include "views/cockpit.h"
#include "views/journal_text.h"
#include "views/panels.h"
#include "views/welcome.h"

/* Which lines of the panel belong to which row. Heights of ended rows never change. */
struct height {
	size_t start; /* of its first line */
	size_t lines;
	bool final;
};

struct journal_panel {
	struct lines lines;
	struct journal_style style;
	const struct journal *journal;
	uint64_t first; /* seq of row 0 below */
	struct height *rows;
	size_t n, cap;
	size_t total; /* lines of all rows */
};

int journal_panel_new(struct journal_panel **out)
{
	*out = calloc(1, sizeof **out);
	return *out ? 0 : -ENOMEM;
}

void journal_panel_free(struct journal_panel *p)
{
	if (!p)
		return;
	free(p->rows);
	free(p);
}

/* ---- the map from lines to rows ---- */

static bool make_room(struct journal_panel *p, size_t n)
{
	if (n <= p->cap)
		return true;
	size_t cap = p->cap ? p->cap : 64;
	while (cap < n)
		cap *= 2;
	struct height *more = reallocarray(p->rows, cap, sizeof *more);
	if (!more)
		return false;
	p->rows = more;
	p->cap = cap;
	return true;
}

/* The oldest rows have gone: what is selected and shown moves up with the rest. */
static void drop_gone(struct journal_panel *p, uint64_t first)
{
	size_t gone = 0;
	if (p->first && first > p->first)
		for (size_t i = 0; i < p->n && i < first - p->first; i++)
			gone += p->rows[i].lines;
	p->lines.selected -= gone < p->lines.selected ? gone : p->lines.selected;
	p->lines.top -= gone < p->lines.top ? gone : p->lines.top;
	p->first = first;
	p->n = 0;
}

static void update(struct journal_panel *p, const struct journal *j, int w)
{
	uint64_t first = journal_first(j), last = journal_last(j);
	if (first != p->first)
		drop_gone(p, first);
	if (w != p->style.w)
		p->n = 0;
	p->style.w = w;
	p->journal = j;
	p->total = 0;
	size_t n = last ? (size_t)(last - first + 1) : 0;
	if (!make_room(p, n))
		return;
	for (size_t i = 0; i < n; i++) {
		struct height *h = &p->rows[i];
		const struct journal_row *row = journal_at(j, first + i);
		if (i >= p->n || !h->final) {
			h->lines = row ? journal_text_height(row, &p->style) : 0;
			h->final = !row || row->state != ROW_RUNNING;
		}
		h->start = p->total;
		p->total += h->lines;
	}
	p->n = n;
}

/* The row that line i belongs to: the last one that starts at or before it. */
static const struct journal_row *row_at(const struct journal_panel *p, size_t i, size_t *line)
{
	size_t low = 0, high = p->n;
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;
		if (p->rows[mid].start <= i)
			low = mid;
		else
			high = mid;
	}
	if (!p->n || i >= p->total)
		return NULL;
	*line = i - p->rows[low].start;
	return journal_at(p->journal, p->first + low);
}

static void line(void *ctx, size_t i, struct lines_line *to)
{
	const struct journal_panel *p = ctx;
	size_t at;
	const struct journal_row *row = row_at(p, i, &at);
	if (row)
		journal_text_line(row, &p->style, at, to);
}

/* ---- the panel ---- */

void journal_panel_draw(struct cockpit *c, struct rect r, bool focused)
{
	struct journal_panel *p = c->journal;
	char title[64] = "Journal";
	if (c->follow.n)
		snprintf(title, sizeof title, "Journal %s %zu waiting",
		    draw_glyph_text(c->screen, GLYPH_HLINE), c->follow.n);
	struct rect in = panels_inside(draw_panel(c->screen, r, title, focused));
	if (!p->lines.line)
		p->lines =
		    (struct lines){.line = line, .ctx = p, .follow = true, .selectable = true};
	p->style.arrow = draw_glyph_text(c->screen, GLYPH_ARROW);
	p->style.ellipsis = draw_glyph_text(c->screen, GLYPH_ELLIPSIS);
	p->style.now_ns = clock_mono_ns();
	update(p, session_journal(c->session), in.w);
	p->lines.count = p->total;
	const struct keymap *keys = &c->options->settings.keys;
	if (!p->total && c->options->readonly)
		welcome_draw_readonly(keys, c->screen, in);
	else if (!p->total)
		welcome_draw(keys, c->screen, in, c->first_start);
	else
		lines_draw(&p->lines, c->screen, in, focused);
}

enum intent journal_panel_key(struct cockpit *c, const struct event *ev)
{
	return lines_key(&c->journal->lines, ev);
}

const struct journal_row *journal_panel_selected(const struct cockpit *c)
{
	size_t at;
	return row_at(c->journal, c->journal->lines.selected, &at);
}
