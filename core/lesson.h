/*
 * lesson: a notebook split into what is read and what is run. Comments that stand on lines of their
 * own are its text, statements its steps; a text and the steps under it are a part.
 *
 *	struct lesson *l;
 *	if (lesson_parse(text, len, "demo.py", modules_importable(), &l, &exc) == 0)
 *		for (size_t i = 0; i < l->nsteps; i++)
 *			session_submit(s, l->step[i].text, NULL);
 *	lesson_free(l);
 *
 * Pure; any thread; never changed once made. Whatever the notation takes is a lesson.
 */
#ifndef CORE_LESSON_H
#define CORE_LESSON_H

#include <stdbool.h>
#include <stddef.h>

struct module;
struct program;
struct value;

/* A statement, or several that share a line. */
struct lesson_step {
	char *text;	     /* whole lines, without the last newline */
	int line;	     /* its first, from 1 */
	size_t first, count; /* of the statements */
};

struct lesson_part {
	/* Lines of a comment are joined to paragraphs, one a line; an empty line between two of
	 * them where the file has one. A line indented by four blanks or more stays as it is.
	 * "": none. */
	char *text;
	bool apart;	     /* an empty line stands before it in the file */
	size_t first, count; /* its steps; the last part may have none */
};

struct lesson {
	char *title; /* the first line of the comment that the file begins with; "": none */
	struct lesson_part *part;
	size_t nparts;
	struct lesson_step *step;
	size_t nsteps;
	struct program *program;
};

/* 0 and a lesson the caller frees; or negative with *exc a new SyntaxError or MemoryError, as of
 * program_parse() and program_check(). */
int lesson_parse(const char *text, size_t len, const char *file,
    const struct module *const *modules, struct lesson **out, struct value **exc);
void lesson_free(struct lesson *l);

/* Visit the names that a step reads, and those it binds or deletes. Non-zero stops, and is
 * returned. */
int lesson_reads(
    const struct lesson *l, size_t step, int (*fn)(void *ctx, const char *name), void *ctx);
int lesson_binds(
    const struct lesson *l, size_t step, int (*fn)(void *ctx, const char *name), void *ctx);

#endif
