/*
 * lex: text to tokens, one at a time. CPython: Parser/tokenizer.c. Any thread; memory is constant.
 */
#ifndef CORE_NOTATION_LEX_H
#define CORE_NOTATION_LEX_H

#include <stdbool.h>
#include <stddef.h>

#include "core/notation/notation.h"
#include "core/notation/source.h"

enum token_kind {
	TOKEN_END,
	TOKEN_ERROR, /* lexer.exc says what */
	TOKEN_NEWLINE,
	TOKEN_INDENT,
	TOKEN_DEDENT,
	TOKEN_NAME,
	TOKEN_KEYWORD, /* all of Python's, also those that the notation does not have */
	TOKEN_INT,
	TOKEN_FLOAT,
	TOKEN_STRING, /* one literal with its prefix and quotes */
	TOKEN_OP,     /* operators and brackets, also those that the notation does not have */
};

struct token {
	enum token_kind kind;
	size_t at, len; /* in the source's text */
	int line;	/* where it begins, from 1 */
};

#define INDENT_MAX 100

struct lexer {
	const struct source *source;
	size_t at;
	int line;
	bool line_start;    /* the indentation comes next */
	bool open_string;   /* ended within a triple-quoted literal */
	bool open_line;	    /* ended right after a backslash */
	struct token after; /* the token before, for NEWLINE at the end of the text */
	struct token brackets[NOTATION_DEPTH_MAX];
	size_t depth; /* of brackets */
	struct {
		int tabs_8, tabs_1; /* the column with tabs of 8 and of 1: both have to agree */
	} indents[INDENT_MAX];
	size_t nindents;
	size_t dedents;	   /* still to be told */
	struct value *exc; /* owned: the error, at most one */
};

void lexer_init(struct lexer *l, const struct source *source);
void lexer_fini(struct lexer *l);

/* The next token. After END comes END, after ERROR comes ERROR. */
struct token lexer_next(struct lexer *l);

/* Note an error at a byte of the text, unless there is one already. */
void lexer_fail(struct lexer *l, const struct exc_class *cls, int line, size_t at, const char *fmt,
    ...) __attribute__((format(printf, 5, 6)));

/* Is it that operator or keyword? */
bool token_is(const struct lexer *l, const struct token *t, const char *text);

#endif
