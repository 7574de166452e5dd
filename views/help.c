#include "views/help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/notation.h"
#include "tui/edit.h"
#include "tui/lines.h"
#include "tui/text.h"
#include "views/app.h"
#include "views/cockpit.h"
#include "views/help_text.h"
#include "views/overlay.h"
#include "views/view.h"

/* The widest that lines of help are. */
#define WIDTH_MAX 100

/* What is told of: one of them, or where all are NULL, all keys and operations. */
struct page {
	const struct op *op;
	const struct type *type;
	const struct module *module;
	const char *name;
	const char *prefix; /* with the name a call to write; NULL: none */
};

static const struct page all = {.name = "Help"};

struct help {
	struct overlay o;
	struct page page;
	unsigned where; /* the keys were when it was opened */
	struct help_text text;
	struct lines lines;
	struct edit search;
	bool searching; /* the search line has the keys */
	size_t left_at; /* what was selected of all, while a page of it is shown */
	struct cockpit *c;
};

static int width(const struct cockpit *c)
{
	int w = screen_width(c->screen) - 4;
	return w < WIDTH_MAX ? w : WIDTH_MAX;
}

/* Written for the width there is now. */
static void build(struct help *h)
{
	help_text_free(&h->text);
	h->text.keys = &h->c->options->settings.keys;
	h->text.w = width(h->c);
	if (h->page.op)
		help_text_op(&h->text, h->page.op);
	else if (h->page.type)
		help_text_type(&h->text, h->page.type);
	else if (h->page.module)
		help_text_module(&h->text, h->page.module);
	else
		help_text_all(&h->text, h->where);
	h->lines.count = h->text.n;
	if (h->text.failed)
		cockpit_out_of_memory(h->c);
}

/* ---- search ---- */

static bool contains(const struct help_line *line, const char *text)
{
	return (line->left && strcasestr(line->left, text)) || strcasestr(line->text, text) ||
	       (line->whole && strcasestr(line->whole, text));
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

static void show_page(struct help *h, const struct deed *deed)
{
	h->page = (struct page){.op = deed->op,
	    .type = deed->type,
	    .name = deed->op ? deed->op->name : deed->type->name,
	    .prefix = deed->prefix};
	h->left_at = h->lines.selected;
	build(h);
	lines_select(&h->lines, 0);
}

/* False: this is where one came from. */
static bool back_to_all(struct help *h)
{
	if (!h->page.prefix)
		return false;
	h->page = all;
	build(h);
	lines_select(&h->lines, h->left_at);
	return true;
}

/* True when the help is to be left. */
static bool follow(struct help *h)
{
	if (h->page.prefix) {
		deed_write(
		    h->c, &(struct deed){
			      .op = h->page.op, .type = h->page.type, .prefix = h->page.prefix});
		return true;
	}
	if (h->lines.selected >= h->text.n)
		return false;
	const struct deed deed = h->text.line[h->lines.selected].deed; /* the page replaces it */
	if (deed.op || deed.type)
		show_page(h, &deed);
	return (deed.key || deed.run) && deed_do(h->c, &deed);
}

static bool key(struct overlay *o, struct cockpit *c, const struct event *ev)
{
	struct help *h = (struct help *)o;
	(void)c;
	h->searching |= ev->type == INPUT_PASTE;
	if (h->searching) {
		search_key(h, ev);
		return true;
	}
	if (event_is(ev, '/', 0) || event_is(ev, '?', 0))
		h->searching = true;
	else if (event_is(ev, 'n', 0))
		find(h, h->lines.selected + 1);
	else if (event_is(ev, 'q', 0))
		return false;
	else if (event_is(ev, K_ESC, 0))
		return back_to_all(h);
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
	int used = line->left ? text_width(line->left) : 0;
	if (line->left)
		lines_add(to, ROLE_KEY, "%s", line->left);
	if (line->indent > used)
		lines_add(to, ROLE_NORMAL, "%*s", line->indent - used, "");
	lines_add(to, found ? ROLE_MATCH : line->role, "%s", line->text);
}

static void draw(struct overlay *o, struct cockpit *c, struct rect r)
{
	struct help *h = (struct help *)o;
	if (h->text.w != width(c))
		build(h);
	struct rect box = rect_center(r, width(c) + 4 > r.w ? r.w : width(c) + 4, r.h);
	draw_fill(c->screen, box, ROLE_NORMAL);
	struct rect in = draw_panel(c->screen, box, h->page.name, true);
	if (h->searching || edit_text(&h->search)[0]) {
		struct rect line = {in.x, in.y + in.h - 1, in.w, 1};
		in.h--;
		draw_fill(c->screen, line, ROLE_FIELD_ON);
		draw_text(c->screen, line.x, line.y, line.w, ROLE_LABEL, "/");
		edit_draw(&h->search, c->screen, (struct rect){line.x + 1, line.y, line.w - 1, 1},
		    h->searching);
	}
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

static void open_page(struct cockpit *c, struct page page)
{
	struct help *h = calloc(1, sizeof *h);
	if (!h)
		cockpit_out_of_memory(c);
	h->o.kind = &kind;
	h->c = c;
	h->page = page;
	h->where = view_where(c) | IN_ALL;
	h->lines = (struct lines){.line = draw_line, .ctx = h, .selectable = true};
	build(h);
	overlay_push(c, &h->o);
}

void help_open(struct cockpit *c)
{
	open_page(c, all);
}

static struct page page_of(const struct value *v)
{
	const struct type *type = v->type;
	if (type == &type_function || type == &type_method) {
		const struct op *op = ((const struct function_value *)v)->op;
		return (struct page){.op = op, .name = op->name};
	}
	if (type == &type_module) {
		const struct module *m = ((const struct module_value *)v)->module;
		return (struct page){.module = m, .name = m->name};
	}
	if (type == &type_type)
		type = ((const struct type_value *)v)->type;
	return (struct page){.type = type, .name = type->name};
}

void help_open_value(struct cockpit *c, const struct value *v)
{
	open_page(c, page_of(v));
}
