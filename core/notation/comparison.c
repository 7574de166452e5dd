/* The comparisons, in and is, as operators. */
#include <string.h>

#include "core/notation/binop.h"
#include "core/notation/buffer.h"
#include "core/notation/compare.h"
#include "core/notation/exc.h"
#include "core/notation/op.h"
#include "core/notation/run.h"

static int too_deep(struct run *run)
{
	return exc_raise(
	    run, &exc_RecursionError, "maximum recursion depth exceeded in comparison");
}

static bool holds(enum operator op, enum order o)
{
	switch (op) {
	case OPERATOR_LT:
		return o == ORDER_LESS;
	case OPERATOR_LE:
		return o == ORDER_LESS || o == ORDER_EQUAL;
	case OPERATOR_GT:
		return o == ORDER_GREATER;
	default:
		return o == ORDER_GREATER || o == ORDER_EQUAL;
	}
}

static int apply_order(
    struct run *run, enum operator op, struct value *a, struct value *b, bool *out)
{
	const struct value *x, *y;
	enum order o = value_order(a, b, &x, &y);
	if (o == ORDER_DEEP)
		return too_deep(run);
	if (o == ORDER_NONE)
		return exc_raise(run, &exc_TypeError,
		    "'%s' not supported between instances of '%s' and '%s'", operator_text(op),
		    value_type_name(x), value_type_name(y));
	*out = holds(op, o);
	return 0;
}

static int apply_equal(struct run *run, struct value *a, struct value *b, bool *out)
{
	enum order o = value_difference(a, b);
	if (o == ORDER_DEEP)
		return too_deep(run);
	*out = o == ORDER_EQUAL;
	return 0;
}

static bool contains_text(const struct value *text, const struct value *part)
{
	return memmem(text_of(text), text_len(text), text_of(part), text_len(part)) != NULL;
}

static int in_seq(struct run *run, struct value *item, const struct value *seq, bool *out)
{
	*out = false;
	for (size_t i = 0; i < seq_len(seq) && !*out; i++) {
		struct value *other = seq_item(seq, i);
		int r = item == other ? 0 : apply_equal(run, other, item, out);
		if (r < 0)
			return r;
		*out = *out || item == other;
	}
	return 0;
}

static int in_bytes(struct run *run, const struct value *item, const struct value *bytes, bool *out)
{
	int64_t n = int_of(item);
	if (n < 0 || n > 255)
		return exc_raise(run, &exc_ValueError, "byte must be in range(0, 256)");
	*out = memchr(text_of(bytes), (int)n, text_len(bytes)) != NULL;
	return 0;
}

static int apply_in(struct run *run, struct value *item, struct value *in, bool *out);

/* What is looked up by a key, as errorcode is, has in it what it finds. */
static int in_keys(struct run *run, struct value *key, struct value *in, bool *out)
{
	const struct op row = {.name = "in"};
	struct call c = {.run = run, .op = &row, .self = in, .arg = {key}, .given = 1};
	int r = in->type->index(&c);
	*out = r == 0;
	value_unref(c.result);
	if (r == 0 || !exc_match(run->exc, &exc_KeyError))
		return r;
	value_unref(run->exc);
	run->exc = NULL;
	return 0;
}

static int in_array(struct run *run, struct value *item, struct value *in, bool *out)
{
	struct value *bytes = buffer_bytes(in), *part = buffer_frozen(item, 0);
	int r = bytes && part ? apply_in(run, part, bytes, out) : exc_raise_memory(run);
	value_unref(bytes);
	value_unref(part);
	return r;
}

static bool is_flag(const struct value *v)
{
	const struct enum_class *of =
	    v->type == &type_int ? ((const struct int_value *)v)->of : NULL;
	return of && of->flags;
}

static int apply_in(struct run *run, struct value *item, struct value *in, bool *out)
{
	bool text = in->type == &type_str || in->type == &type_bytes;
	if (value_is_seq(in))
		return in_seq(run, item, in, out);
	if (in->type == &type_bytearray || (in->type == &type_bytes && buffer_changes(item)))
		return in_array(run, item, in, out);
	if (in->type == &type_bytes && value_is_int(item))
		return in_bytes(run, item, in, out);
	if (text && item->type == in->type) {
		*out = contains_text(in, item);
		return 0;
	}
	if (text)
		return exc_raise(run, &exc_TypeError, "'in <%s>' looks for %s, not for %s",
		    in->type->name, in->type->name, value_type_name(item));
	if (is_flag(in) && is_flag(item)) {
		*out = (int_of(in) & int_of(item)) == int_of(item);
		return 0;
	}
	if (in->type->index && !buffer_changes(in))
		return in_keys(run, item, in, out);
	return exc_raise(
	    run, &exc_TypeError, "a value of type '%s' has nothing in it", value_type_name(in));
}

int compare_apply(struct run *run, enum operator op, struct value *a, struct value *b, bool *out)
{
	int r = 0;
	switch (op) {
	case OPERATOR_EQ:
	case OPERATOR_NE:
		r = apply_equal(run, a, b, out);
		break;
	case OPERATOR_IN:
	case OPERATOR_NOT_IN:
		r = apply_in(run, a, b, out);
		break;
	case OPERATOR_IS:
	case OPERATOR_IS_NOT:
		*out = value_is(a, b);
		break;
	default:
		return apply_order(run, op, a, b, out);
	}
	if (op == OPERATOR_NE || op == OPERATOR_NOT_IN || op == OPERATOR_IS_NOT)
		*out = !*out;
	return r;
}
