#include "core/notation/convert.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "core/notation/buffer.h"
#include "core/notation/exc.h"
#include "core/notation/give.h"
#include "core/notation/number.h"
#include "core/notation/text.h"

/* The same call with bytes in place of what changes. */
static int with_bytes(struct call *c, int (*convert)(struct call *))
{
	struct call as = *c;
	as.arg[0] = buffer_bytes(c->arg[0]);
	int r = as.arg[0] ? convert(&as) : exc_raise_memory(c->run);
	value_unref(as.arg[0]);
	c->result = as.result;
	return r;
}

static int too_big(struct call *c)
{
	return exc_raise(c->run, &exc_OverflowError, "ints have 64 bits here: it does not fit");
}

static int int_of_float(struct call *c, double x)
{
	if (isnan(x))
		return exc_raise(c->run, &exc_ValueError, "cannot convert float NaN to integer");
	if (isinf(x))
		return exc_raise(
		    c->run, &exc_OverflowError, "cannot convert float infinity to integer");
	if (x >= 0x1p63 || x < -0x1p63)
		return too_big(c);
	return give(c, value_int((int64_t)x));
}

static int int_of_text(struct call *c, const struct value *v, int64_t base)
{
	int64_t n;
	int r = number_int_parse(text_of(v), text_len(v), (unsigned)base, &n);
	if (r == -ERANGE)
		return too_big(c);
	if (r == 0)
		return give(c, value_int(n));
	struct buf b = {0};
	value_repr(v, &b);
	r = b.failed ? exc_raise_memory(c->run)
		     : exc_raise(c->run, &exc_ValueError,
			   "invalid literal for int() with base %d: %s", (int)base, buf_text(&b));
	buf_free(&b);
	return r;
}

static int base_of(struct call *c, int64_t *base)
{
	int r = call_int(c, 1, base);
	if (r < 0)
		return r;
	if (*base != 0 && (*base < 2 || *base > 36))
		return exc_raise(
		    c->run, &exc_ValueError, "int() base must be >= 2 and <= 36, or 0");
	return 0;
}

int convert_int(struct call *c)
{
	const struct value *v = c->arg[0];
	if (v && buffer_changes(v))
		return with_bytes(c, convert_int);
	bool text = v && (v->type == &type_str || v->type == &type_bytes);
	int64_t base = 10;
	int r = c->arg[1] ? base_of(c, &base) : 0;
	if (r < 0)
		return r;
	if (v && !c->given)
		return exc_raise(c->run, &exc_TypeError, "int(): give the number by position");
	if (text)
		return int_of_text(c, v, base);
	if (c->arg[1])
		return exc_raise(c->run, &exc_TypeError, "int(): a base goes with text only");
	if (!v)
		return give(c, value_int(0));
	if (v->type == &type_float)
		return int_of_float(c, float_of(v));
	if (value_is_int(v))
		return give(c, value_int(int_of(v)));
	return exc_raise(c->run, &exc_TypeError,
	    "int() takes a number, or text with digits, not %s", value_type_name(v));
}

static int give_text(struct call *c, struct buf *b)
{
	struct value *v = b->failed ? NULL : value_str_len(buf_text(b), b->len);
	buf_free(b);
	return give(c, v);
}

static int decode(struct call *c)
{
	const char *encoding = "utf-8", *errors = "strict";
	if (buffer_changes(c->arg[0]))
		return with_bytes(c, decode);
	int r = c->arg[1] ? call_str(c, 1, &encoding) : 0;
	if (r == 0 && c->arg[2])
		r = call_str(c, 2, &errors);
	if (r < 0)
		return r;
	if (c->arg[0]->type != &type_bytes)
		return exc_raise(c->run, &exc_TypeError,
		    "str() with an encoding decodes bytes, not %s", value_type_name(c->arg[0]));
	return text_decode(c->run, c->arg[0], encoding, errors, &c->result);
}

int convert_str(struct call *c)
{
	if (c->arg[0] && (c->arg[1] || c->arg[2]))
		return decode(c);
	if (c->arg[0] && c->arg[0]->type == &type_str)
		return give(c, value_ref(c->arg[0]));
	struct buf b = {.line = c->run};
	int r = c->arg[0] ? value_str_of(c->arg[0], &b) : 0;
	b.failed = b.failed || r < 0;
	return give_text(c, &b);
}

