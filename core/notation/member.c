#include "core/notation/member.h"

#include <errno.h>
#include <string.h>

#include "core/notation/call.h"
#include "core/notation/dflt.h"
#include "core/notation/enums.h"
#include "core/notation/env.h"
#include "core/notation/exc.h"
#include "core/notation/op.h"
#include "core/notation/run.h"
#include "core/notation/suggest.h"

static int found(struct value *v, struct value **out)
{
	*out = v;
	return v ? 0 : -ENOMEM;
}

static const struct type *module_type(const struct module *m, const char *name)
{
	for (const struct type *const *t = m->types; t && *t; t++) {
		if (strcmp((*t)->name, name) == 0)
			return *t;
	}
	return NULL;
}

int member_of_module(const struct module *m, const char *name, struct value **out)
{
	const struct op *op = op_find(m->ops, NULL, name);
	if (op)
		return found(value_function(op, NULL), out);
	const struct constant *c = module_constant(m, name);
	if (c)
		return found(value_enum(c->value, c->of), out);
	const struct type *t = module_type(m, name);
	if (t)
		return found(value_type(t), out);
	return m->other ? m->other(name, out) : -ENOENT;
}

int member_name(struct run *run, const char *name, struct value **out)
{
	struct value *v = env_get(run->env, name);
	if (v) {
		*out = value_ref(v);
		return 0;
	}
	for (const struct module *const *m = run->ambient; m && *m; m++) {
		int r = member_of_module(*m, name, out);
		if (r == -ENOMEM)
			return exc_raise_memory(run);
		if (r == 0)
			return 0;
	}
	return exc_raise(run, &exc_NameError, "name '%s' is not defined", name);
}

static const struct attr *find_row(const struct attr *a, const char *name)
{
	while (a && a->name && strcmp(a->name, name) != 0)
		a++;
	return a && a->name ? a : NULL;
}

static const struct attr *find_class_attr(const struct type *t, const char *name)
{
	const struct attr *a = NULL;
	for (; t && !a; t = t->base)
		a = find_row(t->class_attrs, name);
	return a;
}

static const struct attr *find_attr(const struct value *v, const char *name)
{
	const struct attr *a = NULL;
	if (v->type == &type_type)
		a = find_class_attr(((const struct type_value *)v)->type, name);
	for (const struct type *t = v->type; t && !a; t = t->base)
		a = find_row(t->attrs, name);
	return a;
}

/* A row of the type or of one that it derives from, in the lists of any of them. */
static const struct op *find_method(const struct type *type, const char *name)
{
	for (const struct type *self = type; self; self = self->base) {
		for (const struct type *t = type; t; t = t->base) {
			const struct op *op = op_find(t->ops, self, name);
			if (op)
				return op;
		}
	}
	return NULL;
}

/* bytes.fromhex: rows of a class that belong to the class itself. */
static const struct op *find_class_method(const struct type *t, const char *name)
{
	const struct op *op = NULL;
	for (; t && !op; t = t->base)
		op = op_find(t->ops, &type_type, name);
	return op;
}

const struct op *member_method(const struct value *v, const char *name)
{
	if (v->type == &type_module)
		return op_find(((const struct module_value *)v)->module->ops, NULL, name);
	if (v->type == &type_type)
		return find_class_method(((const struct type_value *)v)->type, name);
	if (find_attr(v, name))
		return NULL;
	const struct op *op = find_method(v->type, name);
	return op ? op : find_class_method(v->type, name);
}

static void add_owner(const struct value *v, struct buf *to)
{
	if (v->type == &type_module)
		buf_printf(to, "module '%s'", ((const struct module_value *)v)->module->name);
	else if (v->type == &type_type)
		buf_printf(to, "type object '%s'", ((const struct type_value *)v)->type->name);
	else
		buf_printf(to, "'%s' object", value_type_name(v));
}

static int no_member(struct run *run, const struct value *v, const char *name)
{
	struct suggestion s = {.name = name};
	struct buf owner = {0};
	add_owner(v, &owner);
	member_each(v, suggest_consider, &s);
	int r =
	    exc_raise(run, &exc_AttributeError, "%s has no attribute '%s'%s%s%s", buf_text(&owner),
		name, s.best ? ". Did you mean: '" : "", s.best ? s.best : "", s.best ? "'?" : "");
	buf_free(&owner);
	return r;
}

static int get_attr(struct run *run, struct value *v, const struct attr *a, struct value **out)
{
	struct op row = {.name = a->name};
	struct call c = {.run = run, .op = &row, .self = v};
	int r = a->get(&c);
	if (r < 0) {
		value_unref(c.result);
		return r;
	}
	*out = c.result ? c.result : value_none();
	return 0;
}

static int module_member(struct run *run, struct value *v, const char *name, struct value **out)
{
	int r = member_of_module(((const struct module_value *)v)->module, name, out);
	if (r == -ENOMEM)
		return exc_raise_memory(run);
	return r < 0 ? no_member(run, v, name) : 0;
}

static const struct constant *find_enum_member(const struct value *v, const char *name)
{
	const struct enum_class *of =
	    v->type == &type_type ? ((const struct type_value *)v)->of : NULL;
	return of ? enum_find(of, name) : NULL;
}

int member_get(struct run *run, struct value *v, const char *name, struct value **out)
{
	if (v->type == &type_module)
		return module_member(run, v, name, out);
	const struct attr *a = find_attr(v, name);
	if (a)
		return get_attr(run, v, a, out);
	const struct constant *c = find_enum_member(v, name);
	if (c)
		return found(value_enum(c->value, c->of), out) < 0 ? exc_raise_memory(run) : 0;
	const struct op *op = member_method(v, name);
	if (!op)
		return no_member(run, v, name);
	*out = value_function(op, v);
	return *out ? 0 : exc_raise_memory(run);
}

int member_set(struct run *run, struct value *v, const char *name, struct value *value)
{
	const struct attr *a = find_attr(v, name);
	if (a && a->set) {
		struct op row = {.name = a->name, .params = {{.name = "value"}}};
		struct call c = {.run = run, .op = &row, .self = v, .arg = {value}, .given = 1};
		int r = a->set(&c);
		value_unref(c.result);
		return r;
	}
	if (v->type == &type_module)
		return exc_raise(run, &exc_AttributeError, "module '%s' cannot be changed here",
		    ((const struct module_value *)v)->module->name);
	bool known = a || member_method(v, name);
	if (known)
		return exc_raise(run, &exc_AttributeError,
		    "'%s' object attribute '%s' is read-only", value_type_name(v), name);
	return no_member(run, v, name);
}
