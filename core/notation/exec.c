#include <errno.h>

#include "core/notation/buffer.h"
#include "core/notation/env.h"
#include "core/notation/eval.h"
#include "core/notation/exc.h"
#include "core/notation/member.h"
#include "core/notation/op.h"
#include "core/notation/run.h"
#include "core/notation/unicode.h"

static int bind_attr(struct run *run, const struct node *target, struct value *v)
{
	struct value *object;
	int r = eval(run, target->child, &object);
	if (r < 0)
		return r;
	r = member_set(run, object, target->name, v);
	value_unref(object);
	return r;
}

static int bind_single(struct run *run, const struct node *target, struct value *v)
{
	if (target->kind == NODE_ATTR)
		return bind_attr(run, target, v);
	return env_set(run->env, target->name, v) < 0 ? exc_raise_memory(run) : 0;
}

static int wrong_count(struct run *run, size_t expected, size_t got)
{
	if (got > expected)
		return exc_raise(
		    run, &exc_ValueError, "too many values to unpack (expected %zu)", expected);
	return exc_raise(run, &exc_ValueError,
	    "not enough values to unpack (expected %zu, got %zu)", expected, got);
}

/* How many parts a value comes apart into; -1: it does not. */
static int64_t count_parts(const struct value *v)
{
	if (value_is_seq(v))
		return (int64_t)seq_len(v);
	if (v->type == &type_str)
		return (int64_t)unicode_count(text_of(v), text_len(v));
	return value_is_buffer(v) ? (int64_t)buffer_len(v) : -1;
}

static int get_part(struct run *run, struct value *v, size_t i, struct value **out)
{
	struct value *key = value_int((int64_t)i);
	if (!key)
		return exc_raise_memory(run);
	const struct op row = {.name = "[]"};
	struct call c = {.run = run, .op = &row, .self = v, .arg = {key}, .given = 1};
	int r = v->type->index(&c);
	value_unref(key);
	*out = c.result;
	return r;
}

static int bind_parts(struct run *run, const struct node *target, struct value *v)
{
	int64_t n = count_parts(v);
	if (n < 0)
		return exc_raise(run, &exc_TypeError, "cannot unpack non-iterable %s object",
		    value_type_name(v));
	if ((size_t)n != target->count)
		return wrong_count(run, target->count, (size_t)n);
	int r = 0;
	size_t i = 0;
	for (const struct node *t = target->child; t && r == 0; t = t->next) {
		struct value *part = NULL;
		r = get_part(run, v, i++, &part);
		if (r == 0)
			r = bind_single(run, t, part);
		value_unref(part);
	}
	return r;
}

static int exec_assign(struct run *run, const struct stmt *s)
{
	struct value *v;
	int r = eval(run, s->value, &v);
	if (r < 0)
		return r;
	bool parts = s->target->kind == NODE_TUPLE || s->target->kind == NODE_LIST;
	r = parts ? bind_parts(run, s->target, v) : bind_single(run, s->target, v);
	value_unref(v);
	return r;
}

static int exec_expression(struct run *run, const struct stmt *s, struct value **value)
{
	struct value *v;
	int r = eval(run, s->value, &v);
	if (r < 0)
		return r;
	if (value)
		*value = v;
	else
		value_unref(v);
	return 0;
}

static int exec_assert(struct run *run, const struct stmt *s)
{
	struct value *v;
	int r = eval(run, s->value, &v);
	if (r < 0)
		return r;
	bool holds = value_truth(v);
	value_unref(v);
	if (holds)
		return 0;
	if (!s->target)
		return exc_raise_args(run, &exc_AssertionError, 0, NULL);
	struct value *message;
	r = eval(run, s->target, &message);
	return r < 0 ? r : exc_raise_args(run, &exc_AssertionError, 1, &message);
}

static int exec_del(struct run *run, const struct stmt *s)
{
	for (const struct node *n = s->target; n; n = n->next) {
		if (env_del(run->env, n->name) < 0)
			return exc_raise(run, &exc_NameError, "name '%s' is not defined", n->name);
	}
	return 0;
}

/* The lines of a block, one after another. */
static int exec_block(struct run *run, const struct stmt *s)
{
	int r = 0;
	for (; s && r == 0; s = s->next)
		r = exec_statement(run, s, NULL);
	return r;
}

static int match_class(struct run *run, const struct value *exc, const struct value *v, bool *out)
{
	bool class = v->type == &type_type && !((const struct type_value *)v)->of;
	const struct type *t = class ? ((const struct type_value *)v)->type : NULL;
	if (!t || !exc_class_of_type(t))
		return exc_raise(run, &exc_TypeError,
		    "catching classes that do not inherit from BaseException is not allowed");
	*out = *out || exc_match(exc, exc_class_of_type(t));
	return 0;
}

static int match_classes(struct run *run, const struct value *exc, const struct value *v, bool *out)
{
	if (v->type != &type_tuple)
		return match_class(run, exc, v, out);
	int r = 0;
	for (size_t i = 0; i < seq_len(v) && r == 0; i++)
		r = match_class(run, exc, seq_item(v, i), out);
	return r;
}

/* Does the clause catch it? Its classes are looked up only now, as in Python. */
static int match(struct run *run, const struct value *exc, const struct stmt *clause, bool *out)
{
	*out = !clause->value;
	if (*out)
		return 0;
	struct value *v;
	int r = eval(run, clause->value, &v);
	if (r < 0)
		return r;
	r = match_classes(run, exc, v, out);
	value_unref(v);
	return r;
}

/* The clause's lines, with the error bound to its name for as long as they take. */
static int exec_handler(struct run *run, struct value *exc, const struct stmt *clause)
{
	int r =
	    clause->name && env_set(run->env, clause->name, exc) < 0 ? exc_raise_memory(run) : 0;
	if (r == 0)
		r = exec_block(run, clause->body);
	if (clause->name)
		env_del(run->env, clause->name);
	return r;
}

static int exec_try(struct run *run, const struct stmt *s)
{
	int r = exec_block(run, s->body);
	if (r == 0)
		return 0;
	struct value *exc = run->exc;
	run->exc = NULL;
	for (const struct stmt *clause = s->handlers; clause; clause = clause->next) {
		bool caught = false;
		int line = run->line;
		run->line = clause->line;
		int m = match(run, exc, clause, &caught);
		if (m == 0 && !caught) {
			run->line = line;
			continue;
		}
		if (m == 0)
			m = exec_handler(run, exc, clause);
		value_unref(exc);
		return m;
	}
	run->exc = exc;
	return r;
}

int exec_statement(struct run *run, const struct stmt *s, struct value **value)
{
	run->line = s->line;
	switch (s->kind) {
	case STMT_EXPR:
		return exec_expression(run, s, value);
	case STMT_ASSIGN:
		return exec_assign(run, s);
	case STMT_ASSERT:
		return exec_assert(run, s);
	case STMT_DEL:
		return exec_del(run, s);
	case STMT_IMPORT:
		return exec_import(run, s);
	case STMT_FROM:
		return exec_from(run, s);
	case STMT_TRY:
		return exec_try(run, s);
	default:
		return 0;
	}
}
