#include "core/notation/call.h"

#include <stdio.h>
#include <string.h>

#include "core/notation/buffer.h"
#include "core/notation/dflt.h"
#include "core/notation/enums.h"
#include "core/notation/exc.h"

/* A call and the defaults that were made for it. */
struct bound {
	struct call call;
	struct value *owned[PARAMS_MAX];
};

/* TypeError: the signature, and what is wrong with the call. */
static int refuse(const struct call *c, const char *what, const char *name)
{
	struct buf b = {0};
	op_signature(c->op, &b);
	int r = b.failed ? exc_raise_memory(c->run)
			 : exc_raise(c->run, &exc_TypeError, "%s %s%s", buf_text(&b), what, name);
	buf_free(&b);
	return r;
}

static int refuse_count(const struct call *c, size_t takes, size_t got)
{
	char what[80];
	snprintf(what, sizeof what, "takes %zu argument%s by position, not %zu", takes,
	    takes == 1 ? "" : "s", got);
	return refuse(c, what, "");
}

static int bind_given(struct call *c, const struct arguments *args)
{
	size_t takes = op_count_positional(c->op);
	c->given = args->ngiven < takes ? args->ngiven : takes;
	for (size_t i = 0; i < c->given; i++)
		c->arg[i] = args->given[i];
	if (args->ngiven <= takes)
		return 0;
	if (!(c->op->flags & OP_REST))
		return refuse_count(c, takes, args->ngiven);
	c->rest = args->given + takes;
	c->nrest = args->ngiven - takes;
	return 0;
}

static size_t param_named(const struct op *op, const char *name)
{
	size_t i = 0;
	while (i < PARAMS_MAX && op->params[i].name && strcmp(op->params[i].name, name) != 0)
		i++;
	return i;
}

static int bind_named(struct call *c, const struct arguments *args)
{
	if (args->nnamed && c->op->flags & OP_POSITIONAL)
		return refuse(c, "takes no keywords: leave out ", args->names[0]);
	for (size_t i = 0; i < args->nnamed; i++) {
		size_t at = param_named(c->op, args->names[i]);
		if (at == PARAMS_MAX || !c->op->params[at].name)
			return refuse(c, "has no argument ", args->names[i]);
		if (c->arg[at])
			return refuse(c, "got twice: ", args->names[i]);
		c->arg[at] = args->named[i];
	}
	return 0;
}

static int bind_defaults(struct bound *b)
{
	struct call *c = &b->call;
	for (size_t i = 0; i < PARAMS_MAX && c->op->params[i].name; i++) {
		const char *dflt = c->op->params[i].dflt;
		if (c->arg[i])
			continue;
		if (!dflt)
			return refuse(c, "needs ", c->op->params[i].name);
		if (!*dflt)
			continue;
		int r = dflt_value(c->run, dflt, &b->owned[i]);
		if (r < 0)
			return r;
		c->arg[i] = b->owned[i];
		c->defaulted |= 1u << i;
	}
	return 0;
}

/* What a call only reads of bytes that change is what they held when it began: another line may
 * change them while it waits. */
static int bind_frozen(struct bound *b)
{
	struct call *c = &b->call;
	for (size_t i = 0; i < PARAMS_MAX && c->op->params[i].name; i++) {
		bool bytes = c->op->params[i].kind == PARAM_BYTES;
		if (!c->arg[i] || b->owned[i] || (!bytes && c->op->params[i].kind != PARAM_PIECES))
			continue;
		b->owned[i] = buffer_frozen(c->arg[i], bytes ? 0 : 2);
		if (!b->owned[i])
			return exc_raise_memory(c->run);
		c->arg[i] = b->owned[i];
	}
	return 0;
}

static int bind_all(struct bound *b, const struct arguments *args)
{
	int r = bind_given(&b->call, args);
	if (r == 0)
		r = bind_named(&b->call, args);
	if (r == 0)
		r = bind_defaults(b);
	return r < 0 ? r : bind_frozen(b);
}

static int invoke(struct bound *b, int (*code)(struct call *), const struct arguments *args,
    struct value **result)
{
	int r = bind_all(b, args);
	if (r == 0)
		r = code(&b->call);
	for (size_t i = 0; i < PARAMS_MAX; i++)
		value_unref(b->owned[i]);
	if (r < 0) {
		value_unref(b->call.result);
		return r;
	}
	*result = b->call.result ? b->call.result : value_none();
	return 0;
}

int call_op(struct run *run, const struct op *op, struct value *self, const struct arguments *args,
    struct value **result)
{
	struct value *now = self && buffer_changes(self) ? buffer_bytes(self) : value_ref(self);
	if (self && !now)
		return exc_raise_memory(run);
	struct bound b = {.call = {.run = run, .op = op, .self = now}};
	int r = invoke(&b, op->run, args, result);
	value_unref(now);
	return r;
}

/* A class without a signature of its own takes what it gets. */
static const struct op any_signature = {.name = "class", .flags = OP_REST | OP_POSITIONAL};

static int call_enum(
    struct run *run, struct value *v, const struct arguments *args, struct value **result)
{
	struct bound b = {.call = {.run = run, .op = &enum_row, .self = v}};
	return invoke(&b, enum_row.run, args, result);
}

static int call_type(
    struct run *run, struct value *v, const struct arguments *args, struct value **result)
{
	const struct type *t = ((const struct type_value *)v)->type;
	if (((const struct type_value *)v)->of)
		return call_enum(run, v, args, result);
	if (!t->construct)
		return exc_raise(
		    run, &exc_TypeError, "%s cannot be called: other calls make it", t->name);
	struct bound b = {
	    .call = {.run = run, .op = t->signature ? t->signature : &any_signature, .self = v}};
	return invoke(&b, t->construct, args, result);
}

int call_value(
    struct run *run, struct value *callable, const struct arguments *args, struct value **result)
{
	if (callable->type == &type_type)
		return call_type(run, callable, args, result);
	if (callable->type == &type_function || callable->type == &type_method) {
		const struct function_value *f = (const struct function_value *)callable;
		return call_op(run, f->op, f->self, args, result);
	}
	return exc_raise(run, &exc_TypeError,
	    "a value of type %s cannot be called: are the parentheses too many, or a comma "
	    "missing?",
	    value_type_name(callable));
}
