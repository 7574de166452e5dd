#include "core/notation/op.h"

#include <errno.h>
#include <string.h>

static const struct op *find_in(
    const struct op_list *list, const struct type *self, const char *name)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct op *op = &list->rows[i];
		if (op->self == self && strcmp(op->name, name) == 0)
			return op;
	}
	return NULL;
}

const struct op *op_find(
    const struct op_list *const *lists, const struct type *self, const char *name)
{
	for (; lists && *lists; lists++) {
		const struct op *op = find_in(*lists, self, name);
		if (op)
			return op;
	}
	return NULL;
}

size_t op_count_params(const struct op *op)
{
	size_t n = 0;
	while (n < PARAMS_MAX && op->params[n].name)
		n++;
	return n;
}

bool op_by_keyword_only(const struct op *op, size_t i)
{
	return op->flags & OP_KEYWORD_ONLY || op->params[i].keyword;
}

/* How many parameters may be given by position; the ones reached by keyword only come after. */
size_t op_count_positional(const struct op *op)
{
	size_t n = 0;
	while (n < PARAMS_MAX && op->params[n].name && !op_by_keyword_only(op, n))
		n++;
	return n;
}

/* A parameter of a C method: "recv(bufsize[, flags])". */
static void add_optional(const struct param *p, size_t i, struct buf *to)
{
	buf_printf(to, p->dflt ? (i ? "[, %s]" : "[%s]") : (i ? ", %s" : "%s"), p->name);
}

static void add_named(const struct param *p, size_t i, struct buf *to)
{
	buf_printf(to, "%s%s", i ? ", " : "", p->name);
	if (p->dflt)
		buf_printf(to, "=%s", *p->dflt ? p->dflt : "...");
}

static void add_rest(const struct op *op, size_t i, struct buf *to)
{
	if (op->flags & OP_REST)
		buf_str(to, i ? ", ..." : "...");
	else if (i < PARAMS_MAX && op->params[i].name)
		buf_str(to, i ? ", *" : "*");
}

int op_signature(const struct op *op, struct buf *to)
{
	size_t positional = op_count_positional(op), n = op_count_params(op);
	buf_printf(to, "%s(", op->name);
	for (size_t i = 0; i < n; i++) {
		if (i == positional)
			add_rest(op, i, to);
		if (op->flags & OP_POSITIONAL)
			add_optional(&op->params[i], i, to);
		else
			add_named(&op->params[i], i || i == positional, to);
	}
	if (positional == n)
		add_rest(op, n, to);
	return buf_char(to, ')');
}
