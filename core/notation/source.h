/*
 * source: the text of a notebook, made whole before anybody reads it: UTF-8, no NUL, lines that
 * end with \n. It also words what is wrong with it. Any thread; immutable once made.
 */
#ifndef CORE_NOTATION_SOURCE_H
#define CORE_NOTATION_SOURCE_H

#include <stddef.h>

struct exc_class;
struct value;

struct source {
	char *text; /* NUL-terminated */
	size_t len;
	char *file;
};

/* Copy text. 0, or negative with a SyntaxError or MemoryError in *exc. */
int source_init(
    struct source *s, const char *text, size_t len, const char *file, struct value **exc);
void source_fini(struct source *s);

size_t source_line_start(const struct source *s, size_t at); /* of the line that at is in */
size_t source_line_end(const struct source *s, size_t at);   /* where its \n is, or the end */
size_t source_find_line(const struct source *s, int line);   /* where line, from 1, begins */

/* A SyntaxError about the byte at: args are the message and (file, line, column, text). A new
 * reference, never NULL. */
struct value *source_error(
    const struct source *s, const struct exc_class *cls, int line, size_t at, const char *message);

#endif
