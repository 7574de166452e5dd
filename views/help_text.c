#include "views/help_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/modules.h"
#include "core/notation/notation.h"
#include "core/ops/sock.h"
#include "core/ops/tables.h"
#include "core/server/server.h"
#include "tui/text.h"
#include "views/actions_server.h"
#include "views/commands.h"
#include "views/lesson_texts.h"
#include "views/view_lessons.h"
#include "views/wrap.h"

/* Columns of keys and of names before what is said of them. Where it is narrow, there is room for
 * keys only, and longer ones stand on a line of their own. */
#define WIDE_FROM 60
#define KEY_W 16
#define NAME_W 26
#define NARROW_W 9
#define NARROW_INDENT 2

static struct help_line *add(
    struct help_text *t, enum role role, const char *left, int indent, const char *text, size_t len)
{
	if (t->n == t->cap) {
		size_t cap = t->cap ? 2 * t->cap : 64;
		struct help_line *more = reallocarray(t->line, cap, sizeof *more);
		t->failed |= !more;
		if (!more)
			return NULL;
		t->line = more;
		t->cap = cap;
	}
	struct help_line *line = &t->line[t->n++];
	*line = (struct help_line){.role = role,
	    .left = left ? strdup(left) : NULL,
	    .text = strndup(text, len),
	    .indent = indent};
	t->failed |= !line->text || (left && !line->left);
	return line;
}

static void add_line(struct help_text *t, enum role role, const char *text)
{
	add(t, role, NULL, 0, text, strlen(text));
}

/* Left, and beside it, or under it where that is too long, the text; what else like tells. */
static void add_entry(
    struct help_text *t, const char *left, int column, const char *text, struct help_line like)
{
	bool beside = t->w == HELP_FLAT || text_width(left) <= column;
	int indent = beside ? column + 2 : NARROW_INDENT;
	size_t first = t->n;
	struct wrap wr = {.text = text, .w = t->w - indent < 20 ? 20 : t->w - indent};
	if (!beside || !text[0])
		add(t, ROLE_NORMAL, left, 0, "", 0);
	while (wrap_next(&wr))
		add(t, ROLE_NORMAL, t->n == first ? left : NULL, indent, wr.line, wr.len);
	for (size_t i = first; i < t->n; i++) {
		struct help_line *line = &t->line[i];
		line->whole = i == first ? like.whole : NULL;
		line->deed = like.deed;
	}
}

static int column(const struct help_text *t, int wide)
{
	return t->w < WIDE_FROM ? NARROW_W : wide;
}

static void add_heading(struct help_text *t, const char *text)
{
	if (t->n)
		add_line(t, ROLE_NORMAL, "");
	add_line(t, ROLE_TITLE, text);
}

static void add_wrapped(struct help_text *t, enum role role, const char *text)
{
	struct wrap wr = {.text = text, .w = t->w < 20 ? 20 : t->w};
	while (wrap_next(&wr))
		add(t, role, NULL, 0, wr.line, wr.len);
}

static void first_line(const char *text, char *to, size_t size)
{
	snprintf(to, size, "%.*s", (int)strcspn(text ? text : "", "\n"), text ? text : "");
}

/* ---- keys ---- */

static void add_place(struct help_text *t, unsigned bit)
{
	size_t count;
	const struct key_row *rows = keys_all(&count);
	bool any = false;
	for (size_t i = 0; i < count; i++) {
		char name[64];
		if (!(rows[i].where & (1u << bit)))
			continue;
		if (!any)
			add_heading(t, keys_place(bit));
		any = true;
		add_entry(t, keymap_name(t->keys, &rows[i], name, sizeof name), column(t, KEY_W),
		    rows[i].help, (struct help_line){.deed.key = &rows[i], .whole = rows[i].help});
	}
}

static void add_places(struct help_text *t, unsigned where)
{
	for (unsigned bit = WHERE_COUNT; bit-- > 0;)
		if (where & (1u << bit))
			add_place(t, bit);
}

/* What is chosen first, then its view, then what works everywhere and in every panel. */
static void add_keys(struct help_text *t, unsigned where)
{
	const unsigned wide = IN_ALL | IN_PANEL;
	add_places(t, where & ~wide);
	add_places(t, IN_ALL);
	add_places(t, IN_PANEL);
	add_places(t, ~(where | wide));
}

/* ---- demos, lessons, themes ---- */

static void add_demos(struct help_text *t)
{
	const char *model, *help;
	add_heading(t, "Demos");
	for (int i = 0; (model = actions_server_demo_model(i, &help)); i++) {
		char name[64], text[96];
		snprintf(name, sizeof name, "demo %s", model);
		snprintf(text, sizeof text, "Play a demo: a server and three clients, %s.", help);
		add_entry(t, name, column(t, NAME_W), text,
		    (struct help_line){
			.deed = {.run = actions_server_play, .arg = i, .acts = true}});
	}
}

/* The first line of a lesson is a comment, and its title. */
static void add_lessons(struct help_text *t)
{
	add_heading(t, "Lessons");
	for (size_t i = 0; i < lesson_texts_count; i++) {
		char title[96], name[32];
		first_line(
		    lesson_texts[i].text + strspn(lesson_texts[i].text, "# "), title, sizeof title);
		snprintf(name, sizeof name, "lesson %zu", i + 1);
		add_entry(t, name, column(t, NAME_W), title,
		    (struct help_line){.deed = {.run = view_lessons_show, .arg = (int)i}});
	}
}

