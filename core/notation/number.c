#include "core/notation/number.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"

/* Significant digits that tell every double apart. */
#define DIGITS_MAX 17

/* Past these powers of ten repr() writes an exponent. */
#define FIXED_MIN (-4)
#define FIXED_MAX 16

/* Whatever the locale, the text has a point: LC_NUMERIC is the caller's business. Until the end
 * of it, which takes what this gave. Without memory the locale stays as it is. */
static locale_t begin_c_locale(void)
{
	locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	return c ? uselocale(c) : (locale_t)0;
}

static void end_c_locale(locale_t old)
{
	if (old)
		freelocale(uselocale(old));
}

static int add_special(double x, bool upper, struct buf *to)
{
	const char *sign = signbit(x) && !isnan(x) ? "-" : "";
	const char *word = isnan(x) ? (upper ? "NAN" : "nan") : (upper ? "INF" : "inf");
	return buf_printf(to, "%s%s", sign, word);
}

int number_float_format(double x, char conv, int precision, bool alternate, struct buf *to)
{
	if (!isfinite(x))
		return add_special(x, isupper((unsigned char)conv), to);
	char fmt[] = {'%', '.', '*', conv, '\0', '\0'};
	if (alternate)
		memcpy(fmt, (char[]){'%', '#', '.', '*', conv, '\0'}, sizeof fmt);
	locale_t old = begin_c_locale();
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	int r = buf_printf(to, fmt, precision, x);
#pragma GCC diagnostic pop
	end_c_locale(old);
	return r;
}

double number_float_parse(const char *text, size_t len)
{
	char copy[512], *digits = copy;
	if (len >= sizeof copy && !(digits = malloc(len + 1)))
		return NAN;
	size_t n = 0;
	for (size_t i = 0; i < len; i++) {
		if (text[i] != '_')
			digits[n++] = text[i];
	}
	digits[n] = '\0';
	locale_t old = begin_c_locale();
	double x = strtod(digits, NULL);
	end_c_locale(old);
	if (digits != copy)
		free(digits);
	return x;
}

/* To the next number of as many digits: above a power of two, doubles are wider apart than below
 * it, and that one may be x although the nearer one is not. False: it has more digits. */
static bool raise_digits(char *text)
{
	for (char *p = strchr(text, 'e'); p-- > text;) {
		if (*p >= '0' && *p < '9') {
			++*p;
			return true;
		}
		*p = *p == '9' ? '0' : *p;
	}
	return false;
}

/* The shortest digits of x, without sign and point, and the power of ten of the first. */
static void shortest(double x, char digits[DIGITS_MAX + 1], int *exponent)
{
	char text[64];
	for (int precision = 0; precision < DIGITS_MAX; precision++) {
		snprintf(text, sizeof text, "%.*e", precision, x);
		if (strtod(text, NULL) == x || (raise_digits(text) && strtod(text, NULL) == x))
			break;
	}
	size_t n = 0;
	const char *p = text;
	for (; *p != 'e'; p++) {
		if (isdigit((unsigned char)*p))
			digits[n++] = *p;
	}
	while (n > 1 && digits[n - 1] == '0')
		n--;
	digits[n] = '\0';
	*exponent = atoi(p + 1);
}

static int add_fixed(const char *digits, int exponent, struct buf *to)
{
	int n = (int)strlen(digits);
	if (exponent < 0) {
		buf_str(to, "0.");
		for (int i = -1; i > exponent; i--)
			buf_char(to, '0');
		return buf_str(to, digits);
	}
	for (int i = 0; i <= exponent; i++)
		buf_char(to, i < n ? digits[i] : '0');
	buf_char(to, '.');
	return buf_str(to, n > exponent + 1 ? digits + exponent + 1 : "0");
}

static int add_scientific(const char *digits, int exponent, struct buf *to)
{
	buf_char(to, digits[0]);
	if (digits[1])
		buf_printf(to, ".%s", digits + 1);
	return buf_printf(to, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
}

int number_float_repr(double x, struct buf *to)
{
	if (!isfinite(x))
		return add_special(x, false, to);
	char digits[DIGITS_MAX + 1];
	int exponent;
	if (signbit(x))
		buf_char(to, '-');
	shortest(fabs(x), digits, &exponent);
	if (exponent < FIXED_MIN || exponent >= FIXED_MAX)
		return add_scientific(digits, exponent, to);
	return add_fixed(digits, exponent, to);
}

static unsigned digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'z')
		return (unsigned)(c - 'a') + 10;
	if (c >= 'A' && c <= 'Z')
		return (unsigned)(c - 'A') + 10;
	return UINT32_MAX;
}

int number_digits(const char *text, size_t len, unsigned base, uint64_t *out)
{
	uint64_t n = 0;
	bool over = false, digit = false;
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '_' && digit && i + 1 < len) {
			digit = false;
			continue;
		}
		unsigned d = digit_of(text[i]);
		if (d >= base)
			return -EINVAL;
		over = __builtin_mul_overflow(n, base, &n) || over;
		over = __builtin_add_overflow(n, d, &n) || over;
		digit = true;
	}
	*out = n;
	return !digit ? -EINVAL : over ? -ERANGE : 0;
}

static unsigned prefix_base(const char *text, size_t len)
{
	if (len < 2 || text[0] != '0')
		return 0;
	switch (tolower((unsigned char)text[1])) {
	case 'x':
		return 16;
	case 'o':
		return 8;
	case 'b':
		return 2;
	default:
		return 0;
	}
}

/* Python takes zeros in front only from int("007"), not with base 0. */
static bool bad_zeros(const char *text, size_t len)
{
	size_t zeros = 0;
	while (zeros < len && (text[zeros] == '0' || text[zeros] == '_'))
		zeros++;
	return text[0] == '0' && zeros < len;
}

static int magnitude(const char *text, size_t len, unsigned base, uint64_t *out)
{
	unsigned prefix = prefix_base(text, len);
	if (prefix && (base == 0 || base == prefix)) {
		text += 2;
		len -= 2;
		base = prefix;
		if (len > 1 && text[0] == '_') {
			text++;
			len--;
		}
	} else if (base == 0) {
		base = 10;
		if (len && bad_zeros(text, len))
			return -EINVAL;
	}
	return number_digits(text, len, base, out);
}

int number_int_parse(const char *text, size_t len, unsigned base, int64_t *out)
{
	while (len && isspace((unsigned char)*text))
		text++, len--;
	while (len && isspace((unsigned char)text[len - 1]))
		len--;
	bool minus = len && *text == '-';
	if (len && (*text == '-' || *text == '+'))
		text++, len--;
	uint64_t n;
	int r = magnitude(text, len, base, &n);
	if (r < 0)
		return r;
	if (n > (uint64_t)INT64_MAX + minus)
		return -ERANGE;
	*out = minus ? (int64_t)(0 - n) : (int64_t)n;
	return 0;
}
