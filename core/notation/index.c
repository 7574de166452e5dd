#include "core/notation/index.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/buffer.h"
#include "core/notation/exc.h"
#include "core/notation/give.h"
#include "core/notation/op.h"
#include "core/notation/unicode.h"

/* The item's place, counted from the end where it is negative. why: what IndexError says. */
static int place(struct call *c, size_t len, const char *why, size_t *out)
{
	const struct value *v = c->arg[0];
	if (!value_is_int(v))
		return exc_raise(c->run, &exc_TypeError,
		    "items are counted by ints from 0, not by %s", value_type_name(v));
	int64_t i = int_of(v);
	if (i < 0)
		i += (int64_t)len;
	if (i < 0 || i >= (int64_t)len)
		return exc_raise(c->run, &exc_IndexError, "%s", why);
	*out = (size_t)i;
	return 0;
}

int index_str(struct call *c)
{
	const char *text = text_of(c->self);
	size_t len = text_len(c->self), i = 0;
	int r = place(c, unicode_count(text, len), "string index out of range", &i);
	if (r < 0)
		return r;
	const char *from = text + unicode_offset(text, len, i), *to = from;
	unicode_next(&to);
	return give(c, value_str_len(from, (size_t)(to - from)));
}

int index_bytes(struct call *c)
{
	size_t i = 0;
	const char *why = "index out of range";
	if (c->self->type == &type_bytearray)
		why = "bytearray index out of range";
	else if (c->self->type == &type_memoryview)
		why = "index out of bounds on dimension 1";
	int r = place(c, buffer_len(c->self), why, &i);
	if (r < 0)
		return r;
	unsigned char byte;
	buffer_read(c->self, i, &byte, 1);
	return give(c, value_int(byte));
}

int index_seq(struct call *c)
{
	size_t i = 0;
	bool list = c->self->type == &type_list;
	const char *why = list ? "list index out of range" : "tuple index out of range";
	int r = place(c, seq_len(c->self), why, &i);
	return r < 0 ? r : give(c, value_ref(seq_item(c->self, i)));
}

/* count items from start on, every step-th. */
struct slice {
	int64_t start, step;
	size_t count;
};

static int slice_part(struct run *run, const struct value *v, int64_t dflt, int64_t *out)
{
	*out = dflt;
	if (!v || v->type == &type_none)
		return 0;
	if (!value_is_int(v))
		return exc_raise(run, &exc_TypeError, "slices are made of ints or None, not %s",
		    value_type_name(v));
	*out = int_of(v);
	return 0;
}

/* As CPython's PySlice_AdjustIndices: what lies outside is moved to the nearest end. */
static int64_t clamp(int64_t i, int64_t len, bool down)
{
	if (i < 0)
		i += len;
	if (i < 0)
		return down ? -1 : 0;
	if (i >= len)
		return down ? len - 1 : len;
	return i;
}

static int slice_of(struct run *run, struct value *const of[3], size_t size, struct slice *out)
{
	int64_t len = (int64_t)size, stop = 0, start = 0;
	int r = slice_part(run, of[2], 1, &out->step);
	if (r < 0)
		return r;
	if (out->step == 0)
		return exc_raise(run, &exc_ValueError, "slice step cannot be zero");
	if (out->step == INT64_MIN)
		out->step++;
	bool down = out->step < 0;
	r = slice_part(run, of[0], down ? INT64_MAX : 0, &start);
	if (r == 0)
		r = slice_part(run, of[1], down ? INT64_MIN : INT64_MAX, &stop);
	if (r < 0)
		return r;
	out->start = start = clamp(start, len, down);
	stop = stop == INT64_MIN ? -1 : clamp(stop, len, down);
	int64_t width = down ? start - stop : stop - start, step = llabs(out->step);
	out->count = width > 0 ? (size_t)((width - 1) / step + 1) : 0;
	return 0;
}

static size_t slice_at(const struct slice *s, size_t i)
{
	return (size_t)(s->start + (int64_t)i * s->step);
}

static struct value *slice_seq(const struct value *v, const struct slice *s)
{
	struct value **items = malloc((s->count + 1) * sizeof *items);
	if (!items)
		return NULL;
	for (size_t i = 0; i < s->count; i++)
		items[i] = value_ref(seq_item(v, slice_at(s, i)));
	struct value *out =
	    v->type == &type_list ? value_list(s->count, items) : value_tuple(s->count, items);
	free(items);
	return out;
}

static struct value *slice_bytes(const struct value *v, const struct slice *s)
{
	struct value *out = value_bytes_room(s->count);
	if (!out)
		return NULL;
	char *data = ((struct text_value *)out)->data;
	for (size_t i = 0; i < s->count; i++)
		data[i] = text_of(v)[slice_at(s, i)];
	return out;
}

static struct value *slice_buffer(struct value *v, const struct slice *s)
{
	if (v->type == &type_memoryview)
		return value_memoryview(v, (size_t)s->start, s->count);
	struct value *bytes = buffer_bytes(v), *part = bytes ? slice_bytes(bytes, s) : NULL;
	value_unref(bytes);
	if (!part || v->type == &type_bytes)
		return part;
	struct value *array = value_bytearray(text_of(part), text_len(part));
	value_unref(part);
	return array;
}

/* Where each character begins, and the end: steps need not count again. */
static uint32_t *char_offsets(const char *text, size_t len, size_t count)
{
	uint32_t *offsets = malloc((count + 1) * sizeof *offsets);
	const char *p = text;
	for (size_t i = 0; offsets && i < count; i++) {
		offsets[i] = (uint32_t)(p - text);
		unicode_next(&p);
	}
	if (offsets)
		offsets[count] = (uint32_t)len;
	return offsets;
}

static struct value *slice_str(const struct value *v, const struct slice *s, size_t count)
{
	const char *text = text_of(v);
	uint32_t *at = char_offsets(text, text_len(v), count);
	if (!at)
		return NULL;
	struct buf b = {0};
	if (s->step == 1 && s->count)
		buf_add(&b, text + at[s->start], at[s->start + (int64_t)s->count] - at[s->start]);
	for (size_t i = 0; s->step != 1 && i < s->count; i++) {
		size_t j = slice_at(s, i);
		buf_add(&b, text + at[j], at[j + 1] - at[j]);
	}
	struct value *out = b.failed ? NULL : value_str_len(buf_text(&b), b.len);
	buf_free(&b);
	free(at);
	return out;
}

int index_slice(struct run *run, struct value *v, struct value *const of[3], struct value **out)
{
	bool str = v->type == &type_str, bytes = value_is_buffer(v);
	if (!str && !bytes && !value_is_seq(v))
		return exc_raise(run, &exc_TypeError, "%s has no items", value_type_name(v));
	size_t len = str     ? unicode_count(text_of(v), text_len(v))
		     : bytes ? buffer_len(v)
			     : seq_len(v);
	struct slice s;
	int r = slice_of(run, of, len, &s);
	if (r < 0)
		return r;
	if (v->type == &type_memoryview && s.step != 1)
		return exc_raise(run, &exc_NotImplementedError,
		    "sockpit notebooks have no memoryview with steps");
	*out = str ? slice_str(v, &s, len) : bytes ? slice_buffer(v, &s) : slice_seq(v, &s);
	return *out ? 0 : exc_raise_memory(run);
}
