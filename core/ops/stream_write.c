/* Writing with a buffer. BufferedWriter and BufferedRWPair of Modules/_io/bufferedio.c. */
#include <errno.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/ops/stream.h"

/* 0 when all is sent; else the rest stays. */
static int send_held(struct call *c, struct stream *s)
{
	struct stream_half *o = &s->out;
	while (o->start < o->end) {
		ssize_t sent = stream_send(c, s, o->data + o->start, o->end - o->start);
		if (sent < 0)
			return (int)sent;
		o->start += (size_t)sent;
	}
	o->start = o->end = 0;
	return 0;
}

/* As much as there is room for. */
static size_t hold(struct stream *s, const char *data, size_t len)
{
	size_t room = s->size - s->out.end;
	size_t n = len < room ? len : room;
	memcpy(s->out.data + s->out.end, data, n);
	s->out.end += n;
	return n;
}

static ssize_t hold_or_block(struct call *c, struct stream *s, const char *data, size_t len)
{
	size_t n = hold(s, data, len);
	return n == len ? (ssize_t)n : stream_raise_blocking(c, n);
}

/* What was held could not all be sent. */
static ssize_t hold_behind(struct call *c, struct stream *s, const char *data, size_t len)
{
	struct stream_half *o = &s->out;
	memmove(o->data, o->data + o->start, o->end - o->start);
	o->end -= o->start;
	o->start = 0;
	return hold_or_block(c, s, data, len);
}

/* Nothing is held: send until the rest fits. */
static ssize_t send_large(struct call *c, struct stream *s, const char *data, size_t len)
{
	size_t sent = 0;
	while (len - sent > s->size) {
		ssize_t r = stream_send(c, s, data + sent, len - sent);
		if (r == STREAM_NOTHING)
			return stream_raise_blocking(c, sent + hold(s, data + sent, len - sent));
		if (r < 0)
			return r;
		sent += (size_t)r;
	}
	hold(s, data + sent, len - sent);
	return (ssize_t)len;
}

static ssize_t write_held(struct call *c, struct stream *s, const char *data, size_t len)
{
	if (len <= s->size - s->out.end && len < s->size)
		return (ssize_t)hold(s, data, len);
	int r = send_held(c, s);
	if (r == STREAM_NOTHING)
		return hold_behind(c, s, data, len);
	return r < 0 ? r : send_large(c, s, data, len);
}

static ssize_t writer_write(struct call *c, struct stream *s, const void *data, size_t len)
{
	ssize_t r = stream_enter(c, &s->out.turn);
	if (r < 0)
		return r;
	r = stream_is_closed(s) ? stream_refuse_closed(c, "write to closed file")
				: write_held(c, s, data, len);
	stream_leave(&s->out.turn);
	return r;
}

static int flush(struct call *c, struct stream *s)
{
	int r = send_held(c, s);
	return r == STREAM_NOTHING ? stream_raise_blocking(c, 0) : r;
}

static int writer_flush(struct call *c, struct stream *s)
{
	int r = stream_enter(c, &s->out.turn);
	if (r < 0)
		return r;
	r = stream_is_closed(s) ? stream_refuse_closed(c, "flush of closed file") : flush(c, s);
	stream_leave(&s->out.turn);
	return r;
}

/* What cannot be sent is lost: the file closes all the same. */
static int writer_close(struct call *c, struct stream *s)
{
	int r = stream_enter(c, &s->out.turn);
	if (r < 0)
		return r;
	r = stream_is_closed(s) ? 0 : flush(c, s);
	int e = stream_let_go(c, s);
	s->out.start = s->out.end = 0;
	stream_leave(&s->out.turn);
	return e < 0 ? e : r;
}

/* Of a writer alone BufferedIOBase says so. */
static int no_readline(struct call *c, struct stream *s, int64_t limit, struct buf *to)
{
	(void)s, (void)limit, (void)to;
	return stream_refuse(c, "read");
}

const struct stream_layer stream_writer = {
    .type = &type_stream_writer,
    .readline = no_readline,
    .write = writer_write,
    .flush = writer_flush,
    .close = writer_close,
};

static int pair_close(struct call *c, struct stream *s)
{
	int r = writer_close(c, s);
	int e = stream_close_reader(c, s);
	return e < 0 ? e : r;
}

const struct stream_layer stream_pair = {
    .type = &type_stream_pair,
    .read = stream_read_buffered,
    .readline = stream_readline_by_read,
    .write = writer_write,
    .flush = writer_flush,
    .close = pair_close,
};
