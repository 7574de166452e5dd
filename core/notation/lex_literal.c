#include "core/notation/lex_literal.h"

#include <ctype.h>
#include <string.h>

#include "core/notation/exc.h"

static char at(const struct lexer *l, size_t i)
{
	size_t where = l->at + i;
	return where < l->source->len ? l->source->text[where] : '\0';
}

static bool digit(char c)
{
	return isdigit((unsigned char)c);
}

/* The letters in front of a quote: at most two, each once, and those that go together. */
static bool is_prefix(const char *text, size_t len)
{
	static const char *const known[] = {"", "b", "r", "u", "f", "br", "rb", "fr", "rf"};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (strlen(known[i]) == len && strncasecmp(known[i], text, len) == 0)
			return true;
	}
	return false;
}

static bool quote_at(const struct lexer *l, size_t *prefix)
{
	size_t n = 0;
	while (n < 2 && isalpha((unsigned char)at(l, n)))
		n++;
	*prefix = n;
	char c = at(l, n);
	return (c == '"' || c == '\'') && is_prefix(l->source->text + l->at, n);
}

bool literal_begins(const struct lexer *l)
{
	size_t prefix;
	return digit(at(l, 0)) || (at(l, 0) == '.' && digit(at(l, 1))) || quote_at(l, &prefix);
}

static struct token fail(struct lexer *l, int line, size_t where, const char *message)
{
	lexer_fail(l, &exc_SyntaxError, line, where, "%s", message);
	return (struct token){.kind = TOKEN_ERROR, .at = where, .line = line};
}

static struct token unterminated(struct lexer *l, struct token t, bool triple)
{
	l->open_string = triple;
	lexer_fail(l, &exc_SyntaxError, t.line, t.at,
	    "unterminated %sstring literal (detected at line %d)", triple ? "triple-quoted " : "",
	    l->line);
	t.kind = TOKEN_ERROR;
	return t;
}

/* Past the body and the closing quotes. False: there are none. */
static bool skip_body(struct lexer *l, char quote, bool triple)
{
	while (l->at < l->source->len) {
		char c = l->source->text[l->at];
		if (c == '\n' && !triple)
			return false;
		if (c == quote && (!triple || (at(l, 1) == quote && at(l, 2) == quote))) {
			l->at += triple ? 3 : 1;
			return true;
		}
		if (c == '\\' && l->at + 1 < l->source->len)
			c = l->source->text[++l->at];
		l->line += c == '\n';
		l->at++;
	}
	return false;
}

static struct token string_token(struct lexer *l, size_t prefix)
{
	struct token t = {.kind = TOKEN_STRING, .at = l->at, .line = l->line};
	char quote = at(l, prefix);
	bool triple = at(l, prefix + 1) == quote && at(l, prefix + 2) == quote;
	l->at += prefix + (triple ? 3 : 1);
	if (!skip_body(l, quote, triple))
		return unterminated(l, t, triple);
	t.len = l->at - t.at;
	return t;
}

static bool is_digit_of(char c, unsigned base)
{
	if (base == 16)
		return isxdigit((unsigned char)c);
	return digit(c) && (unsigned)(c - '0') < base;
}

/* Digits with single underscores between them; an underscore in front where lead says so. */
static bool skip_digits(struct lexer *l, unsigned base, bool lead)
{
	if (lead && at(l, 0) == '_')
		l->at++;
	if (!is_digit_of(at(l, 0), base))
		return false;
	while (is_digit_of(at(l, 0), base) || (at(l, 0) == '_' && is_digit_of(at(l, 1), base)))
		l->at++;
	return at(l, 0) != '_';
}

static struct token based(struct lexer *l, struct token t, unsigned base, const char *what)
{
	l->at += 2;
	bool fine = skip_digits(l, base, true);
	char c = at(l, 0);
	if (digit(c) && base < 16) {
		lexer_fail(l, &exc_SyntaxError, t.line, l->at, "invalid digit '%c' in %s literal",
		    c, what);
		fine = false;
	}
	if (!fine || isalpha((unsigned char)c)) {
		lexer_fail(l, &exc_SyntaxError, t.line, l->at, "invalid %s literal", what);
		t.kind = TOKEN_ERROR;
	}
	t.len = l->at - t.at;
	return t;
}

/* The exponent, if it is one. False: it begins like one and goes wrong. */
static bool skip_exponent(struct lexer *l, struct token *t)
{
	char c = at(l, 0), sign = at(l, 1);
	if (c != 'e' && c != 'E')
		return true;
	if (!digit(sign) && !((sign == '+' || sign == '-') && digit(at(l, 2))))
		return sign != '+' && sign != '-' ? true : false;
	l->at += digit(sign) ? 1 : 2;
	t->kind = TOKEN_FLOAT;
	return skip_digits(l, 10, false);
}

static bool skip_fraction(struct lexer *l, struct token *t)
{
	if (at(l, 0) != '.')
		return true;
	l->at++;
	t->kind = TOKEN_FLOAT;
	return !digit(at(l, 0)) || skip_digits(l, 10, false);
}

static bool leading_zero(const struct lexer *l, struct token t)
{
	const char *text = l->source->text + t.at;
	size_t n = 0;
	while (n < t.len && (text[n] == '0' || text[n] == '_'))
		n++;
	return t.kind == TOKEN_INT && text[0] == '0' && n < t.len;
}

/* A number may stand right before these words, as in `1if`; CPython only warns. */
static bool word_follows(const struct lexer *l)
{
	static const char *const words[] = {"and", "else", "for", "if", "in", "is", "not", "or"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strncmp(l->source->text + l->at, words[i], strlen(words[i])) == 0)
			return true;
	}
	return false;
}

static struct token decimal(struct lexer *l, struct token t)
{
	bool fine = at(l, 0) == '.' || skip_digits(l, 10, false);
	fine = fine && skip_fraction(l, &t) && skip_exponent(l, &t);
	t.len = l->at - t.at;
	char c = at(l, 0);
	if (fine && (c == 'j' || c == 'J'))
		return fail(l, t.line, t.at, "sockpit notebooks have no 'complex numbers'");
	if (!fine || ((isalpha((unsigned char)c) || c == '_') && !word_follows(l)))
		return fail(l, t.line, l->at - (l->at > t.at), "invalid decimal literal");
	if (leading_zero(l, t))
		return fail(l, t.line, t.at,
		    "leading zeros in decimal integer literals are not permitted; use an 0o prefix "
		    "for octal integers");
	return t;
}

static struct token number_token(struct lexer *l)
{
	struct token t = {.kind = TOKEN_INT, .at = l->at, .line = l->line};
	int c = at(l, 0) == '0' ? tolower((unsigned char)at(l, 1)) : 0;
	if (c == 'x')
		return based(l, t, 16, "hexadecimal");
	if (c == 'o')
		return based(l, t, 8, "octal");
	if (c == 'b')
		return based(l, t, 2, "binary");
	return decimal(l, t);
}

struct token literal_token(struct lexer *l)
{
	size_t prefix;
	return quote_at(l, &prefix) ? string_token(l, prefix) : number_token(l);
}
