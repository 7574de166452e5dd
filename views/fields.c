#include "views/fields.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/dflt.h"
#include "core/notation/env.h"
#include "core/ops/sock.h"
#include "core/ops/tables.h"
#include "core/server/server.h"

bool fields_is_choice(const struct param *p)
{
	return p->kind >= PARAM_FAMILY || p->kind == PARAM_SOCKET || p->kind == PARAM_HANDLER;
}

/* ---- choices ---- */

struct list {
	struct form_choice *choice;
	size_t n, cap;
	bool failed;
};

static void add(struct list *l, const char *text, const char *help)
{
	if (l->n == l->cap) {
		size_t cap = l->cap ? 2 * l->cap : 16;
		struct form_choice *more = reallocarray(l->choice, cap, sizeof *more);
		l->failed |= !more;
		if (!more)
			return;
		l->choice = more;
		l->cap = cap;
	}
	char *copy = strdup(text);
	l->failed |= !copy;
	if (copy)
		l->choice[l->n++] = (struct form_choice){.text = copy, .help = help};
}

static bool is_listed(const struct list *l, const char *text)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->choice[i].text, text) == 0)
			return true;
	return false;
}

static void add_constants(struct list *l, enum param_kind kind)
{
	for (const struct constant *const *list = module_socket.constants; list && *list; list++)
		for (const struct constant *k = *list; k->name; k++)
			if (k->kind == kind && !is_listed(l, k->name))
				add(l, k->name, k->help);
}

static int add_socket(void *ctx, const char *name, struct value *v)
{
	if (v->type == &type_socket)
		add(ctx, name, NULL);
	return 0;
}

static void add_handlers(struct list *l)
{
	for (const struct type *const *t = module_handlers.types; t && *t; t++)
		add(l, (*t)->name, (*t)->help);
}

int fields_choices(const struct session *s, const struct param *p, struct form_choice **out,
    size_t *n, size_t *chosen)
{
	struct list l = {0};
	const struct constant *dflt = p->dflt ? module_constant(&module_socket, p->dflt) : NULL;
	if (p->dflt && (!dflt || dflt->kind != p->kind))
		add(&l, p->dflt, p->dflt[0] ? "the default" : "left out");
	if (p->kind == PARAM_SOCKET)
		env_each(session_env(s), add_socket, &l);
	else if (p->kind == PARAM_HANDLER)
		add_handlers(&l);
	else
		add_constants(&l, p->kind);
	*out = l.choice;
	*n = l.n;
	*chosen = 0;
	for (size_t i = 0; dflt && i < l.n; i++)
		if (strcmp(l.choice[i].text, p->dflt) == 0)
			*chosen = i;
	return l.failed ? -ENOMEM : 0;
}

void fields_free_choices(struct form_choice *choices, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free((char *)(uintptr_t)choices[i].text);
	free(choices);
}

/* ---- text ---- */

const char *fields_initial(const struct param *p)
{
	static const struct {
		const char *name, *text;
	} initials[] = {
	    {"bufsize", "1024"},
	    {"data", "hello"},
	    {"bytes", "hello"},
	    {"timeout", "5"},
	    {"value", "5"},
	    {"fd", "0"},
	};
	if (p->dflt)
		return p->dflt;
	for (size_t i = 0; i < sizeof initials / sizeof *initials; i++)
		if (strcmp(initials[i].name, p->name) == 0)
			return initials[i].text;
	return p->kind == PARAM_BYTES ? "hello" : "";
}

bool fields_is_default(const struct param *p, const char *text)
{
	return p->dflt && (!text[0] || strcmp(text, p->dflt) == 0);
}

void fields_write_quoted(const char *prefix, const char *text, struct buf *to)
{
	bool escaped = false;
	buf_str(to, prefix);
	buf_char(to, '"');
	for (const char *c = text; *c; c++) {
		unsigned char byte = (unsigned char)*c;
		if (*c == '"' && !escaped)
			buf_char(to, '\\');
		if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && prefix[0] == 'b'))
			buf_printf(to, "\\x%02x", byte);
		else
			buf_char(to, *c);
		escaped = *c == '\\' && !escaped;
	}
	if (escaped) /* a lone backslash at the end would swallow the quote */
		buf_char(to, '\\');
	buf_char(to, '"');
}

static bool is_constant_name(const char *text)
{
	return isupper((unsigned char)text[0]) && module_constant(&module_socket, text);
}

void fields_write(const struct param *p, const char *text, struct buf *to)
{
	if (p->kind == PARAM_BYTES)
		fields_write_quoted("b", text, to);
	else if (p->kind == PARAM_STR && strcmp(text, "None") != 0)
		fields_write_quoted("", text, to);
	else if (p->kind >= PARAM_FAMILY && is_constant_name(text))
		buf_printf(to, "socket.%s", text);
	else
		buf_str(to, text);
}

bool fields_constant(const char *name, int *value)
{
	const struct constant *k = module_constant(&module_socket, name);
	if (k)
		*value = (int)k->value;
	return k;
}
