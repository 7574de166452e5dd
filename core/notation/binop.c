#include "core/notation/binop.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/arith.h"
#include "core/notation/buffer.h"
#include "core/notation/compare.h"
#include "core/notation/exc.h"
#include "core/notation/op.h"

static const char *const texts[] = {
    [OPERATOR_ADD] = "+",
    [OPERATOR_SUB] = "-",
    [OPERATOR_MUL] = "*",
    [OPERATOR_DIV] = "/",
    [OPERATOR_FLOORDIV] = "//",
    [OPERATOR_MOD] = "%",
    [OPERATOR_LSHIFT] = "<<",
    [OPERATOR_RSHIFT] = ">>",
    [OPERATOR_AND] = "&",
    [OPERATOR_XOR] = "^",
    [OPERATOR_OR] = "|",
    [OPERATOR_INVERT] = "~",
    [OPERATOR_LT] = "<",
    [OPERATOR_LE] = "<=",
    [OPERATOR_GT] = ">",
    [OPERATOR_GE] = ">=",
    [OPERATOR_EQ] = "==",
    [OPERATOR_NE] = "!=",
    [OPERATOR_IN] = "in",
    [OPERATOR_NOT_IN] = "not in",
    [OPERATOR_IS] = "is",
    [OPERATOR_IS_NOT] = "is not",
};

const char *operator_text(enum operator op)
{
	return texts[op];
}

static int give(struct run *run, struct value *v, struct value **out)
{
	*out = v;
	return v ? 0 : exc_raise_memory(run);
}

static bool is_number(const struct value *v)
{
	return value_is_int(v) || v->type == &type_float;
}

static bool is_text(const struct value *v)
{
	return v->type == &type_str || v->type == &type_bytes;
}

static double to_double(const struct value *v)
{
	return v->type == &type_float ? float_of(v) : (double)int_of(v);
}

static int refuse(struct run *run, enum operator op, const struct value *a, const struct value *b)
{
	const char *hint = "";
	bool mixed = is_text(a) && is_text(b) && a->type != b->type;
	if (mixed)
		hint = ": text.encode() makes bytes, data.decode() makes str";
	else if (op == OPERATOR_ADD && (a->type == &type_str || b->type == &type_str))
		hint = ": str(...) makes text of it";
	return exc_raise(run, &exc_TypeError, "unsupported operand types for %s: '%s' and '%s'%s",
	    operator_text(op), value_type_name(a), value_type_name(b), hint);
}

static struct value *join_text(const struct value *a, const struct value *b)
{
	struct value *v = value_text_room(a->type, text_len(a) + text_len(b));
	if (!v)
		return NULL;
	char *data = ((struct text_value *)v)->data;
	memcpy(data, text_of(a), text_len(a));
	memcpy(data + text_len(a), text_of(b), text_len(b));
	return v;
}

/* The items of seqs, n of them, one after another, as a sequence of their type. */
static struct value *join_seqs(const struct value *const *seqs, size_t n)
{
	size_t len = 0, at = 0;
	for (size_t i = 0; i < n; i++)
		len += seq_len(seqs[i]);
	struct value **items = malloc((len + 1) * sizeof *items);
	if (!items)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < seq_len(seqs[i]); j++)
			items[at++] = value_ref(seq_item(seqs[i], j));
	}
	struct value *v =
	    n && seqs[0]->type == &type_list ? value_list(len, items) : value_tuple(len, items);
	free(items);
	return v;
}

static struct value *repeat_text(const struct value *v, size_t n)
{
	size_t len = text_len(v);
	if (len && n > VALUE_BYTES_MAX / len)
		return NULL;
	struct value *out = value_text_room(v->type, len * n);
	if (!out)
		return NULL;
	char *data = ((struct text_value *)out)->data;
	if (len == 1 && *text_of(v))
		memset(data, *text_of(v), n);
	for (size_t i = 0; len > 1 && i < n; i++)
		memcpy(data + i * len, text_of(v), len);
	return out;
}

