#include "views/help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/notation.h"
#include "tui/edit.h"
#include "tui/lines.h"
#include "views/cockpit.h"
#include "views/help_text.h"
#include "views/names.h"
#include "views/overlay.h"
#include "views/view.h"

/* The widest that lines of help are. */
#define WIDTH_MAX 100

struct help {
	struct overlay o;
	struct help_text text;
	struct lines lines;
	struct edit search;
	bool searching; /* the search line has the keys */
	char title[NAMES_MAX];
	struct cockpit *c;
};

static int width(const struct cockpit *c)
{
	int w = screen_width(c->screen) - 4;
	return w < WIDTH_MAX ? w : WIDTH_MAX;
}

/* ---- search ---- */

static bool contains(const struct help_line *line, const char *text)
{
	return (line->left && strcasestr(line->left, text)) || strcasestr(line->text, text);
}

/* Select the next line that has the text, from the selected one on. */
static void find(struct help *h, size_t from)
{
	const char *text = edit_text(&h->search);
	for (size_t i = 0; text[0] && i < h->text.n; i++) {
		size_t at = (from + i) % h->text.n;
		if (!contains(&h->text.line[at], text))
			continue;
		lines_select(&h->lines, at);
		return;
	}
}

static void search_key(struct help *h, const struct event *ev)
{
	switch (edit_key(&h->search, ev)) {
	case INTENT_SUBMIT:
		h->searching = false;
		break;
	case INTENT_CANCEL:
		h->searching = false;
		edit_set(&h->search, "");
		break;
	default:
		find(h, h->lines.selected);
	}
}

/* ---- what Enter does ---- */

/* True when the help is to be left. */
static bool follow(struct help *h)
{
	if (h->lines.selected >= h->text.n)
		return false;
	const struct help_line *line = &h->text.line[h->lines.selected];
	if (line->op) {
		struct help_text text = {0};
		help_text_op(&text, line->op, width(h->c));
		snprintf(h->title, sizeof h->title, "%s", line->op->name);
		help_text_free(&h->text);
		h->text = text;
		lines_select(&h->lines, 0);
		return false;
	}
	if (!line->key)
		return false;
	line->key->run(h->c, line->key->arg);
	return true;
}

static bool key(struct overlay *o, struct cockpit *c, const struct event *ev)
{
	struct help *h = (struct help *)o;
	(void)c;
	if (h->searching) {
		search_key(h, ev);
		return true;
	}
	if (event_is(ev, '/', 0) || event_is(ev, '?', 0))
		h->searching = true;
	else if (event_is(ev, 'n', 0))
		find(h, h->lines.selected + 1);
	else if (event_is(ev, 'q', 0) || event_is(ev, K_ESC, 0))
		return false;
	else if (lines_key(&h->lines, ev) == INTENT_SUBMIT)
		return !follow(h);
	return true;
}

/* ---- drawing ---- */

static void draw_line(void *ctx, size_t i, struct lines_line *to)
{
	const struct help *h = ctx;
	const struct help_line *line = &h->text.line[i];
	const char *text = edit_text(&h->search);
	bool found = text[0] && contains(line, text);
	if (line->left) {
		int pad = h->text.left_w - (int)strlen(line->left);
		lines_add(to, ROLE_KEY, "%s", line->left);
		lines_add(to, ROLE_NORMAL, "%*s", pad + 2, "");
	}
	lines_add(to, found ? ROLE_MATCH : line->role, "%s", line->text);
}

static void draw(struct overlay *o, struct cockpit *c, struct rect r)
{
	struct help *h = (struct help *)o;
	struct rect box = rect_center(r, width(c) + 4 > r.w ? r.w : width(c) + 4, r.h);
	draw_fill(c->screen, box, ROLE_NORMAL);
	struct rect in = draw_panel(c->screen, box, h->title, true);
	if (h->searching || edit_text(&h->search)[0]) {
		struct rect line = {in.x, in.y + in.h - 1, in.w, 1};
		in.h--;
		draw_fill(c->screen, line, ROLE_FIELD_ON);
		draw_text(c->screen, line.x, line.y, line.w, ROLE_LABEL, "/");
		edit_draw(&h->search, c->screen, (struct rect){line.x + 1, line.y, line.w - 1, 1},
		    h->searching);
	}
	h->lines.count = h->text.n;
	lines_draw(&h->lines, c->screen, in, !h->searching);
}

static void free_help(struct overlay *o)
{
	struct help *h = (struct help *)o;
	help_text_free(&h->text);
	edit_free(&h->search);
	free(h);
}

static const struct overlay_kind kind = {
    .where = IN_HELP, .draw = draw, .key = key, .free = free_help};

static struct help *open_titled(struct cockpit *c, const char *title)
{
	struct help *h = calloc(1, sizeof *h);
	if (!h)
		cockpit_out_of_memory(c);
	h->o.kind = &kind;
	h->c = c;
	snprintf(h->title, sizeof h->title, "%s", title);
	h->lines = (struct lines){.line = draw_line, .ctx = h, .selectable = true};
	overlay_push(c, &h->o);
	return h;
}

void help_open(struct cockpit *c)
{
	struct help *h = open_titled(c, "Help");
	help_text_all(&h->text, view_where(c) | IN_ALL);
	if (h->text.failed)
		cockpit_out_of_memory(c);
}

static const char *title_of(const struct value *v)
{
	if (v->type == &type_function || v->type == &type_method)
		return ((const struct function_value *)v)->op->name;
	if (v->type == &type_type)
		return ((const struct type_value *)v)->type->name;
	if (v->type == &type_module)
		return ((const struct module_value *)v)->module->name;
	return v->type->name;
}

void help_open_value(struct cockpit *c, const struct value *v)
{
	struct help *h = open_titled(c, title_of(v));
	int w = width(c);
	if (v->type == &type_function || v->type == &type_method)
		help_text_op(&h->text, ((const struct function_value *)v)->op, w);
	else if (v->type == &type_type)
		help_text_type(&h->text, ((const struct type_value *)v)->type, w);
	else if (v->type == &type_module)
		help_text_module(&h->text, ((const struct module_value *)v)->module, w);
	else
		help_text_type(&h->text, v->type, w);
	if (h->text.failed)
		cockpit_out_of_memory(c);
}
