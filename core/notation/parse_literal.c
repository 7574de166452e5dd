/* Numbers and strings: from the text of a literal to its value. CPython: Parser/string_parser.c. */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/number.h"
#include "core/notation/parse.h"
#include "core/notation/unicode.h"

static struct node *big_int(struct parser *p, const struct token *t)
{
	struct node *n = parse_node(p, NODE_BIG);
	return n && (n->name = parse_token_text(p, t)) ? n : NULL;
}

/* NULL: out of memory. */
static struct value *float_value(const char *text, size_t len)
{
	double x = number_float_parse(text, len);
	return isnan(x) ? NULL : value_float(x);
}

/* CPython converts no more, lest it take for ever; those of other bases cost nothing. */
#define DECIMAL_DIGITS_MAX 4300

static size_t count_decimals(const char *text, size_t len)
{
	size_t n = 0;
	if (len > 1 && *text == '0')
		return 0;
	for (size_t i = 0; i < len; i++)
		n += isdigit((unsigned char)text[i]) != 0;
	return n;
}

struct node *parse_number(struct parser *p)
{
	struct token t = p->token;
	const char *text = p->lexer.source->text + t.at;
	struct node *n;
	int64_t i = 0;
	if (t.kind == TOKEN_FLOAT)
		n = parse_const(p, float_value(text, t.len), &t);
	else if (number_int_parse(text, t.len, 0, &i) == 0)
		n = parse_const(p, value_int(i), &t);
	else if (count_decimals(text, t.len) > DECIMAL_DIGITS_MAX)
		return parse_fail(p, &t, &exc_SyntaxError,
		    "Exceeds the limit (%d digits) for integer string conversion",
		    DECIMAL_DIGITS_MAX);
	else
		n = big_int(p, &t);
	parse_advance(p);
	return n;
}

/* One literal of one or several that stand side by side. */
struct literal {
	struct parser *parser;
	const struct token *token;
	const char *body, *end; /* between the quotes */
	bool bytes, raw, format;
	struct buf *to;
};

static void read_prefix(struct literal *s)
{
	const char *text = s->parser->lexer.source->text + s->token->at;
	const char *end = text + s->token->len;
	for (; *text != '"' && *text != '\''; text++) {
		char c = (char)tolower((unsigned char)*text);
		s->bytes = s->bytes || c == 'b';
		s->raw = s->raw || c == 'r';
		s->format = s->format || c == 'f';
	}
	size_t quotes = end - text >= 6 && text[1] == *text && text[2] == *text ? 3 : 1;
	s->body = text + quotes;
	s->end = end - quotes;
}

/* CPython tells the place in the body, from the backslash to where it went wrong. */
static bool bad_escape(const struct literal *s, const char *from, const char *to, const char *what)
{
	size_t first = (size_t)(from - s->body), last = (size_t)(to - s->body) - 1;
	if (s->bytes)
		parse_fail(s->parser, s->token, &exc_SyntaxError,
		    "(value error) invalid \\x escape at position %zu", first);
	else
		parse_fail(s->parser, s->token, &exc_SyntaxError,
		    "(unicode error) 'unicodeescape' codec can't decode bytes in position "
		    "%zu-%zu: %s",
		    first, last, what);
	return false;
}

static const char *truncated(char kind)
{
	return kind == 'x'   ? "truncated \\xXX escape"
	       : kind == 'u' ? "truncated \\uXXXX escape"
			     : "truncated \\UXXXXXXXX escape";
}

/* \xXX, \uXXXX, \UXXXXXXXX; *p is past the letter. */
static bool hex_escape(const struct literal *s, const char *from, const char **p, char kind)
{
	size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : 8, n = 0;
	while (n < digits && *p + n < s->end && isxdigit((unsigned char)(*p)[n]))
		n++;
	if (n < digits)
		return bad_escape(s, from, *p + n, truncated(kind));
	uint64_t c = 0;
	number_digits(*p, digits, 16, &c);
	*p += digits;
	if (c > UNICODE_MAX)
		return bad_escape(s, from, *p, "illegal Unicode character");
	if (s->bytes)
		buf_char(s->to, (char)c);
	else
		unicode_add(s->to, (uint32_t)c);
	return true;
}

static void octal_escape(const struct literal *s, const char **p)
{
	uint32_t c = 0;
	for (int i = 0; i < 3 && *p < s->end && **p >= '0' && **p <= '7'; i++)
		c = c * 8 + (uint32_t)(*(*p)++ - '0');
	if (s->bytes)
		buf_char(s->to, (char)c);
	else
		unicode_add(s->to, c);
}

static bool escape(const struct literal *s, const char **p)
{
	static const char letters[] = "\\'\"abfnrtv", meant[] = "\\'\"\a\b\f\n\r\t\v";
	const char *from = *p, *known;
	char c = from[1];
	*p += 2;
	if (c == '\n')
		return true;
	if (c && (known = strchr(letters, c)))
		return buf_char(s->to, meant[known - letters]) == 0 || true;
	if (c >= '0' && c <= '7') {
		--*p;
		octal_escape(s, p);
		return true;
	}
	if (c == 'x' || (!s->bytes && (c == 'u' || c == 'U')))
		return hex_escape(s, from, p, c);
	if (c == 'N' && !s->bytes) {
		parse_lacks(s->parser, s->token, "\\N{...}");
		return false;
	}
	--*p; /* unknown: the backslash stays, and what follows it is read as usual */
	buf_char(s->to, '\\');
	return true;
}

static bool read_body(const struct literal *s)
{
	const char *p = s->body;
	while (p < s->end) {
		if (*p == '\\' && !s->raw) {
			if (!escape(s, &p))
				return false;
			continue;
		}
		if (s->bytes && (unsigned char)*p >= 0x80) {
			parse_fail(s->parser, s->token, &exc_SyntaxError,
			    "bytes can only contain ASCII literal characters");
			return false;
		}
		buf_char(s->to, *p++);
	}
	return true;
}

static bool read_literal(
    struct parser *p, const struct token *t, struct buf *to, bool *bytes, bool first)
{
	struct literal s = {.parser = p, .token = t, .to = to};
	read_prefix(&s);
	if (s.format) {
		parse_lacks(p, t, "f-string");
		return false;
	}
	if (!first && s.bytes != *bytes) {
		parse_fail(p, t, &exc_SyntaxError, "cannot mix bytes and nonbytes literals");
		return false;
	}
	*bytes = s.bytes;
	return read_body(&s);
}

struct node *parse_strings(struct parser *p)
{
	struct buf b = {0};
	struct token first = p->token;
	bool bytes = false, fine = true;
	while (fine && p->token.kind == TOKEN_STRING) {
		struct token t = p->token;
		fine = read_literal(p, &t, &b, &bytes, t.at == first.at);
		if (fine)
			parse_advance(p);
	}
	struct node *n = NULL;
	if (b.failed)
		parse_no_memory(p);
	else if (fine && !p->failed)
		n = parse_const(p,
		    bytes ? value_bytes(buf_text(&b), b.len) : value_str_len(buf_text(&b), b.len),
		    &first);
	buf_free(&b);
	return n;
}
