#include "views/facts.h"

#include <stdarg.h>
#include <stdio.h>

#include "tui/text.h"
#include "views/wrap.h"

/* A value and its label want so much where two stand in a line. */
#define PAIR_MIN 24

void facts_clear(struct facts *f)
{
	f->n = 0;
	f->label_w = 0;
}

void facts_add(struct facts *f, const char *label, enum role role, const char *fmt, ...)
{
	if (f->n == FACTS_MAX)
		return;
	struct fact *fact = &f->fact[f->n++];
	fact->label = label;
	fact->role = role;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(fact->text, sizeof fact->text, fmt, ap);
	va_end(ap);
	if (label && text_width(label) > f->label_w)
		f->label_w = text_width(label);
}

/* May the fact share its line with another one? */
static bool pairs(const struct facts *f, const struct fact *fact)
{
	return f->column_w && fact->label && f->label_w + 3 + text_width(fact->text) <= f->column_w;
}

/* ---- which fact stands on which line ---- */

static void place(struct facts *f, size_t fact, size_t count, size_t piece)
{
	if (f->nplaces < FACTS_LINES_MAX)
		f->place[f->nplaces++] = (struct fact_place){fact, count, piece};
}

static void place_all(struct facts *f, int w)
{
	f->column_w = w >= 2 * PAIR_MIN ? w / 2 : 0;
	f->w = w;
	f->nplaces = 0;
	for (size_t i = 0; i < f->n; i++) {
		const struct fact *fact = &f->fact[i];
		size_t pieces = fact->label ? 1 : wrap_count(fact->text, w);
		if (i + 1 < f->n && pairs(f, fact) && pairs(f, fact + 1))
			place(f, i++, 2, 0);
		else
			for (size_t k = 0; k < pieces; k++)
				place(f, i, 1, k);
	}
}

/* ---- drawing ---- */

static void add_piece(
    const struct facts *f, const struct fact *fact, size_t piece, struct lines_line *to)
{
	size_t len = 0;
	const char *text = wrap_at(fact->text, f->w, piece, &len);
	if (text)
		lines_add(to, fact->role, "%.*s", (int)len, text);
}

static void add_fact(const struct facts *f, const struct fact *fact, int pad, struct lines_line *to)
{
	lines_add(to, ROLE_LABEL, "%-*s", f->label_w + 2, fact->label);
	lines_add(to, fact->role, "%s", fact->text);
	int used = f->label_w + 2 + text_width(fact->text);
	if (pad > used)
		lines_add(to, ROLE_NORMAL, "%*s", pad - used, "");
}

static void line(void *ctx, size_t index, struct lines_line *to)
{
	const struct facts *f = ctx;
	const struct fact_place *at = &f->place[index];
	const struct fact *fact = &f->fact[at->fact];
	if (!fact->label) {
		add_piece(f, fact, at->piece, to);
		return;
	}
	add_fact(f, fact, at->count == 2 ? f->column_w : 0, to);
	if (at->count == 2)
		add_fact(f, fact + 1, 0, to);
}

void facts_draw(struct facts *f, struct screen *s, struct rect r, bool focused, const char *empty)
{
	place_all(f, r.w);
	f->lines.line = line;
	f->lines.ctx = f;
	f->lines.empty = empty;
	f->lines.count = f->nplaces;
	lines_draw(&f->lines, s, r, focused);
}

enum intent facts_key(struct facts *f, const struct event *ev)
{
	return lines_key(&f->lines, ev);
}
