#include "core/ops/stream_text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/text.h"
#include "core/notation/unicode.h"

/* ---- its life ---- */

/* Is there such a codec? Asked by encoding nothing. */
static int check_encoding(struct call *c, const char *encoding)
{
	struct value *none = value_str(""), *bytes = NULL;
	int r =
	    none ? text_encode(c->run, none, encoding, "strict", &bytes) : exc_raise_memory(c->run);
	value_unref(bytes);
	value_unref(none);
	return r;
}

static void set_line_ends(struct stream_text *t, const char *newline)
{
	static const char *const ends[] = {"\n", "\r", "\r\n"};
	t->translate = !newline;
	for (size_t i = 0; newline && i < sizeof ends / sizeof *ends; i++)
		if (strcmp(newline, ends[i]) == 0)
			t->line_end = ends[i];
	t->written_end = t->line_end && *t->line_end == '\r' ? t->line_end : NULL;
}

int stream_text_begin(struct call *c, struct stream *s, struct value *mode, struct value *encoding,
    struct value *errors, const char *newline)
{
	int r = check_encoding(c, text_of(encoding));
	if (r < 0)
		return r;
	struct stream_text *t = calloc(1, sizeof *t);
	if (!t)
		return exc_raise_memory(c->run);
	t->mode = value_ref(mode);
	t->encoding = value_ref(encoding);
	t->errors = value_ref(errors);
	set_line_ends(t, newline);
	if (sem_init(&t->reading, 0, 1) < 0 || sem_init(&t->writing, 0, 1) < 0) {
		stream_text_free(t);
		return exc_raise_memory(c->run);
	}
	s->text = t;
	return 0;
}

void stream_text_free(struct stream_text *t)
{
	if (!t)
		return;
	value_unref(t->mode);
	value_unref(t->encoding);
	value_unref(t->errors);
	sem_destroy(&t->reading);
	sem_destroy(&t->writing);
	buf_free(&t->chars);
	buf_free(&t->pending);
	free(t);
}

/* ---- writing ---- */

/* Hand over what is pending; it is lost where that fails. Under the turn of writing. */
static int hand_over(struct call *c, struct stream *s)
{
	struct buf *b = &s->text->pending;
	if (!b->len)
		return 0;
	ssize_t r = s->layer->write(c, s, b->data, b->len);
	buf_clear(b);
	return r < 0 ? (int)r : 0;
}

static int push(struct call *c, struct stream *s)
{
	if (!s->writing)
		return 0;
	int r = stream_enter(c, &s->text->writing);
	if (r < 0)
		return r;
	r = hand_over(c, s);
	stream_leave(&s->text->writing);
	return r;
}

/* With the line ends that the other side wants. */
static struct value *with_ends(const struct stream_text *t, struct value *text)
{
	if (!t->written_end)
		return value_ref(text);
	struct buf b = {0};
	for (const char *p = text_of(text), *end = p + text_len(text); p < end; p++)
		if (*p == '\n')
			buf_str(&b, t->written_end);
		else
			buf_char(&b, *p);
	struct value *v = b.failed ? NULL : value_str_len(buf_text(&b), b.len);
	buf_free(&b);
	return v;
}

static int encode(
    struct call *c, const struct stream_text *t, struct value *text, struct value **out)
{
	struct value *v = with_ends(t, text);
	if (!v)
		return exc_raise_memory(c->run);
	int r = text_encode(c->run, v, text_of(t->encoding), text_of(t->errors), out);
	value_unref(v);
	return r;
}

/* Small writes are gathered. */
static int gather(struct call *c, struct stream *s, const struct value *bytes)
{
	struct buf *b = &s->text->pending;
	size_t len = text_len(bytes);
	int r = b->len && b->len + len > STREAM_STEP ? hand_over(c, s) : 0;
	if (r < 0)
		return r;
	if (buf_add(b, text_of(bytes), len) < 0) {
		buf_free(b); /* what was pending went with it; the file goes on */
		return exc_raise_memory(c->run);
	}
	return b->len >= STREAM_STEP ? hand_over(c, s) : 0;
}

int stream_text_write(struct call *c, struct stream *s, struct value *text)
{
	struct stream_text *t = s->text;
	struct value *bytes = NULL;
	int r = stream_check_open(c, s);
	if (r == 0 && !s->writing)
		r = stream_refuse(c, "not writable");
	if (r == 0)
		r = encode(c, t, text, &bytes);
	if (r == 0)
		r = stream_enter(c, &t->writing);
	if (r == 0) {
		r = gather(c, s, bytes);
		stream_leave(&t->writing);
	}
	value_unref(bytes);
	if (r == 0)
		atomic_store_explicit(&t->forget, true, memory_order_relaxed);
	return r;
}

int stream_text_flush(struct call *c, struct stream *s)
{
	int r = stream_check_open(c, s);
	if (r == 0)
		r = push(c, s);
	return r == 0 ? s->layer->flush(c, s) : r;
}

int stream_text_close(struct call *c, struct stream *s)
{
	if (stream_is_closed(s))
		return 0;
	int r = stream_text_flush(c, s);
	int e = s->layer->close(c, s);
	return e < 0 ? e : r;
}

/* ---- reading; all under the turn of it ---- */

static const char *unread(const struct stream_text *t, size_t *len)
{
	*len = t->chars.len - t->used;
	return buf_text(&t->chars) + t->used;
}

