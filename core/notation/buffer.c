#include "core/notation/buffer.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/convert.h"
#include "core/notation/exc.h"
#include "core/notation/give.h"
#include "core/notation/index.h"
#include "core/notation/repr.h"
#include "core/notation/text.h"

struct bytearray {
	struct value base;
	pthread_mutex_t lock; /* data */
	size_t len;
	char data[];
};

struct memoryview {
	struct value base;
	struct value *of; /* owned: bytes or a bytearray */
	size_t at, len;
};

bool buffer_changes(const struct value *v)
{
	return v->type == &type_bytearray || v->type == &type_memoryview;
}

bool value_is_buffer(const struct value *v)
{
	return v->type == &type_bytes || buffer_changes(v);
}

/* What has the bytes; *at, counted in v, is then counted in it. */
static struct value *owner(const struct value *v, size_t *at)
{
	if (v->type != &type_memoryview)
		return (struct value *)v;
	const struct memoryview *view = (const struct memoryview *)v;
	*at += view->at;
	return view->of;
}

bool buffer_is_writable(const struct value *v)
{
	size_t at = 0;
	return owner(v, &at)->type == &type_bytearray;
}

size_t buffer_len(const struct value *v)
{
	if (v->type == &type_memoryview)
		return ((const struct memoryview *)v)->len;
	if (v->type == &type_bytearray)
		return ((const struct bytearray *)v)->len;
	return text_len(v);
}

void buffer_read(const struct value *v, size_t at, void *to, size_t len)
{
	struct value *o = owner(v, &at);
	struct bytearray *a = o->type == &type_bytearray ? (struct bytearray *)o : NULL;
	if (!len)
		return;
	if (a)
		pthread_mutex_lock(&a->lock);
	memcpy(to, (a ? a->data : text_of(o)) + at, len);
	if (a)
		pthread_mutex_unlock(&a->lock);
}

void buffer_write(struct value *v, size_t at, const void *from, size_t len)
{
	struct bytearray *a = (struct bytearray *)owner(v, &at);
	if (!len)
		return;
	pthread_mutex_lock(&a->lock);
	memcpy(a->data + at, from, len);
	pthread_mutex_unlock(&a->lock);
}

/* Piece by piece, so that no two locks are held at once. */
int buffer_compare(const struct value *a, const struct value *b)
{
	char x[256], y[sizeof x];
	size_t m = buffer_len(a), n = buffer_len(b), least = m < n ? m : n, step;
	for (size_t at = 0; at < least; at += step) {
		step = least - at < sizeof x ? least - at : sizeof x;
		buffer_read(a, at, x, step);
		buffer_read(b, at, y, step);
		int r = memcmp(x, y, step);
		if (r)
			return r;
	}
	return m < n ? -1 : m > n;
}

struct value *buffer_bytes(struct value *v)
{
	if (!buffer_changes(v))
		return value_ref(v);
	struct value *bytes = value_bytes_room(buffer_len(v));
	if (bytes)
		buffer_read(v, 0, ((struct text_value *)bytes)->data, buffer_len(v));
	return bytes;
}

static bool changes_within(const struct value *v, unsigned depth)
{
	if (!depth || !value_is_seq(v))
		return buffer_changes(v);
	for (size_t i = 0; i < seq_len(v); i++)
		if (changes_within(seq_item(v, i), depth - 1))
			return true;
	return false;
}

static struct value *frozen_seq(const struct value *v, unsigned depth)
{
	size_t n = 0, len = seq_len(v);
	struct value **items = malloc((len + 1) * sizeof *items);
	if (!items)
		return NULL;
	while (n < len && (items[n] = buffer_frozen(seq_item(v, n), depth)))
		n++;
	struct value *out = NULL;
	if (n == len)
		out = v->type == &type_list ? value_list(n, items) : value_tuple(n, items);
	for (size_t i = 0; n < len && i < n; i++)
		value_unref(items[i]);
	free(items);
	return out;
}

struct value *buffer_frozen(struct value *v, unsigned depth)
{
	if (!changes_within(v, depth))
		return value_ref(v);
	return value_is_seq(v) ? frozen_seq(v, depth - 1) : buffer_bytes(v);
}

