/* What follows an atom: .attribute, (call), [index], [slice]. */
#include <errno.h>
#include <stdlib.h>

#include "core/notation/call.h"
#include "core/notation/eval.h"
#include "core/notation/exc.h"
#include "core/notation/index.h"
#include "core/notation/member.h"
#include "core/notation/run.h"

/* Arguments up to that number need no memory of their own. */
#define FEW 8

struct passed {
	struct value *few[FEW];
	const char *few_names[FEW];
	struct value **values; /* owned: by position first, then by keyword */
	const char **names;    /* of those by keyword */
	size_t count, ngiven;
};

static int make_room(struct run *run, struct passed *p, size_t n)
{
	p->values = p->few;
	p->names = p->few_names;
	if (n <= FEW)
		return 0;
	p->values = malloc(n * sizeof *p->values);
	p->names = malloc(n * sizeof *p->names);
	if (p->values && p->names)
		return 0;
	free(p->values);
	free(p->names);
	return exc_raise_memory(run);
}

static void drop_passed(struct passed *p)
{
	while (p->count > 0)
		value_unref(p->values[--p->count]);
	if (p->values != p->few) {
		free(p->values);
		free(p->names);
	}
}

/* Evaluate the arguments of a CALL node, from the left. */
static int pass(struct run *run, const struct node *call, struct passed *p)
{
	int r = make_room(run, p, call->count);
	if (r < 0)
		return r;
	for (const struct node *a = call->child; a; a = a->next) {
		bool keyword = a->kind == NODE_KEYWORD;
		r = eval(run, keyword ? a->child : a, &p->values[p->count]);
		if (r < 0) {
			drop_passed(p);
			return r;
		}
		if (keyword)
			p->names[p->count - p->ngiven] = a->name;
		else
			p->ngiven++;
		p->count++;
	}
	return 0;
}

static struct arguments arguments_of(const struct passed *p)
{
	return (struct arguments){
	    .given = p->values,
	    .ngiven = p->ngiven,
	    .names = p->names,
	    .named = p->values + p->ngiven,
	    .nnamed = p->count - p->ngiven,
	};
}

static int eval_call(
    struct run *run, const struct node *n, struct value *callable, struct value **out)
{
	struct passed p = {.count = 0};
	int r = pass(run, n, &p);
	if (r < 0)
		return r;
	struct arguments args = arguments_of(&p);
	r = call_value(run, callable, &args, out);
	drop_passed(&p);
	return r;
}

/* v.name(...) in one step, where name is a row: no method value is made. */
static int eval_method(
    struct run *run, const struct node *n, const struct op *op, struct value *v, struct value **out)
{
	struct passed p = {.count = 0};
	int r = pass(run, n, &p);
	if (r < 0)
		return r;
	struct arguments args = arguments_of(&p);
	r = call_op(run, op, op->self ? v : NULL, &args, out);
	drop_passed(&p);
	return r;
}

static int eval_index(struct run *run, const struct node *n, struct value *v, struct value **out)
{
	struct value *key;
	int r = eval(run, n->child, &key);
	if (r < 0)
		return r;
	const struct op row = {.name = "[]"};
	struct call c = {.run = run, .op = &row, .self = v, .arg = {key}, .given = 1};
	if (v->type->index)
		r = v->type->index(&c);
	else
		r = exc_raise(
		    run, &exc_TypeError, "a value of type '%s' has no items", value_type_name(v));
	value_unref(key);
	if (r == 0)
		*out = c.result;
	return r;
}

static int eval_slice(struct run *run, const struct node *n, struct value *v, struct value **out)
{
	struct value *of[3] = {NULL, NULL, NULL};
	const struct node *c = n->child;
	int r = 0;
	for (size_t i = 0; i < 3 && c && r == 0; i++, c = c->next) {
		if (c->kind != NODE_EMPTY)
			r = eval(run, c, &of[i]);
	}
	if (r == 0)
		r = index_slice(run, v, of, out);
	for (size_t i = 0; i < 3; i++)
		value_unref(of[i]);
	return r;
}

static int eval_trailer(struct run *run, const struct node *n, struct value *v, struct value **out)
{
	switch ((enum node_kind)n->kind) {
	case NODE_ATTR:
		return member_get(run, v, n->name, out);
	case NODE_CALL:
		return eval_call(run, n, v, out);
	case NODE_INDEX:
		return eval_index(run, n, v, out);
	default:
		return eval_slice(run, n, v, out);
	}
}

int eval_trailers(struct run *run, const struct node *first, struct value *base, struct value **out)
{
	for (const struct node *n = first; n; n = n->next) {
		struct value *next = NULL;
		bool called = n->kind == NODE_ATTR && n->next && n->next->kind == NODE_CALL;
		const struct op *op = called ? member_method(base, n->name) : NULL;
		int r;
		if (op) {
			n = n->next;
			r = eval_method(run, n, op, base, &next);
		} else {
			r = eval_trailer(run, n, base, &next);
		}
		value_unref(base);
		if (r < 0)
			return r;
		base = next;
	}
	*out = base;
	return 0;
}
