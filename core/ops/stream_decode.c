/* Bytes of a stream as text: characters that came in parts, and the ends of lines. */
#include <errno.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/text.h"
#include "core/ops/stream_text.h"

/* What came as one value, with what was kept before it. */
static struct value *join(const struct stream_decoder *d, const struct buf *bytes)
{
	struct value *v = value_bytes_room(d->ntail + bytes->len);
	if (!v)
		return NULL;
	char *data = ((struct text_value *)v)->data;
	memcpy(data, d->tail, d->ntail);
	memcpy(data + d->ntail, buf_text(bytes), bytes->len);
	return v;
}

/* Decode all but the begin of a character, which is kept. What does not decode is lost, but for
 * what had been kept before it. */
static int decode(
    struct call *c, struct stream_text *t, struct value *bytes, bool final, struct value **out)
{
	struct stream_decoder *d = &t->decoder;
	const char *encoding = text_of(t->encoding);
	char tail[sizeof d->tail];
	size_t len = text_len(bytes);
	size_t kept = final ? 0 : text_incomplete(encoding, text_of(bytes), len);
	memcpy(tail, text_of(bytes) + len - kept, kept);
	value_bytes_cut(bytes, len - kept);
	int r = text_decode(c->run, bytes, encoding, text_of(t->errors), out);
	if (r < 0)
		return r;
	memcpy(d->tail, tail, kept);
	d->ntail = kept;
	return 0;
}

static void join_line_ends(struct buf *b, size_t from)
{
	size_t n = from;
	for (size_t i = from; i < b->len; i++) {
		if (b->data[i] == '\r' && i + 1 < b->len && b->data[i + 1] == '\n')
			continue;
		b->data[n++] = b->data[i] == '\r' ? '\n' : b->data[i];
	}
	b->len = n;
}

/* A \r at the end waits for its \n, so that the two are never seen apart. */
static void add(struct stream_text *t, const struct value *text, bool final, struct buf *to)
{
	struct stream_decoder *d = &t->decoder;
	size_t from = to->len, len = text_len(text);
	if (d->cr && (final || len))
		buf_char(to, '\r');
	d->cr &= !final && !len;
	if (!t->line_end && !final && len && text_of(text)[len - 1] == '\r') {
		d->cr = true;
		len--;
	}
	buf_add(to, text_of(text), len);
	if (t->translate && !to->failed)
		join_line_ends(to, from);
}

int stream_text_decode(
    struct call *c, struct stream_text *t, const struct buf *bytes, bool final, struct buf *to)
{
	struct value *all = join(&t->decoder, bytes), *text = NULL;
	int r = all ? decode(c, t, all, final, &text) : exc_raise_memory(c->run);
	value_unref(all);
	if (r < 0)
		return r;
	add(t, text, final, to);
	value_unref(text);
	return to->failed ? exc_raise_memory(c->run) : 0;
}

/* Any of \n, \r, \r\n: the decoder never parts these. */
static size_t any_end(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n')
			return i + 1;
		if (text[i] == '\r')
			return i + 1 + (i + 1 < len && text[i + 1] == '\n');
	}
	return 0;
}

size_t stream_text_line_end(const struct stream_text *t, const char *text, size_t len, size_t *safe)
{
	*safe = len;
	if (!t->line_end && !t->translate)
		return any_end(text, len);
	const char *end = t->translate ? "\n" : t->line_end;
	size_t size = strlen(end);
	const char *at = len ? memmem(text, len, end, size) : NULL;
	if (at)
		return (size_t)(at - text) + size;
	if (size > 1 && len && text[len - 1] == end[0])
		*safe = len - 1;
	return 0;
}
