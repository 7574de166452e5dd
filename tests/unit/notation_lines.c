#include "tests/unit/notation_lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/notation/env.h"
#include "core/notation/exc.h"

const struct module *const notation_modules[] = {&module_time, &module_errno, &module_struct, NULL};

static const struct module *const ambient[] = {&module_builtins, NULL};

static int write_out(void *ctx, const char *data, size_t len)
{
	return buf_add(ctx, data, len);
}

void notation_begin(struct notation *n)
{
	*n = (struct notation){0};
	atomic_init(&n->waiter.fd, -1);
	n->run = (struct run){
	    .modules = notation_modules,
	    .ambient = ambient,
	    .waiter = &n->waiter,
	    .out = {write_out, &n->out},
	    .file = "test.py",
	};
	assert_int_equal(env_new(&n->run.env), 0);
}

void notation_end(struct notation *n)
{
	env_free(n->run.env);
	value_unref(n->run.exc);
	buf_free(&n->out);
	free(n->said);
}

static const char *say(struct notation *n, struct buf *b)
{
	free(n->said);
	n->said = buf_take(b);
	assert_non_null(n->said);
	return n->said;
}

/* Up to the first that raises; its number, or the count. */
static size_t run_all(struct notation *n, const struct program *p, struct value **value)
{
	size_t i = 0;
	*value = NULL;
	for (; i < program_count(p); i++) {
		value_unref(*value);
		if (program_run(p, i, &n->run, value) < 0)
			break;
	}
	return i;
}

static void drop_error(struct notation *n)
{
	value_unref(n->run.exc);
	n->run.exc = NULL;
}

const char *notation_say(struct notation *n, const char *text)
{
	struct buf b = {0};
	struct program *p;
	struct value *value = NULL;
	buf_add(&b, "", 0);
	if (program_parse(text, strlen(text), n->run.file, &p, &n->run.exc) == 0)
		run_all(n, p, &value);
	program_free(p);
	if (n->run.exc)
		exc_format(n->run.exc, &b);
	else if (value && value != value_none())
		value_repr(value, &b);
	value_unref(value);
	drop_error(n);
	return say(n, &b);
}

const char *notation_show(struct notation *n, const char *text, size_t len)
{
	struct buf b = {0};
	struct program *p;
	struct value *value = NULL;
	buf_add(&b, "", 0);
	if (program_parse(text, len, n->run.file, &p, &n->run.exc) < 0) {
		notation_traceback(n->run.exc, &b);
	} else {
		size_t i = run_all(n, p, &value);
		if (n->run.exc)
			program_traceback(p, i, &n->run, n->run.exc, &b);
	}
	program_free(p);
	value_unref(value);
	drop_error(n);
	return say(n, &b);
}
