#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/call.h"
#include "core/notation/eval.h"
#include "core/notation/exc.h"
#include "core/notation/import.h"
#include "core/notation/notation.h"
#include "core/notation/parse.h"

/* The statements of the whole text, linked. */
static struct stmt *parse_all(struct parser *p, size_t *count)
{
	struct stmt *first = NULL, **link = &first;
	*count = 0;
	parse_advance(p);
	while (!p->failed && p->token.kind != TOKEN_END) {
		*link = parse_statement(p);
		for (; *link; link = &(*link)->next)
			++*count;
	}
	return first;
}

/* Put the list into an array: program_run() goes by number. */
static int list_statements(struct parser *p, struct program *program, struct stmt *first)
{
	struct stmt **all = arena_take(p->arena, (program->count + 1) * sizeof *all);
	if (!all) {
		parse_no_memory(p);
		return -ENOMEM;
	}
	for (size_t i = 0; i < program->count; i++, first = first->next)
		all[i] = first;
	program->stmts = all;
	return 0;
}

static int parse(struct program *program, struct value **exc)
{
	struct parser *p = calloc(1, sizeof *p);
	if (!p)
		return -ENOMEM;
	p->arena = program->arena;
	lexer_init(&p->lexer, &program->source);
	struct stmt *first = parse_all(p, &program->count);
	if (!p->failed)
		list_statements(p, program, first);
	int r = p->failed ? -EINVAL : 0;
	*exc = value_ref(p->lexer.exc);
	lexer_fini(&p->lexer);
	free(p);
	return r;
}

static int out_of_memory(struct value **exc)
{
	struct run run = {0};
	int r = exc_raise_memory(&run);
	*exc = run.exc;
	return r;
}

int program_parse(
    const char *text, size_t len, const char *file, struct program **out, struct value **exc)
{
	*out = NULL;
	*exc = NULL;
	struct program *program = calloc(1, sizeof *program);
	if (!program)
		return out_of_memory(exc);
	int r = source_init(&program->source, text, len, file, exc);
	if (r == 0)
		r = arena_new(&program->arena);
	if (r == 0)
		r = parse(program, exc);
	if (r < 0) {
		program_free(program);
		return *exc ? r : out_of_memory(exc);
	}
	*out = program;
	return 0;
}

void program_free(struct program *p)
{
	if (!p)
		return;
	arena_free(p->arena);
	source_fini(&p->source);
	free(p);
}

size_t program_count(const struct program *p)
{
	return p->count;
}

int program_line(const struct program *p, size_t i)
{
	return p->stmts[i]->line;
}

const char *program_source(const struct program *p, size_t i, size_t *len)
{
	size_t start = source_line_start(&p->source, p->stmts[i]->at);
	size_t end = source_line_end(&p->source, p->stmts[i]->end);
	*len = end - start;
	return p->source.text + start;
}

const char *program_text(const struct program *p, size_t *len)
{
	*len = p->source.len;
	return p->source.text;
}

/* Modules that there are not are no errors of a line but of the notebook: SyntaxError. */
static struct value *check_imports(
    const struct program *p, const struct stmt *s, const struct module *const *modules)
{
	const char *name;
	const struct stmt *missing = import_missing(s, modules, &name);
	if (!missing)
		return NULL;
	struct buf b = {0};
	buf_printf(&b, "sockpit notebooks have no '%s'", name);
	struct value *exc =
	    source_error(&p->source, &exc_SyntaxError, missing->line, missing->at, buf_text(&b));
	buf_free(&b);
	return exc;
}

int program_check(const struct program *p, const struct module *const *modules, struct value **exc)
{
	*exc = NULL;
	for (size_t i = 0; i < p->count && !*exc; i++)
		*exc = check_imports(p, p->stmts[i], modules);
	return *exc ? -EINVAL : 0;
}

int program_run(const struct program *p, size_t i, struct run *run, struct value **value)
{
	if (value)
		*value = NULL;
	struct value *exc = check_imports(p, p->stmts[i], run->modules);
	if (!exc)
		return exec_statement(run, p->stmts[i], value);
	run->line = p->stmts[i]->line;
	return exc_raise_value(run, exc);
}

int notation_call(struct run *run, struct value *callable, struct value *const *args, size_t n,
    struct value **result)
{
	struct arguments given = {.given = args, .ngiven = n};
	return call_value(run, callable, &given, result);
}
