#include "core/notation/value.h"

#include <stdlib.h>
#include <string.h>

#include "core/notation/buffer.h"
#include "core/notation/enums.h"
#include "core/notation/op.h"

/* The count of what lives as long as the program; such values lie in read-only memory. */
#define IMMORTAL UINT32_MAX

static const struct value none = {.refs = IMMORTAL, .type = &type_none};
static const struct int_value truths[] = {
    {.base = {.refs = IMMORTAL, .type = &type_bool}, .n = 0},
    {.base = {.refs = IMMORTAL, .type = &type_bool}, .n = 1},
};

/* Python keeps -5 to 256 ready, too: that is why `is` holds for them. */
#define SMALL_MIN (-5)
#define SMALL_MAX 256
#define I1(i)                                                                                      \
	{                                                                                          \
		.base = {.refs = IMMORTAL, .type = &type_int}, .n = SMALL_MIN + (i)                \
	}
#define I4(i) I1(i), I1((i) + 1), I1((i) + 2), I1((i) + 3)
#define I16(i) I4(i), I4((i) + 4), I4((i) + 8), I4((i) + 12)
#define I64(i) I16(i), I16((i) + 16), I16((i) + 32), I16((i) + 48)
static const struct int_value small[SMALL_MAX - SMALL_MIN + 1] = {
    I64(0),
    I64(64),
    I64(128),
    I64(192),
    I4(256),
    I1(260),
    I1(261),
};

static bool immortal(const struct value *v)
{
	return atomic_load_explicit(&v->refs, memory_order_relaxed) == IMMORTAL;
}

struct value *value_none(void)
{
	return (struct value *)&none;
}

struct value *value_bool(bool b)
{
	return (struct value *)&truths[b];
}

void *value_new(const struct type *type, size_t size)
{
	struct value *v = calloc(1, size);
	if (!v)
		return NULL;
	atomic_init(&v->refs, 1);
	v->type = type;
	return v;
}

static struct value *new_int(int64_t n, const struct enum_class *of)
{
	struct int_value *v = value_new(&type_int, sizeof *v);
	if (!v)
		return NULL;
	v->n = n;
	v->of = of;
	return &v->base;
}

struct value *value_int(int64_t n)
{
	if (n >= SMALL_MIN && n <= SMALL_MAX)
		return (struct value *)&small[n - SMALL_MIN];
	return new_int(n, NULL);
}

struct value *value_enum(int64_t n, const struct enum_class *of)
{
	if (of && of->flags)
		return new_int(enum_wrap(n, of), of);
	return of && enum_member(of, n) ? new_int(n, of) : value_int(n);
}

struct value *value_float(double x)
{
	struct float_value *v = value_new(&type_float, sizeof *v);
	if (!v)
		return NULL;
	v->x = x;
	return &v->base;
}

static struct value *new_text(const struct type *type, const char *text, size_t len)
{
	if (len > VALUE_BYTES_MAX)
		return NULL;
	struct text_value *v = value_new(type, sizeof *v + len + 1);
	if (!v)
		return NULL;
	v->len = len;
	if (text && len)
		memcpy(v->data, text, len);
	return &v->base;
}

struct value *value_str(const char *text)
{
	return new_text(&type_str, text, strlen(text));
}

struct value *value_str_len(const char *text, size_t len)
{
	return new_text(&type_str, text, len);
}

struct value *value_bytes(const void *data, size_t len)
{
	return new_text(&type_bytes, data, len);
}

struct value *value_text_room(const struct type *type, size_t len)
{
	return new_text(type, NULL, len);
}

struct value *value_bytes_room(size_t len)
{
	return value_text_room(&type_bytes, len);
}

void value_bytes_cut(struct value *v, size_t len)
{
	struct text_value *t = (struct text_value *)v;
	if (len < t->len) {
		t->len = len;
		t->data[len] = '\0';
	}
}

static struct value *new_seq(const struct type *type, size_t len, struct value *const *items)
{
	struct seq_value *v = value_new(type, sizeof *v + len * sizeof *items);
	if (!v) {
		for (size_t i = 0; i < len; i++)
			value_unref(items[i]);
		return NULL;
	}
	v->len = len;
	if (len)
		memcpy(v->item, items, len * sizeof *items);
	return &v->base;
}

