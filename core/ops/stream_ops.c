/* What can be done with a file of makefile(). */
#include <string.h>

#include "core/notation/unicode.h"
#include "core/ops/give.h"
#include "core/ops/stream.h"
#include "core/ops/stream_text.h"

#define SENDS "room in the send buffer"

static int give_bytes(struct call *c, struct buf *b)
{
	return give(c, value_bytes(buf_text(b), b->len));
}

static int give_text(struct call *c, struct buf *b)
{
	return give(c, value_str_len(buf_text(b), b->len));
}

/* An argument that says how much; None: no bound. */
static int read_bound(struct call *c, int64_t *n)
{
	*n = -1;
	return has_arg(c, 0) ? call_int(c, 0, n) : 0;
}

/* Takes the buffer. */
static int give_read(struct call *c, int r, struct buf *b)
{
	if (r == 0)
		r = self_stream(c)->text ? give_text(c, b) : give_bytes(c, b);
	else if (r == STREAM_NOTHING)
		r = give(c, value_none());
	buf_free(b);
	return r;
}

static int op_read(struct call *c)
{
	struct stream *s = self_stream(c);
	struct buf b = {0};
	int64_t n;
	int r = read_bound(c, &n);
	if (r < 0)
		return r;
	if (s->text)
		r = stream_text_read(c, s, n, &b);
	else
		r = s->layer->read ? s->layer->read(c, s, n, &b) : stream_refuse(c, "read");
	return give_read(c, r, &b);
}

static int read_line(struct call *c, int64_t limit, struct buf *b)
{
	struct stream *s = self_stream(c);
	return s->text ? stream_text_readline(c, s, limit, b) : s->layer->readline(c, s, limit, b);
}

static int op_readline(struct call *c)
{
	struct buf b = {0};
	int64_t limit;
	int r = read_bound(c, &limit);
	return r < 0 ? r : give_read(c, read_line(c, limit, &b), &b);
}

static int write_bytes(struct call *c)
{
	struct stream *s = self_stream(c);
	const void *data;
	size_t len;
	if (!s->layer->write)
		return stream_refuse(c, "write");
	int r = call_bytes(c, 0, &data, &len);
	if (r < 0)
		return r;
	ssize_t n = s->layer->write(c, s, data, len);
	if (n == STREAM_NOTHING)
		return give(c, value_none());
	return n < 0 ? (int)n : give(c, value_int(n));
}

static int op_write(struct call *c)
{
	struct stream *s = self_stream(c);
	if (!s->text)
		return write_bytes(c);
	if (c->arg[0]->type != &type_str)
		return exc_raise(c->run, &exc_TypeError,
		    "write(): a file of text takes a str, not %s", value_type_name(c->arg[0]));
	int r = stream_text_write(c, s, c->arg[0]);
	return r < 0 ? r
		     : give(c, value_int((int64_t)unicode_count(
				   text_of(c->arg[0]), text_len(c->arg[0]))));
}

static int op_flush(struct call *c)
{
	struct stream *s = self_stream(c);
	return s->text ? stream_text_flush(c, s) : s->layer->flush(c, s);
}

static int op_close(struct call *c)
{
	struct stream *s = self_stream(c);
	return s->text ? stream_text_close(c, s) : s->layer->close(c, s);
}

static int op_fileno(struct call *c)
{
	struct stream *s = self_stream(c);
	if (s->layer == &stream_pair)
		return stream_refuse(c, "fileno");
	int r = stream_check_open(c, s);
	return r < 0 ? r : give(c, value_int(stream_fd(s)));
}

/* SocketIO, which is asked in the end, has words of its own. */
static int check_socket(struct call *c)
{
	if (!stream_is_closed(self_stream(c)))
		return 0;
	return exc_raise(c->run, &exc_ValueError, "I/O operation on closed socket.");
}

/* A buffer for the other way knows without asking. */
static int give_way(struct call *c, bool way)
{
	bool knows = self_stream(c)->layer != &stream_raw && !way;
	int r = knows ? 0 : check_socket(c);
	return r < 0 ? r : give(c, value_bool(way));
}

static int op_readable(struct call *c)
{
	return give_way(c, self_stream(c)->reading);
}

static int op_writable(struct call *c)
{
	return give_way(c, self_stream(c)->writing);
}

static int op_seekable(struct call *c)
{
	int r = self_stream(c)->layer == &stream_pair ? 0 : check_socket(c);
	return r < 0 ? r : give(c, value_bool(false));
}

#define ROW(name_) .name = name_, .self = &type_stream

static const struct op rows[] = {
    {
	ROW("read"),
	.params = {{"size", PARAM_INT, .dflt = "-1",
	    .help = "so many bytes, of text characters; -1: all until the end of file"}},
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Read until there is as much as was asked for, or the end of file.\n"
		"Without a buffer it is one recv(). After a timeout no read is made any more, and "
		"what had come of this one is lost. Where the socket does not block and nothing "
		"has come it is None.",
	.prototype = "ssize_t recvfrom(int sockfd, void *buf, size_t len, int flags, NULL, NULL)",
	.man = "recv(2)",
	.waits = "data",
	.run = op_read,
    },
    {
	ROW("readline"),
	.params = {{"size", PARAM_INT, .dflt = "-1", .help = "at most so much of it; -1: all"}},
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Read to the end of the line, which it gives too.\n"
		"A line without an end is the last one; '' or b'' is the end of file. Without a "
		"buffer it is a recv() for each byte.",
	.prototype = "ssize_t recvfrom(int sockfd, void *buf, size_t len, int flags, NULL, NULL)",
	.man = "recv(2)",
	.waits = "data",
	.run = op_readline,
    },
    {
	ROW("write"),
	.params = {{"data", PARAM_BYTES, .help = "b'...'; a file of text takes 'text'"}},
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Write into the buffer, and send when that is full.\n"
		"flush() and close() send what is in it: look for the call in the journal. Without "
		"a buffer it is one send(), which may take less.",
	.prototype = "ssize_t sendto(int sockfd, const void *buf, size_t len, int flags, NULL, 0)",
	.man = "send(2)",
	.waits = SENDS,
	.run = op_write,
    },
    {
	ROW("flush"),
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Send what is in the buffer. What cannot be sent stays in it.",
	.prototype = "ssize_t sendto(int sockfd, const void *buf, size_t len, int flags, NULL, 0)",
	.man = "send(2)",
	.waits = SENDS,
	.run = op_flush,
    },
    {
	ROW("close"),
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Send what is in the buffer, and close the file; a second close does nothing.\n"
		"The descriptor goes when the socket was closed, too, and this was its last file. "
		"What cannot be sent is lost.",
	.prototype = "int close(int fd)",
	.man = "close(2)",
	.waits = SENDS,
	.run = op_close,
    },
    {
	ROW("fileno"),
	.flags = OP_POSITIONAL,
	.help = "The number of the socket's descriptor.",
	.run = op_fileno,
    },
    {ROW("readable"), .flags = OP_POSITIONAL, .help = "Is it open to read?", .run = op_readable},
    {ROW("writable"), .flags = OP_POSITIONAL, .help = "Is it open to write?", .run = op_writable},
    {ROW("seekable"), .flags = OP_POSITIONAL, .help = "False: what went by does not come again.",
	.run = op_seekable},
};

const struct op_list stream_ops = {rows, sizeof rows / sizeof *rows};
