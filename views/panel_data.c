#include "views/panel_data.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/session.h"
#include "views/cockpit.h"
#include "views/names.h"
#include "views/panels.h"

static void drop_copy(struct data_panel *p)
{
	if (p->entries)
		data_copy_free(p->entries, p->count);
	p->entries = NULL;
	p->count = 0;
}

/* Is the copy the same as the one the text was made of? What is logged never changes, so counts
 * are enough. */
static bool is_new(const struct data_panel *p, uint64_t id, long count, uint64_t lost)
{
	return id != p->of || count != p->count || lost != p->lost;
}

static void take_copy(struct data_panel *p, const struct sock *s)
{
	struct data_entry *entries = NULL;
	uint64_t lost = 0;
	long count = sock_data(s, &entries, &lost);
	if (count < 0)
		return;
	if (!is_new(p, s->id, count, lost)) {
		data_copy_free(entries, count);
		return;
	}
	if (s->id != p->of)
		p->lines = (struct lines){.follow = true};
	drop_copy(p);
	p->entries = entries;
	p->count = count;
	p->lost = lost;
	p->of = s->id;
	p->w = 0;
}

int data_panel_look(struct data_panel *p, const struct session *s, uint64_t id)
{
	struct sock **all = NULL;
	long n = book_list(session_book(s), &all);
	if (n < 0)
		return (int)n;
	for (long i = 0; i < n; i++) {
		if (all[i]->id == id)
			take_copy(p, all[i]);
		value_unref(&all[i]->base);
	}
	free(all);
	return 0;
}

static void draw_line(void *ctx, size_t i, struct lines_line *to)
{
	const struct data_panel *p = ctx;
	lines_add(to, p->text.line[i].role, "%s", p->text.line[i].text);
}

void data_panel_draw(
    struct data_panel *p, struct cockpit *c, struct rect r, bool focused, const char *name)
{
	char title[NAMES_MAX + 64] = "Data";
	const char *line = draw_glyph_text(c->screen, GLYPH_HLINE);
	if (name)
		snprintf(
		    title, sizeof title, "Data of %s %s %s", name, line, data_text_mode(p->mode));
	struct rect in = panels_inside(draw_panel(c->screen, r, title, focused));
	if (p->w != in.w &&
	    data_text_make(&p->text, p->entries, p->count, p->lost, p->mode, in.w) < 0)
		cockpit_out_of_memory(c);
	p->w = in.w;
	p->lines.line = draw_line;
	p->lines.ctx = p;
	p->lines.count = name ? p->text.n : 0;
	p->lines.empty = "What the selected socket sends and receives stands here, call by call.";
	lines_draw(&p->lines, c->screen, in, focused);
}

void data_panel_next_mode(struct data_panel *p)
{
	p->mode = (enum data_mode)((p->mode + 1) % DATA_MODES);
	p->w = 0;
}

void data_panel_free(struct data_panel *p)
{
	drop_copy(p);
	data_text_free(&p->text);
}
