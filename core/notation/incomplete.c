/* Does a text ask for another line? */
#include <string.h>

#include "core/notation/lex.h"
#include "core/notation/notation.h"

/* Follows the lines: is the last one that is not indented part of a try? */
struct follow {
	bool in_try;
	bool line_start;
};

static void follow_token(struct follow *f, const struct lexer *l, const struct token *t)
{
	if (t->kind == TOKEN_INDENT || t->kind == TOKEN_DEDENT)
		return;
	if (f->line_start && l->nindents == 1 && t->kind != TOKEN_NEWLINE && t->kind != TOKEN_END)
		f->in_try = token_is(l, t, "try") || (f->in_try && token_is(l, t, "except"));
	f->line_start = t->kind == TOKEN_NEWLINE;
}

static bool last_line_empty(const char *text, size_t len)
{
	while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t'))
		len--;
	return len > 0 && text[len - 1] == '\n';
}

static bool ask_lexer(const struct source *source)
{
	struct lexer l;
	struct follow f = {.line_start = true};
	struct token t;
	lexer_init(&l, source);
	do {
		t = lexer_next(&l);
		follow_token(&f, &l, &t);
	} while (t.kind != TOKEN_END && t.kind != TOKEN_ERROR);
	bool more = t.kind == TOKEN_ERROR ? l.open_string || l.open_line : l.depth > 0;
	if (t.kind == TOKEN_END && f.in_try && !last_line_empty(source->text, source->len))
		more = true;
	lexer_fini(&l);
	return more;
}

bool notation_incomplete(const char *text, size_t len)
{
	struct source source;
	struct value *exc;
	if (source_init(&source, text, len, "", &exc) < 0) {
		value_unref(exc);
		return false;
	}
	bool more = ask_lexer(&source);
	source_fini(&source);
	return more;
}
