/* str % values and bytes % values. CPython: Objects/unicodeobject.c, PyUnicode_Format. */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/notation/binop.h"
#include "core/notation/exc.h"
#include "core/notation/number.h"
#include "core/notation/repr.h"
#include "core/notation/unicode.h"

/* Width and precision, so that adding to them cannot overflow; memory ends long before. */
#define NUMBER_MAX (INT64_MAX / 16)

/* Past this many digits after the point nobody wants to see a float. */
#define PRECISION_MAX 65536

struct format {
	struct run *run;
	const char *start, *p, *end; /* of the text with the % in it */
	bool bytes;
	struct value *args;
	size_t next, count; /* which of the args comes next */
	struct buf to;
	/* of the one under way */
	bool left, plus, space, alternate, zero;
	int64_t width, precision; /* -1: not given */
	char conv;
};

static int next_arg(struct format *f, struct value **out)
{
	if (f->next == f->count)
		return exc_raise(f->run, &exc_TypeError, "not enough arguments for format string");
	*out = f->args->type == &type_tuple ? seq_item(f->args, f->next) : f->args;
	f->next++;
	return 0;
}

static bool set_flag(struct format *f, char c)
{
	bool *flag = c == '-'	? &f->left
		     : c == '+' ? &f->plus
		     : c == ' ' ? &f->space
		     : c == '#' ? &f->alternate
		     : c == '0' ? &f->zero
				: NULL;
	if (flag)
		*flag = true;
	return flag != NULL;
}

static int star_number(struct format *f, int64_t *out)
{
	struct value *v = NULL;
	int r = next_arg(f, &v);
	if (r < 0)
		return r;
	if (!value_is_int(v))
		return exc_raise(f->run, &exc_TypeError, "* wants int");
	*out = int_of(v);
	return 0;
}

/* Digits, or * for an argument. */
static int read_number(struct format *f, int64_t *out, const char *what)
{
	*out = 0;
	int r = 0;
	if (f->p < f->end && *f->p == '*') {
		f->p++;
		r = star_number(f, out);
	}
	while (r == 0 && f->p < f->end && isdigit((unsigned char)*f->p)) {
		*out = *out * 10 + (*f->p++ - '0');
		if (*out > NUMBER_MAX)
			break;
	}
	if (r == 0 && (*out > NUMBER_MAX || *out < -NUMBER_MAX))
		return exc_raise(f->run, &exc_ValueError, "%s too big", what);
	return r;
}

static int read_precision(struct format *f)
{
	bool star = f->p < f->end && *f->p == '*';
	int r = read_number(f, &f->precision, "precision");
	if (r == 0 && star && (f->precision < INT_MIN || f->precision > INT_MAX))
		return exc_raise(
		    f->run, &exc_OverflowError, "Python int too large to convert to C int");
	if (r == 0 && f->precision > INT_MAX)
		return exc_raise(f->run, &exc_ValueError, "precision too big");
	f->precision = f->precision < 0 ? 0 : f->precision;
	return r;
}

static int read_spec(struct format *f)
{
	f->left = f->plus = f->space = f->alternate = f->zero = false;
	f->precision = -1;
	f->p++;
	while (f->p < f->end && set_flag(f, *f->p))
		f->p++;
	int r = read_number(f, &f->width, "width");
	if (r == 0 && f->p < f->end && *f->p == '.') {
		f->p++;
		r = read_precision(f);
	}
	if (r < 0)
		return r;
	f->left = f->left || f->width < 0;
	f->width = f->width < 0 ? -f->width : f->width;
	if (f->p < f->end && *f->p && strchr("hlL", *f->p))
		f->p++;
	if (f->p >= f->end)
		return exc_raise(f->run, &exc_ValueError, "incomplete format");
	f->conv = *f->p++;
	return 0;
}

static int pad(struct format *f, char with, int64_t n)
{
	char *to = n > 0 ? buf_reserve(&f->to, (size_t)n) : NULL;
	if (n <= 0 || !to)
		return 0;
	memset(to, with, (size_t)n);
	f->to.len += (size_t)n;
	to[n] = '\0';
	return 0;
}

/* sign and prefix, then the digits, in the width asked for. */
static int put_number(struct format *f, const char *prefix, const char *digits)
{
	int64_t len = (int64_t)(strlen(prefix) + strlen(digits)), room = f->width - len;
	if (room > (int64_t)VALUE_BYTES_MAX)
		return exc_raise_memory(f->run);
	if (!f->left && !f->zero)
		pad(f, ' ', room);
	buf_str(&f->to, prefix);
	if (!f->left && f->zero)
		pad(f, '0', room);
	buf_str(&f->to, digits);
	return f->left ? pad(f, ' ', room) : 0;
}

static const char *sign_of(const struct format *f, bool minus)
{
	return minus ? "-" : f->plus ? "+" : f->space ? " " : "";
}

