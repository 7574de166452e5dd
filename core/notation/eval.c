#include "core/notation/eval.h"

#include <errno.h>
#include <stdlib.h>

#include "core/notation/binop.h"
#include "core/notation/exc.h"
#include "core/notation/member.h"
#include "core/notation/run.h"

static int give(struct run *run, struct value *v, struct value **out)
{
	*out = v;
	return v ? 0 : exc_raise_memory(run);
}

static int eval_display(struct run *run, const struct node *n, struct value **out)
{
	struct value **items = malloc((n->count + 1) * sizeof *items);
	if (!items)
		return exc_raise_memory(run);
	size_t len = 0;
	int r = 0;
	for (const struct node *c = n->child; c && r == 0; c = c->next) {
		r = eval(run, c, &items[len]);
		len += r == 0;
	}
	if (r == 0)
		r = give(run,
		    n->kind == NODE_LIST ? value_list(len, items) : value_tuple(len, items), out);
	else
		while (len > 0)
			value_unref(items[--len]);
	free(items);
	return r;
}

static int eval_chain(struct run *run, const struct node *n, struct value **out)
{
	struct value *left, *right;
	int r = eval(run, n->child, &left);
	for (const struct node *c = n->child->next; c && r == 0; c = c->next) {
		struct value *result = NULL;
		r = eval(run, c, &right);
		if (r == 0) {
			r = binop_apply(run, (enum operator)c->before, left, right, &result);
			value_unref(right);
		}
		value_unref(left);
		left = result;
	}
	if (r == 0)
		*out = left;
	return r;
}

/* a < b < c is a < b and b < c, but b is evaluated once, and c only where it is asked. */
static int eval_compare(struct run *run, const struct node *n, struct value **out)
{
	struct value *left, *right;
	bool holds = true;
	int r = eval(run, n->child, &left);
	if (r < 0)
		return r;
	for (const struct node *c = n->child->next; c && r == 0 && holds; c = c->next) {
		r = eval(run, c, &right);
		if (r < 0)
			break;
		r = compare_apply(run, (enum operator)c->before, left, right, &holds);
		value_unref(left);
		left = right;
	}
	value_unref(left);
	if (r == 0)
		*out = value_bool(holds);
	return r;
}

/* and, or: the value of the operand that decides. */
static int eval_logic(struct run *run, const struct node *n, struct value **out)
{
	bool stop_at = n->kind == NODE_OR;
	for (const struct node *c = n->child; c; c = c->next) {
		struct value *v;
		int r = eval(run, c, &v);
		if (r < 0)
			return r;
		if (!c->next || value_truth(v) == stop_at) {
			*out = v;
			return 0;
		}
		value_unref(v);
	}
	return 0;
}

static int eval_unary(struct run *run, const struct node *n, struct value **out)
{
	struct value *v;
	int r = eval(run, n->child, &v);
	if (r < 0)
		return r;
	if (n->kind == NODE_NOT)
		*out = value_bool(!value_truth(v));
	else
		r = unop_apply(run, (enum operator)n->op, v, out);
	value_unref(v);
	return r;
}

static int eval_primary(struct run *run, const struct node *n, struct value **out)
{
	struct value *base;
	int r = eval(run, n->child, &base);
	return r < 0 ? r : eval_trailers(run, n->child->next, base, out);
}

int eval(struct run *run, const struct node *n, struct value **out)
{
	switch ((enum node_kind)n->kind) {
	case NODE_CONST:
		*out = value_ref(n->value);
		return 0;
	case NODE_BIG:
		return exc_raise(run, &exc_OverflowError,
		    "Python int too large to convert: ints have 64 bits here");
	case NODE_NAME:
		return member_name(run, n->name, out);
	case NODE_TUPLE:
	case NODE_LIST:
		return eval_display(run, n, out);
	case NODE_CHAIN:
		return eval_chain(run, n, out);
	case NODE_COMPARE:
		return eval_compare(run, n, out);
	case NODE_AND:
	case NODE_OR:
		return eval_logic(run, n, out);
	case NODE_NOT:
	case NODE_UNARY:
		return eval_unary(run, n, out);
	case NODE_PRIMARY:
		return eval_primary(run, n, out);
	default: /* the other kinds stand inside these only */
		return exc_raise(run, &exc_SystemError, "node %d is no expression", n->kind);
	}
}
