/* All that could stand after a dot. */
#include "core/notation/member.h"
#include "core/notation/op.h"

typedef int (*visit_fn)(void *ctx, const char *name);

/* Rows whose self is that; NULL: functions. */
static int each_row(
    const struct op_list *const *lists, const struct type *self, visit_fn fn, void *ctx)
{
	int r = 0;
	for (; lists && *lists && r == 0; lists++) {
		for (size_t i = 0; i < (*lists)->count && r == 0; i++) {
			const struct op *op = &(*lists)->rows[i];
			r = op->self == self ? fn(ctx, op->name) : 0;
		}
	}
	return r;
}

static int each_constant(const struct constant *row, visit_fn fn, void *ctx)
{
	int r = 0;
	for (; row->name && r == 0; row++)
		r = fn(ctx, row->name);
	return r;
}

int member_each_of_module(const struct module *m, visit_fn fn, void *ctx)
{
	int r = each_row(m->ops, NULL, fn, ctx);
	for (const struct type *const *t = m->types; t && *t && r == 0; t++)
		r = fn(ctx, (*t)->name);
	for (const struct constant *const *list = m->constants; list && *list && r == 0; list++)
		r = each_constant(*list, fn, ctx);
	return r;
}

static int each_of_type(const struct type *type, visit_fn fn, void *ctx)
{
	int r = 0;
	for (const struct type *self = type; self && r == 0; self = self->base) {
		for (const struct type *t = type; t && r == 0; t = t->base)
			r = each_row(t->ops, self, fn, ctx);
		for (const struct attr *a = self->attrs; a && a->name && r == 0; a++)
			r = fn(ctx, a->name);
	}
	return r;
}

static int each_of_class(const struct type *type, visit_fn fn, void *ctx)
{
	int r = each_row(type->ops, &type_type, fn, ctx);
	for (const struct type *t = type; t && r == 0; t = t->base) {
		for (const struct attr *a = t->class_attrs; a && a->name && r == 0; a++)
			r = fn(ctx, a->name);
	}
	return r;
}

int member_each(const struct value *v, visit_fn fn, void *ctx)
{
	if (v->type == &type_module)
		return member_each_of_module(((const struct module_value *)v)->module, fn, ctx);
	const struct enum_class *of =
	    v->type == &type_type ? ((const struct type_value *)v)->of : NULL;
	if (of)
		return each_constant(of->members, fn, ctx);
	if (v->type == &type_type)
		return each_of_class(((const struct type_value *)v)->type, fn, ctx);
	/* name and value belong to members of enums only */
	bool plain_int = v->type == &type_int && !((const struct int_value *)v)->of;
	return plain_int ? 0 : each_of_type(v->type, fn, ctx);
}
