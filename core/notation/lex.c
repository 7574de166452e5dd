#include "core/notation/lex.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "core/buf.h"
#include "core/notation/exc.h"
#include "core/notation/lex_literal.h"
#include "core/notation/unicode.h"

#define TAB 8

static const char *const keywords[] = {"False", "None", "True", "and", "as", "assert", "async",
    "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for",
    "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass",
    "raise", "return", "try", "while", "with", "yield"};

/* Longest first. */
static const char *const operators[] = {"**=", "//=", ">>=", "<<=", "...", "**", "//", ">>", "<<",
    "<=", ">=", "==", "!=", "->", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=", ":="};

static const char single[] = "+-*/%@&|^~<>()[]{},:.;=";

void lexer_init(struct lexer *l, const struct source *source)
{
	memset(l, 0, sizeof *l);
	l->source = source;
	l->line = 1;
	l->line_start = true;
	l->nindents = 1;
	l->after.kind = TOKEN_NEWLINE;
}

void lexer_fini(struct lexer *l)
{
	value_unref(l->exc);
	l->exc = NULL;
}

bool token_is(const struct lexer *l, const struct token *t, const char *text)
{
	return (t->kind == TOKEN_OP || t->kind == TOKEN_KEYWORD) && t->len == strlen(text) &&
	       memcmp(l->source->text + t->at, text, t->len) == 0;
}

void lexer_fail(
    struct lexer *l, const struct exc_class *cls, int line, size_t at, const char *fmt, ...)
{
	if (l->exc)
		return;
	struct buf b = {0};
	va_list ap;
	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	l->exc = source_error(l->source, cls, line, at, buf_text(&b));
	buf_free(&b);
}

static char peek(const struct lexer *l)
{
	return l->source->text[l->at];
}

static bool at_end(const struct lexer *l)
{
	return l->at >= l->source->len;
}

static struct token token(const struct lexer *l, enum token_kind kind, size_t from)
{
	return (struct token){.kind = kind, .at = from, .len = l->at - from, .line = l->line};
}

static struct token error_token(const struct lexer *l)
{
	return token(l, TOKEN_ERROR, l->at);
}

static void skip_comment(struct lexer *l)
{
	if (peek(l) == '#')
		l->at = source_line_end(l->source, l->at);
}

/* Past white space; the columns it reaches, from those on. */
static void measure(struct lexer *l, int *tabs_8, int *tabs_1)
{
	for (;; l->at++) {
		char c = peek(l);
		if (c == '\f') {
			*tabs_8 = *tabs_1 = 0;
			continue;
		}
		if (c != ' ' && c != '\t')
			return;
		*tabs_8 = c == '\t' ? (*tabs_8 / TAB + 1) * TAB : *tabs_8 + 1;
		*tabs_1 += 1;
	}
}

/* A backslash joins two lines. False: something else follows it. */
static bool join_lines(struct lexer *l)
{
	l->at++;
	if (at_end(l) || (peek(l) == '\n' && l->at + 1 == l->source->len)) {
		l->open_line = true;
		lexer_fail(l, &exc_SyntaxError, l->line, l->at, "unexpected EOF while parsing");
		return false;
	}
	if (peek(l) != '\n') {
		lexer_fail(l, &exc_SyntaxError, l->line, l->at,
		    "unexpected character after line continuation character");
		return false;
	}
	l->at++;
	l->line++;
	return true;
}

/* The same in front of a line, and over those that backslashes join to it: there it is the first
 * backslash that is indented, unless it stands at the very start. False: an error. */
static bool measure_line(struct lexer *l, int *tabs_8, int *tabs_1)
{
	int joined = 0;
	*tabs_8 = *tabs_1 = 0;
	measure(l, tabs_8, tabs_1);
	while (peek(l) == '\\') {
		joined = joined ? joined : *tabs_8;
		if (!join_lines(l))
			return false;
		measure(l, tabs_8, tabs_1);
	}
	if (joined)
		*tabs_8 = *tabs_1 = joined;
	return true;
}

static bool bad_tabs(struct lexer *l)
{
	lexer_fail(
	    l, &exc_TabError, l->line, l->at, "inconsistent use of tabs and spaces in indentation");
	return false;
}

static bool indent_more(struct lexer *l, int tabs_8, int tabs_1)
{
	if (tabs_1 <= l->indents[l->nindents - 1].tabs_1)
		return bad_tabs(l);
	if (l->nindents == INDENT_MAX) {
		lexer_fail(
		    l, &exc_IndentationError, l->line, l->at, "too many levels of indentation");
		return false;
	}
	l->indents[l->nindents].tabs_8 = tabs_8;
	l->indents[l->nindents++].tabs_1 = tabs_1;
	return true;
}

static bool indent_less(struct lexer *l, int tabs_8, int tabs_1)
{
	while (l->nindents > 1 && tabs_8 < l->indents[l->nindents - 1].tabs_8) {
		l->nindents--;
		l->dedents++;
	}
	if (tabs_8 != l->indents[l->nindents - 1].tabs_8) {
		lexer_fail(l, &exc_IndentationError, l->line, l->at,
		    "unindent does not match any outer indentation level");
		return false;
	}
	return tabs_1 == l->indents[l->nindents - 1].tabs_1 || bad_tabs(l);
}

/* At the start of a line that says something: how it is indented. False: an error. */
static bool indentation(struct lexer *l, bool *more)
{
	int tabs_8, tabs_1;
	for (;;) {
		if (!measure_line(l, &tabs_8, &tabs_1))
			return false;
		skip_comment(l);
		if (at_end(l) || peek(l) != '\n')
			break;
		l->at++;
		l->line++;
	}
	l->line_start = false;
	if (at_end(l))
		return true;
	int now = l->indents[l->nindents - 1].tabs_8;
	*more = tabs_8 > now;
	if (tabs_8 > now)
		return indent_more(l, tabs_8, tabs_1);
	if (tabs_8 < now)
		return indent_less(l, tabs_8, tabs_1);
	return tabs_1 == l->indents[l->nindents - 1].tabs_1 || bad_tabs(l);
}

/* To the next token of this logical line. False: an error. */
static bool skip_space(struct lexer *l)
{
	for (;;) {
		char c = peek(l);
		if (c == ' ' || c == '\t' || c == '\f') {
			l->at++;
		} else if (c == '#') {
			skip_comment(l);
		} else if (c == '\\') {
			if (!join_lines(l))
				return false;
		} else if (c == '\n' && l->depth) {
			l->at++;
			l->line++;
		} else {
			return true;
		}
	}
}

static bool is_keyword(const char *text, size_t len)
{
	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
		if (strncmp(keywords[i], text, len) == 0 && !keywords[i][len])
			return true;
	}
	return false;
}

