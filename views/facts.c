#include "views/facts.h"

#include <stdarg.h>
#include <stdio.h>

#include "tui/text.h"

/* A value and its label want so much where two stand in a line. */
#define PAIR_MIN 31

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

/* The first fact of a line, and how many stand in it. */
static size_t line_at(const struct facts *f, size_t line, size_t *count)
{
	size_t i = 0;
	for (;; line--) {
		bool two = i + 1 < f->n && pairs(f, &f->fact[i]) && pairs(f, &f->fact[i + 1]);
		*count = i >= f->n ? 0 : two ? 2 : 1;
		if (line == 0 || *count == 0)
			return i;
		i += *count;
	}
}

static size_t count_lines(const struct facts *f)
{
	size_t n = 0, count;
	while (line_at(f, n, &count), count)
		n++;
	return n;
}

static void add_fact(const struct facts *f, const struct fact *fact, int pad, struct lines_line *to)
{
	if (fact->label)
		lines_add(to, ROLE_LABEL, "%-*s", f->label_w + 2, fact->label);
	lines_add(to, fact->role, "%s", fact->text);
	int used = (fact->label ? f->label_w + 2 : 0) + text_width(fact->text);
	if (pad > used)
		lines_add(to, ROLE_NORMAL, "%*s", pad - used, "");
}

static void line(void *ctx, size_t index, struct lines_line *to)
{
	const struct facts *f = ctx;
	size_t count, i = line_at(f, index, &count);
	if (count == 2)
		add_fact(f, &f->fact[i++], f->column_w, to);
	if (count)
		add_fact(f, &f->fact[i], 0, to);
}

void facts_draw(struct facts *f, struct screen *s, struct rect r, bool focused, const char *empty)
{
	f->column_w = r.w >= 2 * PAIR_MIN ? r.w / 2 : 0;
	f->lines.line = line;
	f->lines.ctx = f;
	f->lines.empty = empty;
	f->lines.count = count_lines(f);
	lines_draw(&f->lines, s, r, focused);
}

enum intent facts_key(struct facts *f, const struct event *ev)
{
	return lines_key(&f->lines, ev);
}
