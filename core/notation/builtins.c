/* The functions and classes that need no import. CPython: Python/bltinmodule.c. */
#include <errno.h>
#include <string.h>

#include "core/notation/buffer.h"
#include "core/notation/exc.h"
#include "core/notation/file.h"
#include "core/notation/give.h"
#include "core/notation/notation.h"
#include "core/notation/text.h"
#include "core/notation/unicode.h"

static int check_separator(struct call *c, size_t i)
{
	const struct value *v = c->arg[i];
	if (v->type == &type_none || v->type == &type_str)
		return 0;
	return exc_raise(c->run, &exc_TypeError, "print(): %s is a str or None, not %s",
	    c->op->params[i].name, value_type_name(v));
}

static bool is_utf8(const char *text, size_t len)
{
	size_t n, bad;
	for (; len > 0; text += n, len -= n) {
		n = unicode_check(text, len, &bad);
		if (!n)
			return false;
	}
	return true;
}

/* A surrogate cannot be written. Python writes what came before that piece; so does op_print. */
static int refuse_surrogate(struct call *c, struct buf *to, size_t start)
{
	struct value *encoded = NULL, *piece = value_str_len(to->data + start, to->len - start);
	int r = piece ? text_encode(c->run, piece, "utf-8", "strict", &encoded)
		      : exc_raise_memory(c->run);
	value_unref(encoded);
	value_unref(piece);
	to->len = start;
	to->data[start] = '\0';
	return r;
}

/* One value, or what stands between and after them: None is the usual text there. */
static int print_piece(struct call *c, const struct value *v, const char *usual, struct buf *to)
{
	size_t start = to->len;
	int r = usual && v->type == &type_none ? buf_str(to, usual) : value_str_of(v, to);
	if (r < 0 || to->failed)
		return exc_raise_memory(c->run);
	return is_utf8(buf_text(to) + start, to->len - start) ? 0 : refuse_surrogate(c, to, start);
}

static int print_into(struct call *c, struct buf *to)
{
	int r = 0;
	for (size_t i = 0; i < c->nrest && r == 0; i++) {
		if (i)
			r = print_piece(c, c->arg[0], " ", to);
		if (r == 0)
			r = print_piece(c, c->rest[i], NULL, to);
	}
	return r < 0 ? r : print_piece(c, c->arg[1], "\n", to);
}

static int op_print(struct call *c)
{
	struct buf b = {.line = c->run};
	int r = check_separator(c, 0);
	if (r == 0)
		r = check_separator(c, 1);
	if (r < 0)
		return r;
	r = print_into(c, &b);
	const struct sink *out = &c->run->out;
	int w = 0;
	if (b.len && out->write) /* where nobody listens (a handler is read) it is lost */
		w = out->write(out->ctx, buf_text(&b), b.len);
	buf_free(&b);
	return r == 0 && w < 0 ? exc_raise_os(c->run, -w) : r;
}

static int op_len(struct call *c)
{
	const struct value *v = c->arg[0];
	size_t n;
	if (v->type == &type_str)
		n = unicode_count(text_of(v), text_len(v));
	else if (value_is_buffer(v))
		n = buffer_len(v);
	else if (value_is_seq(v))
		n = seq_len(v);
	else
		return exc_raise(
		    c->run, &exc_TypeError, "object of type '%s' has no len()", value_type_name(v));
	return give(c, value_int((int64_t)n));
}

static int op_repr(struct call *c)
{
	struct buf b = {.line = c->run};
	int r = value_repr(c->arg[0], &b);
	struct value *text = r < 0 || b.failed ? NULL : value_str_len(buf_text(&b), b.len);
	buf_free(&b);
	return give(c, text);
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
    &type_bytearray,
    &type_int,
    &type_memoryview,
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
