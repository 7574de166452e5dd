#include "core/line.h"

#include <stdlib.h>
#include <string.h>

#include "core/notation/buffer.h"
#include "core/notation/env.h"
#include "core/notation/exc.h"
#include "core/notation/notation.h"

/* How much of a value's repr a row keeps, in bytes. */
#define RESULT_MAX 400

/* More modules than a line can name: those to import, and the ambient ones. */
#define MODULES_MAX 32

static int write_out(void *ctx, const char *data, size_t len)
{
	return buf_add(ctx, data, len);
}

static void work(struct task *t)
{
	line_run((struct line *)t);
}

struct line *line_new(const struct run *template)
{
	struct line *l = calloc(1, sizeof *l);
	if (!l)
		return NULL;
	l->run = *template;
	l->run.waiter = &l->task.waiter;
	l->run.out = (struct sink){write_out, &l->out};
	l->task.work = work;
	atomic_init(&l->task.waiter.fd, -1);
	return l;
}

void line_free(struct line *l)
{
	if (!l)
		return;
	env_free(l->env);
	value_unref(l->value);
	value_unref(l->run.exc);
	program_free(l->program);
	buf_free(&l->out);
	free(l);
}

int line_parse(struct line *l, const char *text)
{
	return program_parse(text, strlen(text), l->run.file, &l->program, &l->run.exc);
}

/* Append a list's modules; returns how many there are then. */
static size_t add_modules(
    const struct module **to, size_t n, size_t max, const struct module *const *from)
{
	for (; from && *from && n < max; from++)
		to[n++] = *from;
	return n;
}

/* Asked of all that names can come from: a function of the caller's own, such as help(), need not
 * be imported either. */
bool line_may_wait(const struct line *l)
{
	const struct module *modules[MODULES_MAX + 1];
	size_t n = add_modules(modules, 0, MODULES_MAX, l->run.modules);
	n = add_modules(modules, n, MODULES_MAX, l->run.ambient);
	modules[n] = NULL;
	n = program_count(l->program);
	for (size_t i = 0; i < n; i++)
		if (program_blocks(l->program, i, modules))
			return true;
	return false;
}

static int same_name(void *ctx, const char *name)
{
	return strcmp(*(const char **)ctx, name) == 0;
}

bool line_binds(const struct line *l, const char *name)
{
	size_t n = program_count(l->program);
	for (size_t i = 0; i < n; i++)
		if (program_binds(l->program, i, same_name, &name))
			return true;
	return false;
}

int line_each_read(struct line *l, int (*fn)(void *ctx, const char *name), void *ctx)
{
	size_t n = program_count(l->program);
	int r = 0;
	for (size_t i = 0; i < n && r == 0; i++)
		r = program_reads(l->program, i, fn, ctx);
	return r;
}

struct capture {
	struct line *line;
	const struct env *names;
};

static int capture_name(void *ctx, const char *name)
{
	struct capture *c = ctx;
	struct value *v = env_get(c->names, name);
	return v ? env_seed(c->line->env, name, v) : 0;
}

int line_capture(struct line *l, const struct env *names)
{
	struct capture c = {l, names};
	if (env_new(&l->env) < 0)
		return exc_raise_memory(&l->run);
	l->run.env = l->env;
	if (line_each_read(l, capture_name, &c) < 0)
		return exc_raise_memory(&l->run);
	return 0;
}

void line_run(struct line *l)
{
	size_t n = program_count(l->program);
	for (size_t i = 0; i < n; i++) {
		value_unref(l->value);
		l->value = NULL;
		if (program_run(l->program, i, &l->run, &l->value) < 0)
			return;
	}
}

/* ---- what its row shows ---- */

/* Values that say more than the name they are bound to. */
static bool is_plain(const struct value *v)
{
	static const struct type *const plain[] = {&type_none, &type_bool, &type_int, &type_float,
	    &type_str, &type_bytes, &type_bytearray, &type_tuple, &type_list};
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (v->type == plain[i])
			return true;
	return false;
}

static void add_clipped(struct buf *to, const struct value *v)
{
	struct buf repr = {0};
	value_repr(v, &repr);
	size_t len = repr.len > RESULT_MAX ? RESULT_MAX : repr.len;
	while (len < repr.len && len > 0 && ((unsigned char)repr.data[len] & 0xc0) == 0x80)
		len--; /* not inside a character */
	if (to->len)
		buf_str(to, ", ");
	buf_add(to, buf_text(&repr), len);
	if (len < repr.len)
		buf_str(to, "...");
	buf_free(&repr);
}

struct shown {
	const struct env *names;
	struct buf *to;
};

static int show_bound(void *ctx, const char *name)
{
	struct shown *sh = ctx;
	const struct value *v = env_get(sh->names, name);
	if (!v || v->type == &type_module)
		return 0;
	if (is_plain(v))
		add_clipped(sh->to, v);
	else
		buf_printf(sh->to, "%s%s", sh->to->len ? ", " : "", name);
	return 0;
}

char *line_result(struct line *l, const struct env *names)
{
	struct buf text = {0};
	struct shown sh = {names, &text};
	size_t n = program_count(l->program);
	for (size_t i = 0; i < n; i++)
		program_binds(l->program, i, show_bound, &sh);
	if (l->value && l->value->type != &type_none)
		add_clipped(&text, l->value);
	if (text.len)
		return buf_take(&text);
	buf_free(&text);
	return NULL;
}