struct value *value_tuple(size_t len, struct value *const *items)
{
	return new_seq(&type_tuple, len, items);
}

struct value *value_list(size_t len, struct value *const *items)
{
	return new_seq(&type_list, len, items);
}

struct value *value_function(const struct op *op, struct value *self)
{
	const struct type *type = self ? &type_method : &type_function;
	struct function_value *v = value_new(type, sizeof *v);
	if (!v)
		return NULL;
	v->op = op;
	v->self = value_ref(self);
	return &v->base;
}

struct value *value_module(const struct module *module)
{
	struct module_value *v = value_new(&type_module, sizeof *v);
	if (!v)
		return NULL;
	v->module = module;
	return &v->base;
}

struct value *value_type(const struct type *type)
{
	struct type_value *v = value_new(&type_type, sizeof *v);
	if (!v)
		return NULL;
	v->type = type;
	return &v->base;
}

static const struct type *shown_type(const struct value *v)
{
	bool callable = v->type == &type_function || v->type == &type_method;
	if (!callable || !(((const struct function_value *)v)->op->flags & OP_PYTHON))
		return v->type;
	return v->type == &type_function ? &type_python_function : &type_python_method;
}

struct value *value_type_of(const struct value *v)
{
	struct value *type = value_type(shown_type(v));
	if (type && v->type == &type_int)
		((struct type_value *)type)->of = ((const struct int_value *)v)->of;
	return type;
}

struct value *value_ref(struct value *v)
{
	if (v && !immortal(v))
		atomic_fetch_add_explicit(&v->refs, 1, memory_order_relaxed);
	return v;
}

/* Drop one reference; true when it was the last. Each drop pairs with the last one: whoever frees a
 * value sees all that other threads did to it. */
static bool drop(struct value *v)
{
	if (!v || immortal(v))
		return false;
	return atomic_fetch_sub_explicit(&v->refs, 1, memory_order_acq_rel) == 1;
}

static void destroy_plain(struct value *v)
{
	if (v->type->fini)
		v->type->fini(v);
	free(v);
}

/* Items go from the last to the first, as in CPython. A list of the dead stands in for recursion,
 * because values may nest without bound. */
static void destroy_seq(struct seq_value *dead)
{
	while (dead) {
		struct seq_value *s = dead;
		if (s->len == 0) {
			dead = s->dead;
			free(s);
			continue;
		}
		struct value *item = s->item[--s->len];
		if (!drop(item))
			continue;
		if (value_is_seq(item)) {
			((struct seq_value *)item)->dead = dead;
			dead = (struct seq_value *)item;
		} else {
			destroy_plain(item);
		}
	}
}

void value_unref(struct value *v)
{
	if (!drop(v))
		return;
	if (value_is_seq(v))
		destroy_seq((struct seq_value *)v);
	else
		destroy_plain(v);
}

int64_t int_of(const struct value *v)
{
	return ((const struct int_value *)v)->n;
}

double float_of(const struct value *v)
{
	return ((const struct float_value *)v)->x;
}

const char *text_of(const struct value *v)
{
	return ((const struct text_value *)v)->data;
}

size_t text_len(const struct value *v)
{
	return ((const struct text_value *)v)->len;
}

struct value *seq_item(const struct value *v, size_t i)
{
	return ((const struct seq_value *)v)->item[i];
}

size_t seq_len(const struct value *v)
{
	return ((const struct seq_value *)v)->len;
}

bool value_is_int(const struct value *v)
{
	return v->type == &type_int || v->type == &type_bool;
}

bool value_is_seq(const struct value *v)
{
	return v->type == &type_tuple || v->type == &type_list;
}

bool value_truth(const struct value *v)
{
	if (v->type == &type_none)
		return false;
	if (value_is_int(v))
		return int_of(v) != 0;
	if (v->type == &type_float)
		return float_of(v) != 0;
	if (v->type == &type_str || v->type == &type_bytes)
		return text_len(v) != 0;
	if (value_is_seq(v))
		return seq_len(v) != 0;
	return !value_is_buffer(v) || buffer_len(v) != 0;
}

bool type_is(const struct type *t, const struct type *of)
{
	while (t && t != of)
		t = t->base;
	return t != NULL;
}