/* Give len bytes of what is decoded. */
static int take(struct call *c, struct stream_text *t, size_t len, struct buf *to)
{
	if (to->len + len > VALUE_BYTES_MAX || buf_add(to, buf_text(&t->chars) + t->used, len) < 0)
		return exc_raise_memory(c->run);
	t->used += len;
	return 0;
}

/* What was given and is not wanted goes back: the last len bytes. */
static void give_back(struct stream_text *t, size_t len, struct buf *from)
{
	t->used -= len;
	from->len -= len;
}

/* How many bytes to ask for, where so many characters are wanted. */
static size_t chunk_for(const struct stream_text *t, size_t chars)
{
	double bytes = (double)chars * (t->ratio > 1 ? t->ratio : 1);
	return bytes > (double)VALUE_BYTES_MAX ? VALUE_BYTES_MAX
	       : bytes > STREAM_STEP	       ? (size_t)bytes
					       : STREAM_STEP;
}

/* One chunk more, all before it being given. 1; 0: the end; or raised. */
static int read_chunk(struct call *c, struct stream *s, size_t wanted)
{
	struct stream_text *t = s->text;
	struct buf bytes = {0}, chars = {0};
	ssize_t got = stream_read_once(c, s, chunk_for(t, wanted), &bytes);
	int r = got < 0 && got != STREAM_NOTHING
		    ? (int)got
		    : stream_text_decode(c, t, &bytes, got <= 0, &chars);
	buf_free(&bytes);
	if (r < 0) {
		buf_free(&chars);
		return r;
	}
	buf_free(&t->chars);
	t->chars = chars;
	t->used = 0;
	size_t n = unicode_count(buf_text(&chars), chars.len);
	t->ratio = n && got > 0 ? (double)got / (double)n : 0;
	return n || got > 0;
}

static int read_chars(struct call *c, struct stream *s, size_t left, struct buf *to)
{
	for (;;) {
		size_t len;
		const char *text = unread(s->text, &len);
		size_t n = unicode_count(text, len);
		size_t give = n > left ? unicode_offset(text, len, left) : len;
		int r = take(c, s->text, give, to);
		left -= n > left ? left : n;
		if (r < 0 || !left)
			return r;
		r = read_chunk(c, s, left);
		if (r <= 0)
			return r;
	}
}

static int read_rest(struct call *c, struct stream *s, struct buf *to)
{
	struct buf bytes = {0}, chars = {0};
	size_t len;
	int r = s->layer->read(c, s, -1, &bytes);
	if (r == STREAM_NOTHING)
		r = exc_raise(c->run, &exc_TypeError, "read() found nothing to decode yet");
	if (r == 0)
		r = stream_text_decode(c, s->text, &bytes, true, &chars);
	buf_free(&bytes);
	unread(s->text, &len);
	if (r == 0)
		r = take(c, s->text, len, to);
	if (r == 0 && (chars.len > VALUE_BYTES_MAX || buf_add(to, buf_text(&chars), chars.len) < 0))
		r = exc_raise_memory(c->run);
	buf_free(&chars);
	return r;
}

/* Of the line in `to` only so many characters are wanted. */
static void cut(struct stream_text *t, size_t limit, struct buf *to)
{
	if (unicode_count(to->data, to->len) > limit)
		give_back(t, to->len - unicode_offset(to->data, to->len, limit), to);
}

/* `to` is the line so far, and none of it ends one. What a chunk brings is added whole, and what
 * stands behind the line goes back. */
static int read_line(struct call *c, struct stream *s, size_t limit, struct buf *to)
{
	struct stream_text *t = s->text;
	for (;;) {
		size_t len, safe, before = to->len;
		int r = 1;
		for (unread(t, &len); !len && r > 0; unread(t, &len))
			r = read_chunk(c, s, 0);
		if (r <= 0)
			return r;
		/* half of an end may have come before */
		size_t from = before ? before - 1 : 0;
		r = take(c, t, len, to);
		if (r < 0)
			return r;
		size_t end = stream_text_line_end(t, to->data + from, to->len - from, &safe);
		if (end)
			give_back(t, to->len - from - end, to);
		if (end || unicode_count(to->data, from + safe) >= limit) {
			cut(t, limit, to);
			return 0;
		}
	}
}

static void forget(struct stream_text *t)
{
	t->decoder = (struct stream_decoder){0};
	t->used = t->chars.len;
}

static int begin_read(struct call *c, struct stream *s)
{
	int r = stream_check_open(c, s);
	if (r == 0 && !s->reading)
		r = stream_refuse(c, "not readable");
	if (r == 0)
		r = push(c, s);
	if (r == 0)
		r = stream_enter(c, &s->text->reading);
	if (r == 0 && atomic_exchange_explicit(&s->text->forget, false, memory_order_relaxed))
		forget(s->text);
	return r;
}

int stream_text_read(struct call *c, struct stream *s, int64_t n, struct buf *to)
{
	int r = begin_read(c, s);
	if (r < 0)
		return r;
	r = n < 0 ? read_rest(c, s, to) : read_chars(c, s, (size_t)n, to);
	stream_leave(&s->text->reading);
	return r;
}

int stream_text_readline(struct call *c, struct stream *s, int64_t limit, struct buf *to)
{
	int r = begin_read(c, s);
	if (r < 0)
		return r;
	r = read_line(c, s, limit < 0 ? SIZE_MAX : (size_t)limit, to);
	stream_leave(&s->text->reading);
	return r;
}