static void add_themes(struct help_text *t)
{
	const char *theme;
	add_heading(t, "Themes");
	for (int i = 0; (theme = theme_name((size_t)i)); i++) {
		char name[32];
		snprintf(name, sizeof name, "theme %s", theme);
		add_entry(t, name, column(t, NAME_W), "Draw with this theme from now on.",
		    (struct help_line){.deed = {.run = command_theme_take, .arg = i}});
	}
}

/* ---- operations ---- */

static void add_op(struct help_text *t, const char *prefix, const struct op *op)
{
	char name[96], help[256];
	snprintf(name, sizeof name, "%s%s()", prefix, op->name);
	first_line(op->help, help, sizeof help);
	add_entry(t, name, column(t, NAME_W), help,
	    (struct help_line){.deed = {.op = op, .prefix = prefix}, .whole = op->help});
}

static void add_types(struct help_text *t, const char *prefix, const struct type *const *type)
{
	for (; type && *type; type++)
		add_entry(t, (*type)->name, column(t, NAME_W), (*type)->help ? (*type)->help : "",
		    (struct help_line){
			.deed = {.type = *type, .prefix = prefix}, .whole = (*type)->help});
}

static void add_ops(struct help_text *t, const char *prefix, const struct op_list *const *lists,
    const struct type *self)
{
	for (; lists && *lists; lists++)
		for (size_t i = 0; i < (*lists)->count; i++)
			if ((*lists)->rows[i].self == self)
				add_op(t, prefix, &(*lists)->rows[i]);
}

static void add_operations(struct help_text *t)
{
	add_heading(t, "Operations of a socket");
	add_ops(t, ".", type_socket.ops, &type_socket);
	add_heading(t, "Functions of the module socket");
	add_entry(t, "socket.socket()", column(t, NAME_W), "Make a socket.",
	    (struct help_line){.deed = {.op = type_socket.signature, .prefix = "socket."}});
	add_ops(t, "socket.", module_socket.ops, NULL);
	add_heading(t, "Operations of a server");
	add_ops(t, ".", type_server_base.ops, &type_server_base);
	add_heading(t, "Server classes of the module socketserver");
	add_types(t, "socketserver.", module_socketserver.types);
	add_heading(t, "Handlers");
	add_types(t, "", module_handlers.types);
	add_heading(t, "Built in");
	add_ops(t, "", module_builtins.ops, NULL);
}

void help_text_all(struct help_text *t, unsigned where)
{
	add_keys(t, where);
	add_demos(t);
	add_lessons(t);
	add_themes(t);
	add_operations(t);
}

/* ---- one thing ---- */

static void add_params(struct help_text *t, const struct op *op)
{
	for (size_t i = 0; i < PARAMS_MAX && op->params[i].name; i++) {
		const struct param *p = &op->params[i];
		char text[320];
		snprintf(text, sizeof text, "%s%s%s", p->help ? p->help : "",
		    p->dflt && p->dflt[0] ? "; default " : "",
		    p->dflt && p->dflt[0] ? p->dflt : "");
		add_entry(t, p->name, column(t, KEY_W), text, (struct help_line){0});
	}
}

void help_text_op(struct help_text *t, const struct op *op)
{
	struct buf signature = {0};
	op_signature(op, &signature);
	add_wrapped(t, ROLE_CODE, buf_text(&signature));
	buf_free(&signature);
	add_line(t, ROLE_NORMAL, "");
	if (op->help)
		add_wrapped(t, ROLE_NORMAL, op->help);
	if (op->params[0].name) {
		add_heading(t, "Parameters");
		add_params(t, op);
	}
	if (op->prototype) {
		add_heading(t, "The C call");
		add_wrapped(t, ROLE_CODE, op->prototype);
	}
	if (op->man)
		add_line(t, ROLE_DIM, op->man);
	if (op->waits) {
		char hint[160], text[160];
		snprintf(hint, sizeof hint, "May wait for %s; {cancel} cancels it.", op->waits);
		keymap_text(t->keys, hint, text, sizeof text);
		add_line(t, ROLE_WAIT, text);
	}
}

void help_text_type(struct help_text *t, const struct type *type)
{
	if (type->signature)
		help_text_op(t, type->signature);
	else if (type->help)
		add_wrapped(t, ROLE_NORMAL, type->help);
	add_heading(t, "Operations");
	for (const struct type *k = type; k; k = k->base)
		add_ops(t, ".", k->ops, k);
	add_heading(t, "Attributes");
	for (const struct type *k = type; k; k = k->base)
		for (const struct attr *a = k->attrs; a && a->name; a++)
			add_entry(t, a->name, column(t, NAME_W), a->help ? a->help : "",
			    (struct help_line){0});
}

void help_text_module(struct help_text *t, const struct module *m)
{
	if (m->help)
		add_wrapped(t, ROLE_NORMAL, m->help);
	add_heading(t, "Functions");
	add_ops(t, "", m->ops, NULL);
	if (m->types && *m->types)
		add_heading(t, "Classes");
	add_types(t, "", m->types);
}

void help_text_free(struct help_text *t)
{
	for (size_t i = 0; i < t->n; i++) {
		free(t->line[i].left);
		free(t->line[i].text);
	}
	free(t->line);
	*t = (struct help_text){0};
}
