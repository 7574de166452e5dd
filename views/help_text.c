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
#include "views/wrap.h"

static struct help_line *add(
    struct help_text *t, enum role role, const char *left, const char *text)
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
	*line = (struct help_line){
	    .role = role, .left = left ? strdup(left) : NULL, .text = strdup(text)};
	t->failed |= !line->text || (left && !line->left);
	if (left && text_width(left) > t->left_w)
		t->left_w = text_width(left);
	return line;
}

static void add_heading(struct help_text *t, const char *text)
{
	if (t->n)
		add(t, ROLE_NORMAL, NULL, "");
	add(t, ROLE_TITLE, NULL, text);
}

static void add_wrapped(struct help_text *t, enum role role, const char *text, int w)
{
	struct wrap wr = {.text = text, .w = w < 20 ? 20 : w};
	while (wrap_next(&wr)) {
		char piece[512];
		snprintf(piece, sizeof piece, "%.*s", (int)wr.len, wr.line);
		add(t, role, NULL, piece);
	}
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
		struct help_line *line =
		    add(t, ROLE_NORMAL, keys_name(&rows[i], name, sizeof name), rows[i].help);
		if (line)
			line->key = rows[i].run ? &rows[i] : NULL;
	}
}

static void add_keys(struct help_text *t, unsigned where)
{
	for (unsigned bit = WHERE_COUNT; bit-- > 0;)
		if (where & (1u << bit))
			add_place(t, bit);
	for (unsigned bit = 0; bit < WHERE_COUNT; bit++)
		if (!(where & (1u << bit)))
			add_place(t, bit);
}

/* ---- operations ---- */

static void add_op(struct help_text *t, const char *prefix, const struct op *op)
{
	struct buf name = {0};
	char help[256];
	buf_str(&name, prefix);
	buf_str(&name, op->name);
	buf_str(&name, "()");
	first_line(op->help, help, sizeof help);
	struct help_line *line = add(t, ROLE_NORMAL, buf_text(&name), help);
	if (line)
		line->op = op;
	buf_free(&name);
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
	add(t, ROLE_NORMAL, "socket.socket()", "Make a socket.");
	t->line[t->n - 1].op = type_socket.signature;
	add_ops(t, "socket.", module_socket.ops, NULL);
	add_heading(t, "Operations of a server");
	add_ops(t, ".", type_server_base.ops, &type_server_base);
	add_heading(t, "Server classes of the module socketserver");
	for (const struct type *const *type = module_socketserver.types; *type; type++)
		add(t, ROLE_NORMAL, (*type)->name, (*type)->help ? (*type)->help : "");
	add_heading(t, "Handlers");
	for (const struct type *const *type = module_handlers.types; *type; type++)
		add(t, ROLE_NORMAL, (*type)->name, (*type)->help ? (*type)->help : "");
	add_heading(t, "Built in");
	add_ops(t, "", module_builtins.ops, NULL);
}

void help_text_all(struct help_text *t, unsigned where)
{
	add_keys(t, where);
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
		add(t, ROLE_NORMAL, p->name, text);
	}
}

void help_text_op(struct help_text *t, const struct op *op, int w)
{
	struct buf signature = {0};
	op_signature(op, &signature);
	add_wrapped(t, ROLE_CODE, buf_text(&signature), w);
	buf_free(&signature);
	add(t, ROLE_NORMAL, NULL, "");
	if (op->help)
		add_wrapped(t, ROLE_NORMAL, op->help, w);
	if (op->params[0].name) {
		add_heading(t, "Parameters");
		add_params(t, op);
	}
	if (op->prototype) {
		add_heading(t, "The C call");
		add_wrapped(t, ROLE_CODE, op->prototype, w);
	}
	if (op->man)
		add(t, ROLE_DIM, NULL, op->man);
	if (op->waits) {
		char text[160];
		snprintf(text, sizeof text, "May wait for %s; c cancels it.", op->waits);
		add(t, ROLE_WAIT, NULL, text);
	}
}

void help_text_type(struct help_text *t, const struct type *type, int w)
{
	if (type->signature)
		help_text_op(t, type->signature, w);
	else if (type->help)
		add_wrapped(t, ROLE_NORMAL, type->help, w);
	add_heading(t, "Operations");
	for (const struct type *k = type; k; k = k->base)
		add_ops(t, ".", k->ops, k);
	add_heading(t, "Attributes");
	for (const struct type *k = type; k; k = k->base)
		for (const struct attr *a = k->attrs; a && a->name; a++)
			add(t, ROLE_NORMAL, a->name, a->help ? a->help : "");
}

void help_text_module(struct help_text *t, const struct module *m, int w)
{
	if (m->help)
		add_wrapped(t, ROLE_NORMAL, m->help, w);
	add_heading(t, "Functions");
	add_ops(t, "", m->ops, NULL);
	if (m->types && *m->types)
		add_heading(t, "Classes");
	for (const struct type *const *type = m->types; type && *type; type++)
		add(t, ROLE_NORMAL, (*type)->name, (*type)->help ? (*type)->help : "");
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
