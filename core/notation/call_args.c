/* What the code of an operation asks of its arguments, and the errors for what it got instead. */
#include <limits.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/op.h"
#include "core/notation/run.h"
#include "core/notation/text.h"

static int wrong_type(struct call *c, size_t i, const char *takes)
{
	const struct value *v = c->arg[i];
	return exc_raise(c->run, &exc_TypeError, "%s(): %s takes %s, not %s", c->op->name,
	    c->op->params[i].name, takes, v ? value_type_name(v) : "left out");
}

int call_int(struct call *c, size_t i, int64_t *out)
{
	if (!c->arg[i] || !value_is_int(c->arg[i]))
		return wrong_type(c, i, "an int");
	*out = int_of(c->arg[i]);
	return 0;
}

int call_c_int(struct call *c, size_t i, int *out)
{
	int64_t n = 0;
	int r = call_int(c, i, &n);
	if (r < 0)
		return r;
	if (n > INT_MAX)
		return exc_raise(
		    c->run, &exc_OverflowError, "signed integer is greater than maximum");
	if (n < INT_MIN)
		return exc_raise(c->run, &exc_OverflowError, "signed integer is less than minimum");
	*out = (int)n;
	return 0;
}

int call_c_int_alone(struct call *c, size_t i, int *out)
{
	int64_t n = 0;
	int r = call_int(c, i, &n);
	if (r < 0)
		return r;
	if (n < INT_MIN || n > INT_MAX)
		return exc_raise(
		    c->run, &exc_OverflowError, "Python int too large to convert to C int");
	*out = (int)n;
	return 0;
}

int call_float(struct call *c, size_t i, double *out)
{
	const struct value *v = c->arg[i];
	if (v && value_is_int(v))
		*out = (double)int_of(v);
	else if (v && v->type == &type_float)
		*out = float_of(v);
	else
		return wrong_type(c, i, "a number");
	return 0;
}

int call_bool(struct call *c, size_t i, bool *out)
{
	if (!c->arg[i])
		return wrong_type(c, i, "true or false");
	*out = value_truth(c->arg[i]);
	return 0;
}

/* With which the bytes of a surrogate begin, and those of some others. */
#define SURROGATE_BYTE 0xed

int call_str(struct call *c, size_t i, const char **out)
{
	const struct value *v = c->arg[i];
	if (!v || v->type != &type_str)
		return wrong_type(c, i, "a str such as 'text'");
	if (strlen(text_of(v)) != text_len(v))
		return exc_raise(c->run, &exc_ValueError, "embedded null character");
	*out = text_of(v);
	return strchr(*out, SURROGATE_BYTE) ? text_check_utf8(c->run, c->arg[i]) : 0;
}

int call_bytes(struct call *c, size_t i, const void **data, size_t *len)
{
	const struct value *v = c->arg[i];
	if (v && v->type == &type_str)
		return wrong_type(c, i, "bytes (b'...' or 'text'.encode())");
	if (!v || v->type != &type_bytes)
		return wrong_type(c, i, "bytes such as b'text'");
	*data = text_of(v);
	*len = text_len(v);
	return 0;
}
