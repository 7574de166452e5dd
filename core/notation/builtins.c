/* The functions and classes that need no import. CPython: Python/bltinmodule.c. */
#include <errno.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/file.h"
#include "core/notation/notation.h"
#include "core/notation/unicode.h"

/* None stands for the usual text. */
static int separator(struct call *c, size_t i, const char *usual, struct buf *to, bool add)
{
	const struct value *v = c->arg[i];
	if (v->type != &type_none && v->type != &type_str)
		return exc_raise(c->run, &exc_TypeError, "print(): %s is a str or None, not %s",
		    c->op->params[i].name, value_type_name(v));
	if (!add)
		return 0;
	return v->type == &type_str ? buf_add(to, text_of(v), text_len(v)) : buf_str(to, usual);
}

static int print_into(struct call *c, struct buf *to)
{
	int r = separator(c, 0, " ", to, false);
	for (size_t i = 0; i < c->nrest && r == 0; i++) {
		if (i)
			r = separator(c, 0, " ", to, true);
		if (r == 0)
			r = value_str_of(c->rest[i], to);
	}
	return r < 0 ? r : separator(c, 1, "\n", to, true);
}

static bool is_utf8(const struct buf *b, size_t *at)
{
	size_t bad;
	for (*at = 0; *at < b->len;) {
		size_t n = unicode_check(b->data + *at, b->len - *at, &bad);
		if (!n)
			return false;
		*at += n;
	}
	return true;
}

/* A surrogate cannot be written as UTF-8. */
static int refuse_surrogate(struct call *c, const struct buf *b, size_t at)
{
	int64_t place = (int64_t)unicode_count(b->data, at);
	struct value *args[] = {value_str("utf-8"), value_str_len(b->data, b->len),
	    value_int(place), value_int(place + 1), value_str("surrogates not allowed")};
	return exc_raise_args(c->run, &exc_UnicodeEncodeError, sizeof args / sizeof *args, args);
}

static int op_print(struct call *c)
{
	struct buf b = {.line = c->run};
	size_t at;
	int r = print_into(c, &b);
	if (b.failed || (r == -ENOMEM && !c->run->exc))
		r = exc_raise_memory(c->run);
	else if (r == 0 && !is_utf8(&b, &at))
		r = refuse_surrogate(c, &b, at);
	if (r == 0) {
		int w = c->run->out.write(c->run->out.ctx, buf_text(&b), b.len);
		r = w < 0 ? exc_raise_os(c->run, -w) : 0;
	}
	buf_free(&b);
	return r;
}

static int op_len(struct call *c)
{
	const struct value *v = c->arg[0];
	size_t n;
	if (v->type == &type_str)
		n = unicode_count(text_of(v), text_len(v));
	else if (v->type == &type_bytes)
		n = text_len(v);
	else if (value_is_seq(v))
		n = seq_len(v);
	else
		return exc_raise(
		    c->run, &exc_TypeError, "object of type '%s' has no len()", value_type_name(v));
	c->result = value_int((int64_t)n);
	return c->result ? 0 : exc_raise_memory(c->run);
}

static int op_repr(struct call *c)
{
	struct buf b = {.line = c->run};
	int r = value_repr(c->arg[0], &b);
	c->result = r < 0 || b.failed ? NULL : value_str_len(buf_text(&b), b.len);
	buf_free(&b);
	return c->result ? 0 : exc_raise_memory(c->run);
}

static int op_quit(struct call *c)
{
	struct value *code = value_ref(c->arg[0]);
	return exc_raise_args(c->run, &exc_SystemExit, 1, &code);
}

#define QUIT_ROW(name_)                                                                            \
	{                                                                                          \
		.name = name_,                                                                     \
		.params = {{.name = "code",                                                        \
		    .dflt = "None",                                                                \
		    .help = "the exit status; words go to stderr, with status 1"}},                \
		.help = "End the program.", .run = op_quit,                                        \
	}

static const struct op rows[] = {
    {
	.name = "print",
	.params = {{.name = "sep", .kind = PARAM_STR, .dflt = "' '", .help = "between the values"},
	    {.name = "end",
		.kind = PARAM_STR,
		.dflt = "None",
		.help = "after the last; None: a new line"}},
	.flags = OP_REST | OP_KEYWORD_ONLY,
	.help = "Write the values as text, each as str() gives it.",
	.run = op_print,
    },
    {
	.name = "len",
	.params = {{.name = "obj", .help = "text, bytes, a tuple or a list"}},
	.flags = OP_POSITIONAL,
	.help = "How many characters, bytes or items it has.",
	.run = op_len,
    },
    {
	.name = "repr",
	.params = {{.name = "obj", .help = "any value"}},
	.flags = OP_POSITIONAL,
	.help = "The value as one would write it.",
	.run = op_repr,
    },
    QUIT_ROW("quit"),
    QUIT_ROW("exit"),
};

static const struct op_list list = {rows, sizeof rows / sizeof *rows};
static const struct op_list open_list = {&file_open_row, 1};
static const struct op_list *const ops[] = {&list, &open_list, NULL};

#define EXC_POINTER(c, name, module, parent, attrs) &exc_##c.type,
static const struct type *const types[] = {
    &type_bool,
    &type_bytes,
    &type_int,
    &type_str,
    &type_type,
    &exc_BaseException.type,
    EXC_BUILTIN(EXC_POINTER) NULL,
};

/* Names that Python keeps for what they once were. */
static int other(const char *name, struct value **result)
{
	if (strcmp(name, "IOError") != 0 && strcmp(name, "EnvironmentError") != 0)
		return -ENOENT;
	*result = value_type(&exc_OSError.type);
	return *result ? 0 : -ENOMEM;
}

const struct module module_builtins = {
    .name = "builtins",
    .help = "What needs no import.",
    .ops = ops,
    .types = types,
    .other = other,
};
