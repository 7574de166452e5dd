/*
 * line: one submitted text on its way from words to an effect.
 *
 * Made and ended on the main thread. Between engine_start() and engine_reap() the worker owns run,
 * env, out and value; the main thread then touches only task.waiter and the trace.
 *
 *	struct line *l = line_new(&template);
 *	line_parse(l, "srv.accept()");
 *	if (line_may_wait(l) && line_capture(l, names) == 0)
 *		engine_start(engine, &l->task);
 */
#ifndef CORE_LINE_H
#define CORE_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/engine.h"
#include "core/notation/run.h"

struct program;
struct value;

struct line {
	struct task task; /* first: the engine hands it back */
	struct program *program;
	struct env *env;     /* names of its own, where it runs on a worker; else NULL */
	struct run run;	     /* run.exc: what it raised */
	struct buf out;	     /* what it printed */
	struct value *value; /* of the last statement, where that was an expression */
	uint64_t seq;	     /* its journal row; the session's to set */
};

struct line *line_new(const struct run *template); /* NULL: out of memory */
void line_free(struct line *l);

/* 0, or negative with a SyntaxError (or MemoryError) in run.exc. */
int line_parse(struct line *l, const char *text);

bool line_may_wait(const struct line *l);

/* Does it bind or delete that name? */
bool line_binds(const struct line *l, const char *name);

/* Visit the names it reads until fn gives non-zero, which is returned. */
int line_each_read(struct line *l, int (*fn)(void *ctx, const char *name), void *ctx);

/* Give it names of its own: those it reads, as they stand in `names` now, so that the session's
 * need no lock while it waits. 0, or raised. */
int line_capture(struct line *l, const struct env *names);

/* Run its statements on this thread, up to the first that raises. */
void line_run(struct line *l);

/* What its row shows: the names it bound, values where they say more. NULL: nothing to show. The
 * caller frees it. */
char *line_result(struct line *l, const struct env *names);

#endif
