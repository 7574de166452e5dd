/* makefile: a file over a socket. Lib/socket.py. */
#include <string.h>

#include "core/ops/give.h"
#include "core/ops/lists.h"
#include "core/ops/sock.h"
#include "core/ops/stream.h"
#include "core/ops/stream_text.h"
#include "core/ops/transfer.h"

enum { MODE, BUFFERING, ENCODING, ERRORS, NEWLINE };

struct wishes {
	const char *mode;
	bool reading, writing, text;
	int64_t size;
};

static int read_mode(struct call *c, struct wishes *w)
{
	int r = call_str(c, MODE, &w->mode);
	if (r < 0)
		return r;
	if (strspn(w->mode, "rwb") == strlen(w->mode)) {
		w->writing = strchr(w->mode, 'w');
		w->reading = strchr(w->mode, 'r') || !w->writing;
		w->text = !strchr(w->mode, 'b');
		return 0;
	}
	struct buf b = {0};
	value_repr(c->arg[MODE], &b);
	r = b.failed ? exc_raise_memory(c->run)
		     : exc_raise(c->run, &exc_ValueError, "invalid mode %s (only r, w, b allowed)",
			   buf_text(&b));
	buf_free(&b);
	return r;
}

static int read_size(struct call *c, struct wishes *w)
{
	w->size = -1;
	int r = has_arg(c, BUFFERING) ? call_int(c, BUFFERING, &w->size) : 0;
	if (r < 0)
		return r;
	if (w->size < 0)
		w->size = STREAM_STEP;
	if (w->size == 0 && w->text)
		return exc_raise(c->run, &exc_ValueError, "unbuffered streams must be binary");
	return (uint64_t)w->size > RECEIVE_MAX ? exc_raise_memory(c->run) : 0;
}

/* A str, or None: then *v stays as it is. */
static int read_text(struct call *c, size_t i, struct value **v)
{
	const char *text;
	if (!has_arg(c, i))
		return 0;
	*v = c->arg[i];
	return call_str(c, i, &text);
}

static int read_newline(struct call *c, const char **newline)
{
	*newline = NULL;
	int r = has_arg(c, NEWLINE) ? call_str(c, NEWLINE, newline) : 0;
	if (r < 0 || !*newline)
		return r;
	static const char *const ends[] = {"", "\n", "\r", "\r\n"};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (strcmp(*newline, ends[i]) == 0)
			return 0;
	return exc_raise(c->run, &exc_ValueError, "illegal newline value: %s", *newline);
}

static int begin_text(
    struct call *c, struct stream *s, struct value *usual_encoding, struct value *usual_errors)
{
	const char *newline;
	struct value *encoding = usual_encoding, *errors = usual_errors;
	if (!encoding || !errors)
		return exc_raise_memory(c->run);
	int r = read_text(c, ENCODING, &encoding);
	if (r == 0)
		r = read_text(c, ERRORS, &errors);
	if (r == 0)
		r = read_newline(c, &newline);
	return r < 0 ? r : stream_text_begin(c, s, c->arg[MODE], encoding, errors, newline);
}

static int begin_usual_text(struct call *c, struct stream *s)
{
	struct value *encoding = value_str("UTF-8"), *errors = value_str("strict");
	int r = begin_text(c, s, encoding, errors);
	value_unref(encoding);
	value_unref(errors);
	return r;
}

static const struct stream_layer *layer_of(const struct wishes *w)
{
	if (w->size == 0)
		return &stream_raw;
	if (w->reading && w->writing)
		return &stream_pair;
	return w->reading ? &stream_reader : &stream_writer;
}

static int op_makefile(struct call *c)
{
	struct wishes w;
	int r = read_mode(c, &w);
	if (r == 0)
		r = read_size(c, &w);
	if (r < 0)
		return r;
	r = give(c,
	    stream_new(self_sock(c), layer_of(&w), w.text, w.reading, w.writing, (size_t)w.size));
	return r < 0 || !w.text ? r : begin_usual_text(c, stream_of(c->result));
}

static const struct op rows[] = {{
    .name = "makefile",
    .self = &type_socket,
    .params =
	{
	    {"mode", PARAM_STR, .dflt = "'r'",
		.help = "'r' to read, 'w' to write, 'rw' both; with 'b' bytes, else text"},
	    {"buffering", PARAM_INT, .dflt = "None",
		.help = "bytes of buffer; None: 8192; 0: each read and write is a call"},
	    {"encoding", PARAM_STR, .dflt = "None", .help = "of text; None: utf-8",
		.keyword = true},
	    {"errors", PARAM_STR, .dflt = "None", .help = "of text; None: strict, which raises",
		.keyword = true},
	    {"newline", PARAM_STR, .dflt = "None",
		.help = "of text; None: any end of a line reads as '\\n'", .keyword = true},
	},
    .flags = OP_PYTHON,
    .help = "Make a file over the socket: readline(), buffered writes, text.\n"
	    "The descriptor stays open until the socket and all its files are closed. What is "
	    "written goes out with flush(), with close(), or when the buffer is full; a read takes "
	    "more from the socket than it gives, and recv() does not see that again.",
    .run = op_makefile,
}};

const struct op_list ops_makefile = {rows, sizeof rows / sizeof *rows};
