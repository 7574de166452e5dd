/*
 * notation: from text to an effect. The small, exact part of Python that docs/notation.md tells.
 *
 * Parsing is pure and takes any bytes; evaluating runs one statement on the calling thread.
 *
 *	struct program *p;
 *	if (program_parse(text, len, "demo.py", &p, &exc) == 0)
 *		for (size_t i = 0; i < program_count(p); i++)
 *			if (program_run(p, i, &run, NULL) < 0) ...run.exc
 *	program_free(p);
 *
 * The grammar is CPython's (Grammar/python.gram) less what notation.md leaves out. Any thread; one
 * program may be run by several threads at once, for running does not change it.
 */
#ifndef CORE_NOTATION_NOTATION_H
#define CORE_NOTATION_NOTATION_H

#include <stdbool.h>
#include <stddef.h>

#include "core/notation/op.h"
#include "core/notation/run.h"
#include "core/notation/value.h"

struct program;

/* Depth of brackets and of expressions past which a SyntaxError "too many nested ..." is raised. */
#define NOTATION_DEPTH_MAX 200

/*
 * Parse. 0 and a program the caller frees; or negative with *exc a new SyntaxError (or MemoryError)
 * value. file is borrowed only during the call (copied). Text may hold NUL and invalid UTF-8:
 * that is a SyntaxError, as in Python. Statements are what stands at the top level: try is one.
 */
int program_parse(
    const char *text, size_t len, const char *file, struct program **out, struct value **exc);
void program_free(struct program *p);

/* Does every import name one of the modules? Else negative with *exc a new SyntaxError: a notebook
 * that is to run from first to last asks this first, a prompt need not. */
int program_check(const struct program *p, const struct module *const *modules, struct value **exc);

size_t program_count(const struct program *p);	     /* top-level statements */
int program_line(const struct program *p, size_t i); /* first line of statement i, from 1 */
/* Its text, whole lines; borrowed. */
const char *program_source(const struct program *p, size_t i, size_t *len);
/* All of it; program_source() points into it. */
const char *program_text(const struct program *p, size_t *len);

/* True when the text so far ends inside brackets, a triple quote, after a backslash, or within the
 * block of a try: a prompt then asks for another line. */
bool notation_incomplete(const char *text, size_t len);

/*
 * Run statement i in run. 0, or negative with run->exc set (owned by run; the caller clears it).
 * value: where not NULL and the statement is a bare expression, a new reference to its value;
 * else set to NULL.
 */
int program_run(const struct program *p, size_t i, struct run *run, struct value **value);

/*
 * What goes to stderr for an uncaught error: the file and the line, its text (of a SyntaxError
 * with a caret below), and as the last line Python's own. Statement i is the one that raised. The
 * text may hold what a peer sent: clean each of its lines. 0 or -ENOMEM.
 */
int program_traceback(const struct program *p, size_t i, const struct run *run,
    const struct value *exc, struct buf *to);

/* The same for a text that program_parse() refused: file, line and caret are in the value. */
int notation_traceback(const struct value *exc, struct buf *to);

/* May statement i wait in the kernel? True when any name called in it belongs to a row with
 * OP_BLOCKS in the modules given; derived from the rows, so it errs towards true. */
bool program_blocks(const struct program *p, size_t i, const struct module *const *modules);

/* Visit the names that statement i reads, and those it binds or deletes. Non-zero stops. */
int program_reads(const struct program *p, size_t i, int (*fn)(void *, const char *), void *ctx);
int program_binds(const struct program *p, size_t i, int (*fn)(void *, const char *), void *ctx);

/* Call any callable value with positional arguments (Thread targets, forms). As program_run. */
int notation_call(struct run *run, struct value *callable, struct value *const *args, size_t n,
    struct value **result);

/*
 * Words that could stand at the end of text: names of env, ambient and modules' members, methods
 * and attributes of what a dotted name holds now, keyword arguments of the call one is in. fn gets
 * each whole word and how many bytes of it are typed already. Evaluates nothing.
 */
int notation_complete(const struct run *run, const char *text, size_t len,
    int (*fn)(void *ctx, const char *word, size_t typed), void *ctx);

/* Modules that belong to the notation itself: builtins, time, errno, struct, threading. */
extern const struct module module_builtins, module_time, module_errno, module_struct,
    module_threading;

#endif