static int refuse_number(struct format *f, const struct value *v, const char *takes)
{
	return exc_raise(f->run, &exc_TypeError, "%%%c format: %s is required, not %s", f->conv,
	    takes, value_type_name(v));
}

/* Digits of any finite double are at most so many. */
#define DIGITS_MAX 320

/* %d of a float: its whole part, which may be past 64 bits. */
static int float_digits(struct format *f, double x, char *digits, bool *minus)
{
	if (isnan(x))
		return exc_raise(f->run, &exc_ValueError, "cannot convert float NaN to integer");
	if (isinf(x))
		return exc_raise(
		    f->run, &exc_OverflowError, "cannot convert float infinity to integer");
	x = trunc(x);
	*minus = x < 0;
	snprintf(digits, DIGITS_MAX, "%.0f", fabs(x));
	return 0;
}

static void int_digits(char conv, uint64_t size, char *digits)
{
	if (conv == 'x')
		snprintf(digits, DIGITS_MAX, "%" PRIx64, size);
	else if (conv == 'X')
		snprintf(digits, DIGITS_MAX, "%" PRIX64, size);
	else if (conv == 'o')
		snprintf(digits, DIGITS_MAX, "%" PRIo64, size);
	else
		snprintf(digits, DIGITS_MAX, "%" PRIu64, size);
}

static int digits_of(struct format *f, const struct value *v, char *digits, bool *minus)
{
	bool decimal = strchr("diu", f->conv);
	if (decimal && v->type == &type_float)
		return float_digits(f, float_of(v), digits, minus);
	if (!value_is_int(v))
		return refuse_number(f, v, decimal ? "a real number" : "an integer");
	int64_t n = int_of(v);
	*minus = n < 0;
	int_digits(f->conv, n < 0 ? 0 - (uint64_t)n : (uint64_t)n, digits);
	return 0;
}

static int put_int(struct format *f, const struct value *v)
{
	char digits[DIGITS_MAX], prefix[8];
	bool minus = false, based = f->alternate && strchr("xXo", f->conv);
	int r = digits_of(f, v, digits, &minus);
	if (r < 0)
		return r;
	if (f->precision > (int64_t)VALUE_BYTES_MAX)
		return exc_raise_memory(f->run);
	snprintf(prefix, sizeof prefix, "%s%s%c", sign_of(f, minus), based ? "0" : "",
	    based ? f->conv : '\0');
	struct buf b = {0};
	for (int64_t i = (int64_t)strlen(digits); i < f->precision; i++)
		buf_char(&b, '0');
	buf_str(&b, digits);
	r = b.failed ? exc_raise_memory(f->run) : put_number(f, prefix, buf_text(&b));
	buf_free(&b);
	return r;
}

static int put_float(struct format *f, const struct value *v)
{
	if (!value_is_int(v) && v->type != &type_float)
		return exc_raise(
		    f->run, &exc_TypeError, "must be real number, not %s", value_type_name(v));
	double x = value_is_int(v) ? (double)int_of(v) : float_of(v);
	if (f->precision > PRECISION_MAX)
		return exc_raise(f->run, &exc_ValueError, "precision too big");
	int precision = f->precision < 0 ? 6 : (int)f->precision;
	struct buf b = {0};
	bool minus = signbit(x) && !isnan(x);
	number_float_format(minus ? -x : x, f->conv, precision, f->alternate, &b);
	int r =
	    b.failed ? exc_raise_memory(f->run) : put_number(f, sign_of(f, minus), buf_text(&b));
	buf_free(&b);
	return r;
}

/* Text in the width asked for, cut to the precision: both count characters. */
static int put_text(struct format *f, const char *text, size_t len)
{
	size_t chars = f->bytes ? len : unicode_count(text, len);
	if (f->precision >= 0 && (size_t)f->precision < chars) {
		chars = (size_t)f->precision;
		len = f->bytes ? chars : unicode_offset(text, len, chars);
	}
	int64_t room = f->width - (int64_t)chars;
	if (room > (int64_t)VALUE_BYTES_MAX)
		return exc_raise_memory(f->run);
	if (!f->left)
		pad(f, ' ', room);
	buf_add(&f->to, text, len);
	return f->left ? pad(f, ' ', room) : 0;
}

/* What is not ASCII in a repr as an escape: ascii(). */
static void only_ascii(struct buf *b)
{
	struct buf out = {0};
	const char *p = buf_text(b), *end = p + b->len;
	while (p < end) {
		uint32_t c = unicode_next(&p);
		if (c < 0x80)
			buf_char(&out, (char)c);
		else
			repr_escape(c, &out);
	}
	out.failed = out.failed || b->failed;
	buf_free(b);
	*b = out;
}