static int bytes_of_items(struct call *c, const struct value *seq)
{
	struct value *v = value_bytes_room(seq_len(seq));
	if (!v)
		return exc_raise_memory(c->run);
	char *data = ((struct text_value *)v)->data;
	for (size_t i = 0; i < seq_len(seq); i++) {
		const struct value *item = seq_item(seq, i);
		bool number = value_is_int(item);
		if (number && int_of(item) >= 0 && int_of(item) <= 255) {
			data[i] = (char)int_of(item);
			continue;
		}
		value_unref(v);
		if (number)
			return exc_raise(c->run, &exc_ValueError, "%s must be in range(0, 256)",
			    c->op == &convert_bytes_row ? "bytes" : "byte");
		return exc_raise(c->run, &exc_TypeError, "%s() takes ints from 0 to 255, not %s",
		    c->op->name, value_type_name(item));
	}
	return give(c, v);
}

static int zero_bytes(struct call *c, int64_t n)
{
	if (n < 0)
		return exc_raise(c->run, &exc_ValueError, "negative count");
	return give(c, value_bytes_room((size_t)n));
}

static int encode(struct call *c)
{
	const char *encoding = NULL, *errors = "strict";
	if (!c->arg[1])
		return exc_raise(c->run, &exc_TypeError,
		    "%s() of a str needs its encoding: %s(text, 'utf-8')", c->op->name,
		    c->op->name);
	int r = call_str(c, 1, &encoding);
	if (r == 0 && c->arg[2])
		r = call_str(c, 2, &errors);
	return r < 0 ? r : text_encode(c->run, c->arg[0], encoding, errors, &c->result);
}

int convert_bytes(struct call *c)
{
	struct value *v = c->arg[0];
	if (v && v->type == &type_str)
		return encode(c);
	if (c->arg[1] || c->arg[2])
		return exc_raise(
		    c->run, &exc_TypeError, "%s() with an encoding takes a str", c->op->name);
	if (!v)
		return give(c, value_bytes(NULL, 0));
	if (value_is_buffer(v))
		return give(c, buffer_bytes(v));
	if (value_is_int(v))
		return zero_bytes(c, int_of(v));
	if (value_is_seq(v))
		return bytes_of_items(c, v);
	return exc_raise(c->run, &exc_TypeError,
	    "%s() takes a str with its encoding, a list of ints or a length, not %s", c->op->name,
	    value_type_name(v));
}

int convert_bool(struct call *c)
{
	return give(c, value_bool(c->arg[0] && value_truth(c->arg[0])));
}

int convert_type(struct call *c)
{
	return give(c, value_type_of(c->arg[0]));
}

const struct op convert_int_row = {
    .name = "int",
    .params = {{.name = "x", .dflt = "", .help = "a number, or text with digits"},
	{.name = "base", .kind = PARAM_INT, .dflt = "", .help = "of the digits; 0: by prefix"}},
    .help = "A whole number; what stands after the point is cut off.",
    .run = convert_int,
};

const struct op convert_str_row = {
    .name = "str",
    .params = {{.name = "object", .dflt = "", .help = "any value"},
	{.name = "encoding", .kind = PARAM_STR, .dflt = "", .help = "of bytes"},
	{.name = "errors", .kind = PARAM_STR, .dflt = "", .help = "strict, ignore, replace"}},
    .help = "The value as print shows it; of bytes with an encoding, their text.",
    .run = convert_str,
};

const struct op convert_bytes_row = {
    .name = "bytes",
    .params = {{.name = "source", .dflt = "", .help = "text, a list of ints, or a length"},
	{.name = "encoding", .kind = PARAM_STR, .dflt = "", .help = "of the text"},
	{.name = "errors", .kind = PARAM_STR, .dflt = "", .help = "strict, ignore, replace"}},
    .help = "Bytes from text, from ints, or that many zeros.",
    .run = convert_bytes,
};

const struct op convert_bool_row = {
    .name = "bool",
    .params = {{.name = "x", .dflt = "", .help = "any value"}},
    .flags = OP_POSITIONAL,
    .help = "False for None, zero and what is empty; else True.",
    .run = convert_bool,
};

const struct op convert_type_row = {
    .name = "type",
    .params = {{.name = "object", .help = "any value"}},
    .flags = OP_POSITIONAL,
    .help = "What kind of value it is.",
    .run = convert_type,
};
