#include "ops_lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/notation/env.h"
#include "core/notation/exc.h"
#include "core/notation/notation.h"
#include "core/ops/tables.h"

static const struct module *const modules[] = {
    &module_socket, &module_struct, &module_errno, &module_time, NULL};
static const struct module *const ambient[] = {&module_builtins, NULL};

void lines_init(struct lines *l)
{
	struct env *env;
	struct book *book;
	*l = (struct lines){0};
	assert_int_equal(env_new(&env), 0);
	assert_int_equal(book_new(&book), 0);
	l->run = (struct run){
	    .env = env,
	    .modules = modules,
	    .ambient = ambient,
	    .book = book,
	    .waiter = &l->waiter,
	    .file = "test",
	};
	lines_do(l, "import socket, struct, errno, time");
}

void lines_fini(struct lines *l)
{
	struct sock **open;
	env_free(l->run.env);
	assert_int_equal(book_list(l->run.book, &open), 0);
	free(open);
	book_unref(l->run.book);
	trace_free(l->run.trace);
	value_unref(l->error);
	free(l->said);
}

static void say(struct lines *l, struct buf *b)
{
	free(l->said);
	l->said = buf_take(b);
	assert_non_null(l->said);
}

static void run_all(struct lines *l, const struct program *p, struct buf *b)
{
	for (size_t i = 0; i < program_count(p) && !l->error; i++) {
		struct value *v = NULL;
		buf_clear(b);
		if (program_run(p, i, &l->run, &v) < 0) {
			l->error = l->run.exc;
			l->run.exc = NULL;
			exc_format(l->error, b);
		} else if (v && v != value_none()) {
			value_repr(v, b);
		}
		value_unref(v);
	}
}

const char *lines_say(struct lines *l, const char *text)
{
	struct program *p;
	struct buf b = {0};
	value_unref(l->error);
	trace_free(l->run.trace);
	l->error = NULL;
	assert_int_equal(trace_new(&l->run.trace), 0);
	assert_int_equal(program_parse(text, strlen(text), "test", &p, &l->error), 0);
	run_all(l, p, &b);
	program_free(p);
	say(l, &b);
	return l->said;
}

void lines_do(struct lines *l, const char *text)
{
	const char *said = lines_say(l, text);
	if (l->error)
		fail_msg("%s: %s", text, said);
}

struct sock *lines_sock(struct lines *l, const char *name)
{
	struct value *v = env_get(l->run.env, name);
	assert_non_null(v);
	assert_ptr_equal(v->type, &type_socket);
	return (struct sock *)v;
}

size_t lines_calls(const struct lines *l)
{
	return trace_count(l->run.trace);
}

const char *lines_call(struct lines *l, size_t n)
{
	struct buf b = {0};
	if (n >= lines_calls(l))
		return NULL;
	const struct trace_call *c = trace_at(l->run.trace, n);
	buf_printf(&b, "%s(", c->name);
	for (size_t i = 0; i < c->nargs; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", c->arg[i]);
	buf_printf(&b, ") = %lld", (long long)c->ret);
	if (c->err)
		buf_printf(&b, " %s", strerrorname_np(c->err));
	say(l, &b);
	return l->said;
}