static int put_object(struct format *f, const struct value *v)
{
	struct buf b = {.line = f->run};
	int r = f->conv == 's' ? value_str_of(v, &b) : value_repr(v, &b);
	if (f->conv == 'a' || f->bytes)
		only_ascii(&b);
	r = r < 0 || b.failed ? exc_raise_memory(f->run) : put_text(f, buf_text(&b), b.len);
	buf_free(&b);
	return r;
}

static int put_string(struct format *f, const struct value *v)
{
	if (!f->bytes)
		return put_object(f, v);
	if (v->type == &type_bytes)
		return put_text(f, text_of(v), text_len(v));
	return exc_raise(f->run, &exc_TypeError,
	    "%%%c takes bytes here, not %s: write b'...' or .encode()", f->conv,
	    value_type_name(v));
}

static int put_char(struct format *f, const struct value *v)
{
	const struct type *text = f->bytes ? &type_bytes : &type_str;
	if (v->type == text &&
	    (f->bytes ? text_len(v) : unicode_count(text_of(v), text_len(v))) == 1)
		return put_text(f, text_of(v), text_len(v));
	if (!value_is_int(v))
		return exc_raise(f->run, &exc_TypeError, "%%c requires int or one character");
	int64_t n = int_of(v);
	if (n < 0 || n > (f->bytes ? 255 : (int64_t)UNICODE_MAX))
		return exc_raise(f->run, &exc_OverflowError,
		    f->bytes ? "%%c arg not in range(256)" : "%%c arg not in range(0x110000)");
	struct buf b = {0};
	if (f->bytes)
		buf_char(&b, (char)n);
	else
		unicode_add(&b, (uint32_t)n);
	int r = b.failed ? exc_raise_memory(f->run) : put_text(f, buf_text(&b), b.len);
	buf_free(&b);
	return r;
}

static int unknown(struct format *f)
{
	const char *at = f->p - 1;
	uint32_t c = (unsigned char)*at;
	if (f->conv == '(')
		return exc_raise(
		    f->run, &exc_TypeError, "sockpit notebooks have no 'dict': use %%s");
	if (!f->bytes)
		c = unicode_next(&(const char *){at});
	size_t index =
	    f->bytes ? (size_t)(at - f->start) : unicode_count(f->start, (size_t)(at - f->start));
	return exc_raise(f->run, &exc_ValueError,
	    "unsupported format character '%c' (0x%x) at index %zu",
	    c >= 0x1f && c <= 0x7e ? (char)c : '?', c, index);
}

static int put_conversion(struct format *f)
{
	struct value *v = NULL;
	bool string = strchr("sb", f->conv), object = strchr("ra", f->conv);
	int r = next_arg(f, &v);
	if (r < 0)
		return r;
	if (!f->conv || !strchr("diuoxXeEfFgGcrsab", f->conv) || (f->conv == 'b' && !f->bytes))
		return unknown(f);
	if (string)
		return put_string(f, v);
	if (object)
		return put_object(f, v);
	if (f->conv == 'c')
		return put_char(f, v);
	return strchr("eEfFgG", f->conv) ? put_float(f, v) : put_int(f, v);
}

/* At a percent sign: itself where two stand together, else a conversion. */
static int format_one(struct format *f)
{
	if (f->end - f->p > 1 && f->p[1] == '%') {
		f->p += 2;
		buf_char(&f->to, '%');
		return 0;
	}
	int r = read_spec(f);
	return r < 0 ? r : put_conversion(f);
}

static int format_all(struct format *f)
{
	int r = 0;
	while (r == 0 && f->p < f->end) {
		const char *percent = memchr(f->p, '%', (size_t)(f->end - f->p));
		const char *stop = percent ? percent : f->end;
		buf_add(&f->to, f->p, (size_t)(stop - f->p));
		f->p = stop;
		if (percent)
			r = format_one(f);
	}
	bool tolerant = f->args->type == &type_list || (f->args->type == &type_bytes && !f->bytes);
	if (r == 0 && f->next < f->count && !(tolerant && f->next == 0))
		r = exc_raise(
		    f->run, &exc_TypeError, "not all arguments converted during string formatting");
	return r;
}

int format_apply(struct run *run, struct value *a, struct value *b, struct value **out)
{
	struct format f = {.run = run, .start = text_of(a), .p = text_of(a), .args = b};
	f.end = f.p + text_len(a);
	f.bytes = a->type == &type_bytes;
	f.count = b->type == &type_tuple ? seq_len(b) : 1;
	int r = format_all(&f);
	if (r == 0) {
		const char *text = buf_text(&f.to);
		*out = f.to.failed ? NULL
		       : f.bytes   ? value_bytes(text, f.to.len)
				   : value_str_len(text, f.to.len);
		r = *out ? 0 : exc_raise_memory(run);
	}
	buf_free(&f.to);
	return r;
}
