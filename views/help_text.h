/*
 * help_text: help as a list of lines, made from the key table and the operations' rows.
 *
 * Main thread.
 */
#ifndef VIEWS_HELP_TEXT_H
#define VIEWS_HELP_TEXT_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/notation/op.h"
#include "tui/theme.h"
#include "views/deed.h"
#include "views/keymap.h"

/* An entry takes as many lines as its text needs; all of them tell what Enter does. */
struct help_line {
	enum role role;
	char *left, *text; /* owned; left may be NULL */
	int indent;	   /* the column that text begins at */
	const char *whole; /* on the first line of an entry: all of its text, for searching */
	struct deed deed;  /* what Enter does there; first it tells more of an operation or class */
};

/* Each entry as one line, however long. */
#define HELP_FLAT INT_MAX

struct help_text {
	struct help_line *line;
	size_t n, cap;
	const struct keymap *keys; /* set this first, */
	int w;			   /* and this: columns there are, or HELP_FLAT */
	bool failed;
};

/* The keys that work in these places first, then all others; demos, lessons, themes; all
 * operations. */
void help_text_all(struct help_text *t, unsigned where);

/* One operation: signature, C call, manual page, parameters, what people get wrong. */
void help_text_op(struct help_text *t, const struct op *op);

/* A class or a module with what it offers. */
void help_text_type(struct help_text *t, const struct type *type);
void help_text_module(struct help_text *t, const struct module *m);

void help_text_free(struct help_text *t);

#endif