struct value *value_bytearray(const void *data, size_t len)
{
	struct bytearray *a = NULL;
	if (len <= VALUE_BYTES_MAX)
		a = value_new(&type_bytearray, sizeof *a + len);
	if (!a)
		return NULL;
	pthread_mutex_init(&a->lock, NULL);
	a->len = len;
	if (data && len)
		memcpy(a->data, data, len);
	return &a->base;
}

struct value *value_memoryview(struct value *of, size_t at, size_t len)
{
	struct memoryview *view = value_new(&type_memoryview, sizeof *view);
	if (!view)
		return NULL;
	view->of = value_ref(owner(of, &at));
	view->at = at;
	view->len = len;
	return &view->base;
}

static void fini_bytearray(struct value *v)
{
	pthread_mutex_destroy(&((struct bytearray *)v)->lock);
}

static void fini_memoryview(struct value *v)
{
	value_unref(((struct memoryview *)v)->of);
}

/* ---- as types of the notation ---- */

static int construct_bytearray(struct call *c)
{
	int r = convert_bytes(c);
	if (r < 0)
		return r;
	struct value *bytes = c->result;
	r = give(c, value_bytearray(text_of(bytes), text_len(bytes)));
	value_unref(bytes);
	return r;
}

static int construct_memoryview(struct call *c)
{
	struct value *of = c->arg[0];
	if (!value_is_buffer(of))
		return exc_raise(c->run, &exc_TypeError,
		    "memoryview: a bytes-like object is required, not '%s'", value_type_name(of));
	return give(c, value_memoryview(of, 0, buffer_len(of)));
}

static int repr_bytearray(const struct value *v, struct buf *to)
{
	struct value *bytes = buffer_bytes((struct value *)v);
	if (!bytes)
		return -ENOMEM;
	buf_str(to, "bytearray(");
	repr_bytes_of_array(bytes, to);
	value_unref(bytes);
	return buf_char(to, ')');
}

static int repr_memoryview(const struct value *v, struct buf *to)
{
	return buf_printf(to, "<memory at %p>", (const void *)v);
}

/* call.c has made bytes of self. */
static int op_tobytes(struct call *c)
{
	return give(c, value_ref(c->self));
}

static const struct op bytearray_row = {
    .name = "bytearray",
    .params = {{.name = "source", .dflt = "", .help = "a length, bytes, a list of ints, or text"},
	{.name = "encoding", .kind = PARAM_STR, .dflt = "", .help = "of the text"},
	{.name = "errors", .kind = PARAM_STR, .dflt = "", .help = "strict, ignore, replace"}},
    .help = "Bytes that recv_into() and its kin fill: bytearray(1024) is that many zeros.",
    .run = construct_bytearray,
};

static const struct op memoryview_row = {
    .name = "memoryview",
    .params = {{.name = "object", .help = "a bytearray, or bytes"}},
    .help = "A window on bytes: recv_into(memoryview(buf)[n:]) fills what is behind the first n.",
    .run = construct_memoryview,
};

static const struct op memoryview_rows[] = {{
    .name = "tobytes",
    .self = &type_memoryview,
    .help = "What is seen in the window now, as bytes.",
    .run = op_tobytes,
}};

static const struct op_list memoryview_list = {memoryview_rows, 1};
static const struct op_list *const bytearray_ops[] = {&text_bytearray_ops, NULL};
static const struct op_list *const memoryview_ops[] = {&memoryview_list, NULL};

const struct type type_bytearray = {
    .name = "bytearray",
    .help = "Bytes that receiving fills. Its length stays.",
    .ops = bytearray_ops,
    .fini = fini_bytearray,
    .repr = repr_bytearray,
    .construct = construct_bytearray,
    .signature = &bytearray_row,
    .index = index_bytes,
};

const struct type type_memoryview = {
    .name = "memoryview",
    .help = "A window on a bytearray.",
    .ops = memoryview_ops,
    .fini = fini_memoryview,
    .repr = repr_memoryview,
    .construct = construct_memoryview,
    .signature = &memoryview_row,
    .index = index_bytes,
};
