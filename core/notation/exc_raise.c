#include "core/notation/exc.h"

#include <errno.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/notation/run.h"

/* Both live in read-only memory and are never counted: raising them allocates nothing. */
static const struct seq_value no_args = {.base = {.refs = UINT32_MAX, .type = &type_tuple}};
static const struct exc_value out_of_memory = {
    .base = {.refs = UINT32_MAX, .type = &exc_MemoryError.type},
    .args = (struct value *)&no_args,
};

int exc_raise_value(struct run *run, struct value *exc)
{
	struct value *old = run->exc;
	run->exc = exc;
	value_unref(old);
	return -EINVAL;
}

int exc_raise_memory(struct run *run)
{
	exc_raise_value(run, (struct value *)&out_of_memory);
	return -ENOMEM;
}

void exc_name_call(struct run *run, const char *call)
{
	if (exc_match(run->exc, &exc_OSError)) /* not the one in read-only memory */
		((struct exc_value *)run->exc)->call = call;
}

/* args as value_tuple gave it: NULL when memory was out. */
static int raise_new(struct run *run, const struct exc_class *cls, struct value *args, int code)
{
	struct value *e = exc_new(cls, args);
	if (!e)
		return exc_raise_memory(run);
	exc_raise_value(run, e);
	return code;
}

static struct value *pack(size_t n, struct value **args)
{
	bool whole = true;
	for (size_t i = 0; i < n; i++)
		whole = whole && args[i];
	if (whole)
		return value_tuple(n, args);
	for (size_t i = 0; i < n; i++)
		value_unref(args[i]);
	return NULL;
}

int exc_raise_args(struct run *run, const struct exc_class *cls, size_t n, struct value **args)
{
	return raise_new(run, cls, pack(n, args), -EINVAL);
}

int exc_raise(struct run *run, const struct exc_class *cls, const char *fmt, ...)
{
	struct buf b = {0};
	va_list ap;
	va_start(ap, fmt);
	int r = buf_vprintf(&b, fmt, ap);
	va_end(ap);
	struct value *text = r < 0 ? NULL : value_str_len(buf_text(&b), b.len);
	buf_free(&b);
	return exc_raise_args(run, cls, 1, &text);
}

const char *exc_strerror(int errnum, char *text, size_t size)
{
	const char *known = strerrordesc_np(errnum);
	if (known)
		snprintf(text, size, "%s", known);
	else
		snprintf(text, size, "Unknown error %d", errnum);
	return text;
}

static int raise_numbered(
    struct run *run, const struct exc_class *cls, int number, const char *words, int code)
{
	struct value *args[] = {value_int(number), value_str(words)};
	return raise_new(run, cls, pack(2, args), code);
}

int exc_raise_os(struct run *run, int errnum)
{
	char text[64];
	exc_strerror(errnum, text, sizeof text);
	return raise_numbered(run, exc_class_of_errno(errnum), errnum, text, -errnum);
}

int exc_raise_file(struct run *run, int errnum, const char *filename)
{
	int r = exc_raise_os(run, errnum);
	if (!exc_match(run->exc, &exc_OSError))
		return r;
	struct value *name = value_str(filename);
	if (!name)
		return exc_raise_memory(run);
	((struct exc_value *)run->exc)->filename = name;
	return r;
}

int exc_raise_gai(struct run *run, int eai)
{
	return raise_numbered(run, &exc_gaierror, eai, gai_strerror(eai), -EINVAL);
}

int exc_raise_timeout(struct run *run)
{
	exc_raise(run, &exc_TimeoutError, "timed out");
	return -ETIMEDOUT;
}
