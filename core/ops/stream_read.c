/* Reading with a buffer. BufferedReader of Modules/_io/bufferedio.c. */
#include <errno.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/ops/stream.h"

static size_t ahead(const struct stream *s)
{
	return s->in.end - s->in.start;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* What a reader still holds can be read from a closed pair, too. */
static int check_open(struct call *c, struct stream *s, const char *what)
{
	return !ahead(s) && stream_is_closed(s) ? stream_refuse_closed(c, what) : 0;
}

static int take(struct call *c, struct stream *s, size_t n, struct buf *to)
{
	if (buf_add(to, s->in.data + s->in.start, n) < 0)
		return exc_raise_memory(c->run);
	s->in.start += n;
	return 0;
}

/* One recv() into what is left of the buffer. */
static ssize_t fill(struct call *c, struct stream *s)
{
	ssize_t got = stream_recv(c, s, s->in.data + s->in.end, s->size - s->in.end);
	if (got > 0)
		s->in.end += (size_t)got;
	return got;
}

static ssize_t fill_anew(struct call *c, struct stream *s)
{
	s->in.start = s->in.end = 0;
	return fill(c, s);
}

/* A read ends early, by what a recv() gave. */
static int end_early(ssize_t got, const struct buf *to)
{
	return got == STREAM_NOTHING && to->len ? 0 : (int)got;
}

/* Whole blocks go to where they are wanted, the rest by way of the buffer. */
static int read_more(struct call *c, struct stream *s, size_t left, struct buf *to)
{
	ssize_t got = 1;
	while (left >= s->size && got > 0) {
		got = stream_recv(c, s, to->data + to->len, left - left % s->size);
		if (got > 0)
			to->len += (size_t)got;
		left -= got > 0 ? (size_t)got : 0;
	}
	s->in.start = s->in.end = 0;
	while (left && got > 0) {
		size_t before = to->len;
		got = fill(c, s);
		if (got > 0 && take(c, s, least(left, ahead(s)), to) < 0)
			return -ENOMEM;
		left -= to->len - before;
	}
	return got > 0 ? 0 : end_early(got, to);
}

static int read_some(struct call *c, struct stream *s, size_t n, struct buf *to)
{
	if (n > ahead(s) && (n > VALUE_BYTES_MAX || !buf_reserve(to, n)))
		return exc_raise_memory(c->run);
	int r = take(c, s, least(n, ahead(s)), to);
	return r < 0 || to->len == n ? r : read_more(c, s, n - to->len, to);
}

static int read_all(struct call *c, struct stream *s, struct buf *to)
{
	int r = take(c, s, ahead(s), to);
	if (r == 0)
		r = stream_recv_all(c, s, to);
	return r < 0 ? end_early(r, to) : 0;
}

int stream_read_buffered(struct call *c, struct stream *s, int64_t n, struct buf *to)
{
	if (n < -1)
		return exc_raise(c->run, &exc_ValueError, "read length must be non-negative or -1");
	int r = stream_enter(c, &s->in.turn);
	if (r < 0)
		return r;
	r = check_open(c, s, "read of closed file");
	if (r == 0)
		r = n < 0 ? read_all(c, s, to) : read_some(c, s, (size_t)n, to);
	stream_leave(&s->in.turn);
	return r;
}

/* Up to the end of the line, within at most `most` of the bytes that are there. */
static size_t line_length(const struct stream *s, size_t most, bool *whole)
{
	size_t n = least(ahead(s), most);
	const char *from = s->in.data + s->in.start, *end = n ? memchr(from, '\n', n) : NULL;
	*whole = end || n == most;
	return end ? (size_t)(end - from) + 1 : n;
}

static int read_line(struct call *c, struct stream *s, size_t limit, struct buf *to)
{
	for (;;) {
		bool whole;
		int r = take(c, s, line_length(s, limit - to->len, &whole), to);
		if (r < 0 || whole)
			return r;
		ssize_t got =
		    to->len > VALUE_BYTES_MAX ? exc_raise_memory(c->run) : fill_anew(c, s);
		if (got <= 0)
			return got == STREAM_NOTHING ? 0 : (int)got;
	}
}

static int reader_readline(struct call *c, struct stream *s, int64_t limit, struct buf *to)
{
	int r = stream_enter(c, &s->in.turn);
	if (r < 0)
		return r;
	r = check_open(c, s, "readline of closed file");
	if (r == 0)
		r = read_line(c, s, limit < 0 ? SIZE_MAX : (size_t)limit, to);
	stream_leave(&s->in.turn);
	return r;
}

ssize_t stream_read_once(struct call *c, struct stream *s, size_t n, struct buf *to)
{
	ssize_t r = stream_enter(c, &s->in.turn);
	if (r < 0)
		return r;
	r = check_open(c, s, "read of closed file");
	char *room = r == 0 ? buf_reserve(to, n) : NULL;
	size_t held = least(n, ahead(s));
	if (r == 0 && !room)
		r = exc_raise_memory(c->run);
	else if (r == 0 && held)
		r = take(c, s, held, to) < 0 ? -ENOMEM : (ssize_t)held;
	else if (r == 0) {
		r = stream_recv(c, s, room, n);
		to->len += r > 0 ? (size_t)r : 0;
	}
	stream_leave(&s->in.turn);
	return r;
}

int stream_close_reader(struct call *c, struct stream *s)
{
	int r = stream_enter(c, &s->in.turn);
	if (r < 0)
		return r;
	r = stream_let_go(c, s);
	s->in.start = s->in.end = 0;
	stream_leave(&s->in.turn);
	return r;
}

/* ---- a line by read(), for those that have no readline() of their own ---- */

/* peek(1), and how far to read: to the end of the line, or all that is there. */
static ssize_t look_ahead(struct call *c, struct stream *s, size_t limit)
{
	bool whole;
	ssize_t r = stream_enter(c, &s->in.turn);
	if (r < 0)
		return r;
	r = check_open(c, s, "peek of closed file");
	if (r == 0 && !ahead(s))
		r = fill_anew(c, s);
	if (r >= 0 || r == STREAM_NOTHING)
		r = ahead(s) ? (ssize_t)line_length(s, limit, &whole) : 1;
	stream_leave(&s->in.turn);
	return r;
}

int stream_readline_by_read(struct call *c, struct stream *s, int64_t limit, struct buf *to)
{
	size_t most = limit < 0 ? SIZE_MAX : (size_t)limit;
	while (to->len < most) {
		struct buf part = {0};
		ssize_t r = s->layer == &stream_pair ? look_ahead(c, s, most) : 1;
		if (r >= 0)
			r = s->layer->read(c, s, r, &part);
		if (r == STREAM_NOTHING)
			r = exc_raise(c->run, &exc_OSError,
			    "read() should have returned a bytes object, not 'NoneType'");
		if (r == 0 && buf_add(to, buf_text(&part), part.len) < 0)
			r = exc_raise_memory(c->run);
		bool last = !part.len || part.data[part.len - 1] == '\n';
		buf_free(&part);
		if (r < 0 || last)
			return (int)r;
	}
	return 0;
}

const struct stream_layer stream_reader = {
    .type = &type_stream_reader,
    .read = stream_read_buffered,
    .readline = reader_readline,
    .flush = stream_check_open,
    .close = stream_close_reader,
};
