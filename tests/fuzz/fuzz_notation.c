/*
 * Any bytes as a notebook: parsed, asked about, and run, but without sockets, files and waiting.
 *
 * VALUE_BYTES_MAX keeps what one line can build small: the fuzzer's time goes to other things.
 */
#include <stddef.h>
#include <stdint.h>

#include "core/notation/env.h"
#include "core/notation/exc.h"
#include "core/notation/notation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int swallow(void *ctx, const char *data, size_t len)
{
	(void)ctx, (void)data, (void)len;
	return 0;
}

static int count_name(void *ctx, const char *name)
{
	*(size_t *)ctx += *name != '\0';
	return 0;
}

static int count_word(void *ctx, const char *word, size_t typed)
{
	*(size_t *)ctx += *word != '\0' && typed < 1000;
	return 0;
}

/* Without open(): a path may be a FIFO. */
static struct module pure_builtins(const struct op_list **ops)
{
	struct module m = module_builtins;
	ops[0] = module_builtins.ops[0];
	m.ops = ops;
	return m;
}

static void clear_error(struct run *run, struct buf *b)
{
	exc_format(run->exc, b);
	value_unref(run->exc);
	run->exc = NULL;
}

static void run_all(const struct program *p, struct run *run)
{
	for (size_t i = 0; i < program_count(p); i++) {
		struct value *v = NULL;
		struct buf b = {0};
		size_t n = 0;
		program_reads(p, i, count_name, &n);
		program_binds(p, i, count_name, &n);
		program_blocks(p, i, run->modules);
		if (program_run(p, i, run, &v) < 0) {
			program_traceback(p, i, run, run->exc, &b);
			clear_error(run, &b);
		} else if (v) {
			value_repr(v, &b);
		}
		value_unref(v);
		buf_free(&b);
	}
}

static void parse_and_run(const char *text, size_t len, struct run *run)
{
	struct program *p;
	struct value *exc;
	struct buf b = {0};
	if (program_parse(text, len, "fuzz.py", &p, &exc) < 0) {
		notation_traceback(exc, &b);
		value_unref(exc);
	} else {
		run_all(p, run);
	}
	program_free(p);
	buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct op_list *ops[2] = {NULL, NULL};
	const struct module builtins = pure_builtins(ops);
	const struct module *const ambient[] = {&builtins, NULL};
	const struct module *const modules[] = {&module_errno, &module_struct, NULL};
	struct waiter waiter = {.fd = -1};
	struct run run = {
	    .modules = modules,
	    .ambient = ambient,
	    .waiter = &waiter,
	    .out = {swallow, NULL},
	    .file = "fuzz.py",
	};
	size_t words = 0;
	if (env_new(&run.env) < 0)
		return 0;
	parse_and_run((const char *)data, size, &run);
	notation_incomplete((const char *)data, size);
	notation_complete(&run, (const char *)data, size, count_word, &words);
	env_free(run.env);
	return 0;
}
