#include "core/notation/compare.h"

#include <math.h>
#include <string.h>

#include "core/notation/buffer.h"

static bool is_number(const struct value *v)
{
	return value_is_int(v) || v->type == &type_float;
}

static bool is_text(const struct value *v)
{
	return v->type == &type_str || v->type == &type_bytes;
}

static enum order order_long(int64_t a, int64_t b)
{
	return a < b ? ORDER_LESS : a > b ? ORDER_GREATER : ORDER_EQUAL;
}

static enum order order_double(double a, double b)
{
	if (isnan(a) || isnan(b))
		return ORDER_NAN;
	return a < b ? ORDER_LESS : a > b ? ORDER_GREATER : ORDER_EQUAL;
}

static enum order reversed(enum order o)
{
	return o == ORDER_LESS ? ORDER_GREATER : o == ORDER_GREATER ? ORDER_LESS : o;
}

/* Exactly, although a double cannot hold every int: first the whole parts, then what is left. */
static enum order order_mixed(int64_t a, double b)
{
	if (isnan(b))
		return ORDER_NAN;
	if (b >= 0x1p63)
		return ORDER_LESS;
	if (b < -0x1p63)
		return ORDER_GREATER;
	double whole = trunc(b);
	enum order o = order_long(a, (int64_t)whole);
	return o == ORDER_EQUAL ? order_double(0, b - whole) : o;
}

static enum order order_number(const struct value *a, const struct value *b)
{
	bool a_int = value_is_int(a), b_int = value_is_int(b);
	if (a_int && b_int)
		return order_long(int_of(a), int_of(b));
	if (a_int)
		return order_mixed(int_of(a), float_of(b));
	if (b_int)
		return reversed(order_mixed(int_of(b), float_of(a)));
	return order_double(float_of(a), float_of(b));
}

/* The bytes of UTF-8 stand in the order of their code points. */
static enum order order_text(const struct value *a, const struct value *b)
{
	size_t m = text_len(a), n = text_len(b);
	int r = memcmp(text_of(a), text_of(b), m < n ? m : n);
	return r ? order_long(r, 0) : order_long((int64_t)m, (int64_t)n);
}

/* Of an enum. */
static bool same_member(const struct value *a, const struct value *b)
{
	const struct enum_class *of = ((const struct int_value *)a)->of;
	return of && of == ((const struct int_value *)b)->of && int_of(a) == int_of(b);
}

bool value_is(const struct value *a, const struct value *b)
{
	if (a == b)
		return true;
	if (a->type != b->type)
		return false;
	/* Python has one object for these; here each mention makes one. */
	if (a->type == &type_type)
		return ((const struct type_value *)a)->type ==
			   ((const struct type_value *)b)->type &&
		       ((const struct type_value *)a)->of == ((const struct type_value *)b)->of;
	if (a->type == &type_module)
		return ((const struct module_value *)a)->module ==
		       ((const struct module_value *)b)->module;
	if (a->type == &type_function)
		return ((const struct function_value *)a)->op ==
		       ((const struct function_value *)b)->op;
	if (is_text(a))
		return text_len(a) == 0 && text_len(b) == 0;
	return a->type == &type_int ? same_member(a, b)
				    : a->type == &type_tuple && !seq_len(a) && !seq_len(b);
}

static bool same_method(const struct value *a, const struct value *b)
{
	const struct function_value *f = (const struct function_value *)a;
	const struct function_value *g = (const struct function_value *)b;
	return a->type == &type_method && b->type == &type_method && f->op == g->op &&
	       f->self == g->self;
}

static bool orderable(const struct value *a, const struct value *b)
{
	if (is_number(a) && is_number(b))
		return true;
	bool bytes = value_is_buffer(a) && value_is_buffer(b) && a->type != &type_memoryview &&
		     b->type != &type_memoryview;
	return bytes || (a->type == b->type && (is_text(a) || value_is_seq(a)));
}

static enum order order_leaf(const struct value *a, const struct value *b)
{
	if (is_number(a) && is_number(b))
		return order_number(a, b);
	if (a->type == b->type && is_text(a))
		return order_text(a, b);
	if (value_is_buffer(a) && value_is_buffer(b))
		return order_long(buffer_compare(a, b), 0);
	return value_is(a, b) || same_method(a, b) ? ORDER_EQUAL : ORDER_NONE;
}

/* As deep as sequences are compared; CPython's own limit is of that size. */
#define COMPARE_DEPTH 500

struct pair {
	const struct value *a, *b;
	size_t next;
};

/* The first place where a and b differ, found without recursion; Python's order of two sequences
 * is the order of that place. */
static enum order first_difference(
    struct pair *pairs, const struct value **x, const struct value **y)
{
	size_t depth = 1;
	while (depth) {
		struct pair *p = &pairs[depth - 1];
		size_t m = seq_len(p->a), n = seq_len(p->b);
		if (p->next == m || p->next == n) {
			if (m != n)
				return m < n ? ORDER_LESS : ORDER_GREATER;
			depth--;
			continue;
		}
		const struct value *a = *x = seq_item(p->a, p->next);
		const struct value *b = *y = seq_item(p->b, p->next++);
		if (a == b)
			continue;
		if (value_is_seq(a) && a->type == b->type) {
			if (depth == COMPARE_DEPTH)
				return ORDER_DEEP;
			pairs[depth++] = (struct pair){.a = a, .b = b};
			continue;
		}
		enum order o = order_leaf(a, b);
		if (o != ORDER_EQUAL)
			return o;
	}
	return ORDER_EQUAL;
}

static enum order difference(
    const struct value *a, const struct value *b, const struct value **x, const struct value **y)
{
	*x = a;
	*y = b;
	if (!value_is_seq(a) || a->type != b->type)
		return order_leaf(a, b);
	struct pair pairs[COMPARE_DEPTH];
	pairs[0] = (struct pair){.a = a, .b = b};
	return first_difference(pairs, x, y);
}

enum order value_difference(const struct value *a, const struct value *b)
{
	const struct value *x, *y;
	return difference(a, b, &x, &y);
}

enum order value_order(
    const struct value *a, const struct value *b, const struct value **x, const struct value **y)
{
	enum order o = difference(a, b, x, y);
	return orderable(a, b) ? o : ORDER_NONE;
}

bool value_equal(const struct value *a, const struct value *b)
{
	return value_difference(a, b) == ORDER_EQUAL;
}
