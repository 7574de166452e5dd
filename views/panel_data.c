#include "views/panel_data.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/session.h"
#include "views/cockpit.h"
#include "views/names.h"
#include "views/panels.h"

static void drop_copy(struct data_copy *copy)
{
	if (copy->entries)
		data_copy_free(copy->entries, copy->count);
	*copy = (struct data_copy){0};
}

/* Copy the log anew. What is logged never changes, so counts say whether there is more. True: the
 * text has to be made again. */
static bool take_copy(struct data_copy *copy, const struct sock *s)
{
	struct data_copy now = {0};
	now.count = sock_data(s, &now.entries, &now.lost);
	if (now.count < 0)
		return false;
	bool same = copy->entries && now.count == copy->count && now.lost == copy->lost;
	drop_copy(same ? &now : copy);
	if (!same)
		*copy = now;
	return !same;
}

static void turn_to(struct data_panel *p, uint64_t id)
{
	if (id == p->of)
		return;
	drop_copy(&p->mine);
	drop_copy(&p->other);
	p->lines = (struct lines){.follow = true};
	p->of = id;
	p->other_of = 0;
	p->w = 0;
}

int data_panel_look(struct data_panel *p, const struct session *s, uint64_t id, uint64_t other)
{
	struct sock **all = NULL;
	long n = book_list(session_book(s), &all);
	if (n < 0)
		return (int)n;
	turn_to(p, id);
	if (other)
		p->other_of = other;
	for (long i = 0; i < n; i++) {
		bool changed = (all[i]->id == id && take_copy(&p->mine, all[i])) ||
			       (all[i]->id == p->other_of && take_copy(&p->other, all[i]));
		if (changed)
			p->w = 0;
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
		snprintf(title, sizeof title, "Data of %s %s %s %s last %d KiB", name, line,
		    data_text_mode(p->mode), line, DATA_LOG_BYTES / 1024);
	struct rect in = panels_inside(draw_panel(c->screen, r, title, focused));
	if (p->w != in.w && data_text_make_between(&p->text, &p->mine,
				p->other_of ? &p->other : NULL, p->mode, in.w) < 0)
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
	drop_copy(&p->mine);
	drop_copy(&p->other);
	data_text_free(&p->text);
}
