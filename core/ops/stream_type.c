/* The types that the files of makefile() have in Python, what they tell of themselves. */
#include "core/ops/give.h"
#include "core/ops/stream.h"
#include "core/ops/stream_text.h"

static int get_closed(struct call *c)
{
	return give(c, value_bool(stream_is_closed(self_stream(c))));
}

static int no_attribute(struct call *c)
{
	return exc_raise(c->run, &exc_AttributeError,
	    "'BufferedRWPair' object has no attribute '%s'", c->op->name);
}

static int get_name(struct call *c)
{
	struct stream *s = self_stream(c);
	return s->layer == &stream_pair ? no_attribute(c) : give(c, value_int(stream_fd(s)));
}

static int get_mode(struct call *c)
{
	const struct stream *s = self_stream(c);
	if (s->text)
		return give(c, value_ref(s->text->mode));
	return give(c, value_str(s->reading && s->writing ? "rwb" : s->reading ? "rb" : "wb"));
}

static int get_encoding(struct call *c)
{
	return give(c, value_ref(self_stream(c)->text->encoding));
}

static int get_errors(struct call *c)
{
	return give(c, value_ref(self_stream(c)->text->errors));
}

#define NAME_AND_MODE                                                                              \
	{.name = "name", .help = "The descriptor's number, -1 once closed.", .get = get_name},     \
	{                                                                                          \
		.name = "mode", .help = "What it is open for.", .get = get_mode                    \
	}

static const struct attr attrs[] = {
    {.name = "closed", .help = "Was it closed?", .get = get_closed},
    {0},
};

static const struct attr named_attrs[] = {NAME_AND_MODE, {0}};

static const struct attr text_attrs[] = {
    NAME_AND_MODE,
    {.name = "encoding", .help = "How text becomes bytes.", .get = get_encoding},
    {.name = "errors", .help = "What is done where that fails.", .get = get_errors},
    {0},
};

/* <_io.TextIOWrapper name=3 mode='r' encoding='UTF-8'> */
static int repr(const struct value *v, struct buf *to)
{
	struct stream *s = stream_of(v);
	buf_printf(to, "<_io.%s", v->type->name);
	if (s->layer != &stream_pair)
		buf_printf(to, " name=%d", stream_fd(s));
	if (s->text) {
		buf_str(to, " mode=");
		value_repr(s->text->mode, to);
		buf_str(to, " encoding=");
		value_repr(s->text->encoding, to);
	}
	return buf_char(to, '>');
}

static const struct op_list *const ops[] = {&stream_ops, NULL};

const struct type type_stream = {.name = "file", .ops = ops, .attrs = attrs};

#define ROW(name_, module_, help_, attrs_, repr_)                                                  \
	{                                                                                          \
		.name = name_, .module = module_, .help = help_, .base = &type_stream,             \
		.attrs = attrs_, .fini = stream_fini, .repr = repr_                                \
	}

const struct type type_stream_raw =
    ROW("SocketIO", "socket", "A file over a socket without a buffer.", named_attrs, NULL);
const struct type type_stream_reader =
    ROW("BufferedReader", "_io", "A file of bytes to read, over a socket.", named_attrs, repr);
const struct type type_stream_writer =
    ROW("BufferedWriter", "_io", "A file of bytes to write, over a socket.", named_attrs, repr);
const struct type type_stream_pair = ROW(
    "BufferedRWPair", "_io", "A file of bytes to read and to write, over a socket.", NULL, NULL);
const struct type type_stream_text =
    ROW("TextIOWrapper", "_io", "A file of text over a socket.", text_attrs, repr);