static struct value *repeat_seq(const struct value *v, size_t n)
{
	size_t len = seq_len(v);
	if (len && n > VALUE_BYTES_MAX / sizeof v / len)
		return NULL;
	struct value **items = malloc((len * n + 1) * sizeof *items);
	if (!items)
		return NULL;
	for (size_t i = 0; i < len * n; i++)
		items[i] = value_ref(seq_item(v, i % len));
	struct value *out =
	    v->type == &type_list ? value_list(len * n, items) : value_tuple(len * n, items);
	free(items);
	return out;
}

static int repeat(struct run *run, const struct value *v, int64_t n, struct value **out)
{
	size_t times = n < 0 ? 0 : (size_t)n;
	return give(run, is_text(v) ? repeat_text(v, times) : repeat_seq(v, times), out);
}

/* bytes and what is read as bytes; the first says what comes of it. */
static struct value *join_buffers(const struct value *a, const struct value *b)
{
	size_t m = buffer_len(a), n = buffer_len(b);
	struct value *v = value_bytes_room(m + n), *array = NULL;
	if (!v)
		return NULL;
	buffer_read(a, 0, ((struct text_value *)v)->data, m);
	buffer_read(b, 0, ((struct text_value *)v)->data + m, n);
	if (a->type == &type_bytes)
		return v;
	array = value_bytearray(text_of(v), m + n);
	value_unref(v);
	return array;
}

static int apply_plus(struct run *run, struct value *a, struct value *b, struct value **out)
{
	if (value_is_buffer(a) && value_is_buffer(b) && a->type != &type_memoryview)
		return give(run, join_buffers(a, b), out);
	if (a->type != b->type || (!is_text(a) && !value_is_seq(a)))
		return -ENOTSUP;
	if (is_text(a))
		return give(run, join_text(a, b), out);
	return give(run, join_seqs((const struct value *const[]){a, b}, 2), out);
}

static int apply_times(struct run *run, struct value *a, struct value *b, struct value **out)
{
	if ((is_text(a) || value_is_seq(a)) && value_is_int(b))
		return repeat(run, a, int_of(b), out);
	if ((is_text(b) || value_is_seq(b)) && value_is_int(a))
		return repeat(run, b, int_of(a), out);
	return -ENOTSUP;
}

static int apply_other(
    struct run *run, enum operator op, struct value *a, struct value *b, struct value **out)
{
	if (op == OPERATOR_ADD)
		return apply_plus(run, a, b, out);
	if (op == OPERATOR_MUL)
		return apply_times(run, a, b, out);
	if (op == OPERATOR_MOD && is_text(a))
		return format_apply(run, a, b, out);
	return -ENOTSUP;
}

int binop_apply(
    struct run *run, enum operator op, struct value *a, struct value *b, struct value **out)
{
	int r;
	if (value_is_int(a) && value_is_int(b))
		r = arith_int(run, op, a, b, out);
	else if (is_number(a) && is_number(b))
		r = arith_float(run, op, to_double(a), to_double(b), out);
	else
		r = apply_other(run, op, a, b, out);
	return r == -ENOTSUP ? refuse(run, op, a, b) : r;
}

static int invert(struct run *run, const struct value *v, struct value **out)
{
	const struct enum_class *of = ((const struct int_value *)v)->of;
	int64_t n = ~int_of(v);
	return give(run, of && of->flags ? value_enum(n, of) : value_int(n), out);
}

int unop_apply(struct run *run, enum operator op, struct value *v, struct value **out)
{
	if (value_is_int(v) && op == OPERATOR_INVERT)
		return invert(run, v, out);
	if (value_is_int(v) && op == OPERATOR_ADD)
		return give(run, value_int(int_of(v)), out);
	if (value_is_int(v))
		return arith_int(run, op, value_bool(false), v, out);
	if (v->type == &type_float && op != OPERATOR_INVERT)
		return give(run, value_float(op == OPERATOR_SUB ? -float_of(v) : float_of(v)), out);
	return exc_raise(run, &exc_TypeError, "bad operand type for unary %s: '%s'",
	    operator_text(op), value_type_name(v));
}