static bool in_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static struct token name(struct lexer *l)
{
	size_t from = l->at;
	while (in_name(peek(l)))
		l->at++;
	struct token t = token(l, TOKEN_NAME, from);
	if (is_keyword(l->source->text + from, t.len))
		t.kind = TOKEN_KEYWORD;
	return t;
}

/* Roughly: the blocks of letters, without those of punctuation and symbols. */
static bool looks_like_letter(uint32_t c)
{
	return (c >= 0xc0 && c < 0x2000) || (c >= 0x3040 && c < 0xd800) || c >= 0x10000;
}

static struct token bad_character(struct lexer *l)
{
	const char *from = l->source->text + l->at, *p = from;
	uint32_t c = unicode_next(&p);
	if (c < 0x80 && unicode_printable(c))
		lexer_fail(l, &exc_SyntaxError, l->line, l->at, "invalid syntax");
	else if (!unicode_printable(c))
		lexer_fail(l, &exc_SyntaxError, l->line, l->at,
		    "invalid non-printable character U+%04X", c);
	else
		lexer_fail(l, &exc_SyntaxError, l->line, l->at,
		    "invalid character '%.*s' (U+%04X)%s", (int)(p - from), from, c,
		    looks_like_letter(c) ? ": names are of ASCII letters here" : "");
	return error_token(l);
}

static bool open_bracket(struct lexer *l, struct token t)
{
	if (l->depth == NOTATION_DEPTH_MAX) {
		lexer_fail(l, &exc_SyntaxError, t.line, t.at, "too many nested parentheses");
		return false;
	}
	l->brackets[l->depth++] = t;
	return true;
}

static char closing(char open)
{
	return open == '(' ? ')' : open == '[' ? ']' : '}';
}

static bool close_bracket(struct lexer *l, struct token t)
{
	char c = l->source->text[t.at];
	if (!l->depth) {
		lexer_fail(l, &exc_SyntaxError, t.line, t.at, "unmatched '%c'", c);
		return false;
	}
	struct token open = l->brackets[--l->depth];
	char was = l->source->text[open.at];
	if (c == closing(was))
		return true;
	if (open.line == t.line)
		lexer_fail(l, &exc_SyntaxError, t.line, t.at,
		    "closing parenthesis '%c' does not match opening parenthesis '%c'", c, was);
	else
		lexer_fail(l, &exc_SyntaxError, t.line, t.at,
		    "closing parenthesis '%c' does not match opening parenthesis '%c' on line %d",
		    c, was, open.line);
	return false;
}

static size_t operator_len(const char *text)
{
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
		size_t len = strlen(operators[i]);
		if (strncmp(text, operators[i], len) == 0)
			return len;
	}
	return *text && strchr(single, *text) ? 1 : 0;
}

static struct token operator_token(struct lexer *l)
{
	size_t from = l->at, len = operator_len(l->source->text + from);
	if (!len)
		return bad_character(l);
	l->at += len;
	struct token t = token(l, TOKEN_OP, from);
	char c = l->source->text[from];
	bool fine = true;
	if (len == 1 && strchr("([{", c))
		fine = open_bracket(l, t);
	else if (len == 1 && strchr(")]}", c))
		fine = close_bracket(l, t);
	return fine ? t : error_token(l);
}

static struct token newline(struct lexer *l)
{
	struct token t = token(l, TOKEN_NEWLINE, l->at);
	if (!at_end(l))
		l->at++;
	l->line++;
	l->line_start = true;
	return t;
}

/* The text is over: a NEWLINE if the last line had none, the dedents, then END for ever. */
static struct token end_token(struct lexer *l)
{
	if (l->after.kind != TOKEN_NEWLINE && l->after.kind != TOKEN_DEDENT && !l->depth)
		return token(l, TOKEN_NEWLINE, l->at);
	if (l->nindents > 1) {
		l->nindents--;
		return token(l, TOKEN_DEDENT, l->at);
	}
	return token(l, TOKEN_END, l->at);
}

static struct token lex(struct lexer *l)
{
	bool more = false;
	if (l->line_start && !indentation(l, &more))
		return error_token(l);
	if (l->dedents) {
		l->dedents--;
		return token(l, TOKEN_DEDENT, l->at);
	}
	if (more)
		return token(l, TOKEN_INDENT, l->at);
	if (!skip_space(l))
		return error_token(l);
	if (at_end(l))
		return end_token(l);
	char c = peek(l);
	if (c == '\n')
		return newline(l);
	if (literal_begins(l))
		return literal_token(l);
	if (isalpha((unsigned char)c) || c == '_')
		return name(l);
	return operator_token(l);
}

struct token lexer_next(struct lexer *l)
{
	if (l->exc)
		return error_token(l);
	l->after = lex(l);
	return l->after;
}
