/* The module struct: headers of packets as bytes. CPython: Modules/_struct.c. */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/buffer.h"
#include "core/notation/exc.h"
#include "core/notation/give.h"
#include "core/notation/notation.h"
#include "core/notation/struct_float.h"
#include "core/notation/text.h"

enum code_kind { CODE_PAD, CODE_CHAR, CODE_TEXT, CODE_PASCAL, CODE_BOOL, CODE_INT, CODE_FLOAT };

/* A letter of the format. */
struct code {
	char letter;
	enum code_kind kind;
	bool is_signed;
	unsigned size; /* in standard layout; 0: native layout only */
	unsigned native, align;
};

#define NATIVE(type) sizeof(type), alignof(type)

static const struct code codes[] = {
    {'x', CODE_PAD, false, 1, 1, 1},
    {'c', CODE_CHAR, false, 1, 1, 1},
    {'s', CODE_TEXT, false, 1, 1, 1},
    {'p', CODE_PASCAL, false, 1, 1, 1},
    {'?', CODE_BOOL, false, 1, NATIVE(bool)},
    {'b', CODE_INT, true, 1, 1, 1},
    {'B', CODE_INT, false, 1, 1, 1},
    {'h', CODE_INT, true, 2, NATIVE(short)},
    {'H', CODE_INT, false, 2, NATIVE(short)},
    {'i', CODE_INT, true, 4, NATIVE(int)},
    {'I', CODE_INT, false, 4, NATIVE(int)},
    {'l', CODE_INT, true, 4, NATIVE(long)},
    {'L', CODE_INT, false, 4, NATIVE(long)},
    {'q', CODE_INT, true, 8, NATIVE(long long)},
    {'Q', CODE_INT, false, 8, NATIVE(long long)},
    {'n', CODE_INT, true, 0, NATIVE(size_t)},
    {'N', CODE_INT, false, 0, NATIVE(size_t)},
    {'P', CODE_INT, true, 0, NATIVE(void *)},
    {'e', CODE_FLOAT, false, 2, 2, 2},
    {'f', CODE_FLOAT, false, 4, NATIVE(float)},
    {'d', CODE_FLOAT, false, 8, NATIVE(double)},
};

/* A format while it is read. */
struct layout {
	struct run *run;
	const char *p;
	bool native, big; /* sizes and alignment of this machine; most significant byte first */
	uint64_t size;	  /* of all fields so far */
};

/* count items of one code, or one item of count bytes (s, p), at an offset. */
struct field {
	const struct code *code;
	uint64_t count, at;
	unsigned size; /* of one item */
};

static int fail(struct run *run, const char *message)
{
	return exc_raise(run, &exc_StructError, "%s", message);
}

static int read_format(struct call *c, const char **out)
{
	struct value *ascii = NULL, *format = c->arg[0];
	if (!format || (format->type != &type_bytes && format->type != &type_str))
		return call_str(c, 0, out); /* which says what is wrong */
	int r = 0;
	if (format->type == &type_str)
		r = text_encode(c->run, format, "ascii", "strict", &ascii);
	value_unref(ascii);
	*out = text_of(format);
	if (r == 0 && strlen(*out) != text_len(format))
		return fail(c->run, "embedded null character");
	return r;
}

static int layout_init(struct call *c, struct layout *l)
{
	const char *format = NULL;
	int r = read_format(c, &format);
	if (r < 0)
		return r;
	*l = (struct layout){.run = c->run, .p = format, .native = true};
	l->big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
	if (!*format || !strchr("@=<>!", *format))
		return 0;
	l->native = *format == '@';
	if (*format != '@' && *format != '=')
		l->big = *format == '>' || *format == '!';
	l->p++;
	return 0;
}

static const struct code *find_code(const struct layout *l, char letter)
{
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		if (codes[i].letter == letter)
			return l->native || codes[i].size ? &codes[i] : NULL;
	}
	return NULL;
}

static int read_count(struct layout *l, uint64_t *out)
{
	bool over = false;
	if (!isdigit((unsigned char)*l->p)) {
		*out = 1;
		return 0;
	}
	for (*out = 0; isdigit((unsigned char)*l->p); l->p++) {
		over = over || __builtin_mul_overflow(*out, 10, out) ||
		       __builtin_add_overflow(*out, (unsigned)(*l->p - '0'), out);
	}
	if (over || *out > INT64_MAX)
		return fail(l->run, "total struct size too long");
	return *l->p ? 0 : fail(l->run, "repeat count given without format specifier");
}

/* Put the field behind the ones before it, where its alignment wants it. */
static int place_field(struct layout *l, struct field *f)
{
	uint64_t bytes, align = l->native ? f->code->align : 1;
	f->at = (l->size + align - 1) / align * align;
	if (__builtin_mul_overflow(f->count, f->size, &bytes) ||
	    __builtin_add_overflow(f->at, bytes, &l->size) || l->size > INT64_MAX)
		return fail(l->run, "total struct size too long");
	return 0;
}

/* The next field. 1, 0 at the end, or raised. */
static int next_field(struct layout *l, struct field *f)
{
	while (isspace((unsigned char)*l->p))
		l->p++;
	if (!*l->p)
		return 0;
	int r = read_count(l, &f->count);
	if (r < 0)
		return r;
	f->code = find_code(l, *l->p++);
	if (!f->code)
		return fail(l->run, "bad char in struct format");
	f->size = l->native ? f->code->native : f->code->size;
	r = place_field(l, f);
	return r < 0 ? r : 1;
}

static bool is_one_item(const struct field *f)
{
	return f->code->kind == CODE_TEXT || f->code->kind == CODE_PASCAL;
}

static uint64_t count_items(const struct field *f)
{
	return f->code->kind == CODE_PAD ? 0 : is_one_item(f) ? 1 : f->count;
}

/* The size of it all and how many values go into it. */
static int measure(struct layout l, uint64_t *size, uint64_t *items)
{
	struct field f;
	int r;
	*items = 0;
	while ((r = next_field(&l, &f)) > 0)
		*items += count_items(&f);
	*size = l.size;
	return r;
}

/* ---- pack ---- */

static int not_in_range(const struct layout *l, const struct code *code, unsigned size, int64_t n)
{
	bool words = size == 1 || (size == 2 && !l->big);
	if (!code->is_signed && n < 0 && !words)
		return fail(l->run,
		    size == 8 && l->big ? "int too large to convert" : "argument out of range");
	char name[16] = {'\'', code->letter, '\'', '\0'};
	if (words)
		strcpy(name, size == 1 ? (code->is_signed ? "byte" : "ubyte")
				       : (code->is_signed ? "short" : "ushort"));
	unsigned bits = size * CHAR_BIT - code->is_signed;
	uint64_t high = (UINT64_C(1) << bits) - 1;
	int64_t low = code->is_signed ? -(int64_t)high - 1 : 0;
	return exc_raise(l->run, &exc_StructError,
	    "%s format requires %" PRId64 " <= number <= %" PRIu64, name, low, high);
}

static bool in_range(const struct code *code, unsigned size, int64_t n)
{
	if (size == 8)
		return code->is_signed || n >= 0;
	int64_t high = (INT64_C(1) << (size * CHAR_BIT - code->is_signed)) - 1;
	return n <= high && n >= (code->is_signed ? -high - 1 : 0);
}

static void store(const struct layout *l, char *to, uint64_t bits, unsigned size)
{
	for (unsigned i = 0; i < size; i++) {
		to[l->big ? size - 1 - i : i] = (char)(bits & 0xff);
		bits >>= CHAR_BIT;
	}
}

static int pack_int(const struct layout *l, const struct field *f, const struct value *v, char *to)
{
	if (!value_is_int(v))
		return fail(l->run, "required argument is not an integer");
	if (!in_range(f->code, f->size, int_of(v)))
		return not_in_range(l, f->code, f->size, int_of(v));
	store(l, to, (uint64_t)int_of(v), f->size);
	return 0;
}

static int pack_float(
    const struct layout *l, const struct field *f, const struct value *v, char *to)
{
	if (!value_is_int(v) && v->type != &type_float)
		return fail(l->run, "required argument is not a float");
	double x = value_is_int(v) ? (double)int_of(v) : float_of(v);
	uint64_t bits = 0;
	bool fits = struct_float_bits(x, f->size, &bits);
	if (!fits && value_is_int(v))
		return fail(l->run, "int too large to convert");
	if (!fits && !(f->code->letter == 'f' && l->native))
		return exc_raise(l->run, &exc_OverflowError,
		    "float too large to pack with %c format", f->code->letter);
	store(l, to, bits, f->size);
	return 0;
}

/* s: cut or filled with zeros; p: the same behind a byte that tells the length. */
static int pack_text(const struct layout *l, const struct field *f, const struct value *v, char *to)
{
	bool pascal = f->code->kind == CODE_PASCAL;
	if (v->type != &type_bytes)
		return exc_raise(l->run, &exc_StructError,
		    "argument for '%c' must be a bytes object", f->code->letter);
	uint64_t len = text_len(v), room = f->count - (pascal && f->count);
	if (len > room)
		len = room;
	memcpy(to + (pascal && f->count), text_of(v), len);
	if (pascal && f->count)
		*to = (char)(len > UCHAR_MAX ? UCHAR_MAX : len);
	return 0;
}

static int pack_bytes(const struct layout *l, const struct field *f, struct value *v, char *to)
{
	struct value *bytes = v->type == &type_bytearray ? buffer_bytes(v) : value_ref(v);
	int r = bytes ? pack_text(l, f, bytes, to) : exc_raise_memory(l->run);
	value_unref(bytes);
	return r;
}

static int pack_item(const struct layout *l, const struct field *f, struct value *v, char *to)
{
	switch (f->code->kind) {
	case CODE_INT:
		return pack_int(l, f, v, to);
	case CODE_FLOAT:
		return pack_float(l, f, v, to);
	case CODE_BOOL:
		*to = value_truth(v);
		return 0;
	case CODE_CHAR:
		if (v->type != &type_bytes || text_len(v) != 1)
			return fail(l->run, "char format requires a bytes object of length 1");
		*to = *text_of(v);
		return 0;
	default:
		return pack_bytes(l, f, v, to);
	}
}

static int pack_all(struct call *c, struct layout *l, char *to)
{
	struct field f;
	size_t next = 0;
	int r;
	while ((r = next_field(l, &f)) > 0) {
		uint64_t n = count_items(&f);
		for (uint64_t i = 0; i < n && r >= 0; i++)
			r = pack_item(l, &f, c->rest[next++], to + f.at + i * f.size);
		if (r < 0)
			break;
	}
	return r;
}

static int op_pack(struct call *c)
{
	struct layout l;
	uint64_t size, items;
	int r = layout_init(c, &l);
	if (r == 0)
		r = measure(l, &size, &items);
	if (r < 0)
		return r;
	if (items != c->nrest)
		return exc_raise(c->run, &exc_StructError,
		    "pack expected %" PRIu64 " items for packing (got %zu)", items, c->nrest);
	c->result = value_bytes_room(size);
	if (!c->result)
		return exc_raise_memory(c->run);
	return pack_all(c, &l, ((struct text_value *)c->result)->data);
}

/* ---- unpack ---- */

static uint64_t load(const struct layout *l, const char *from, unsigned size)
{
	uint64_t bits = 0;
	for (unsigned i = 0; i < size; i++)
		bits = bits << CHAR_BIT | (unsigned char)from[l->big ? i : size - 1 - i];
	return bits;
}

static int unpack_int(
    const struct layout *l, const struct field *f, const char *from, struct value **out)
{
	uint64_t bits = load(l, from, f->size);
	unsigned unused = 64 - f->size * CHAR_BIT;
	if (!f->code->is_signed && bits > INT64_MAX)
		return exc_raise(l->run, &exc_OverflowError,
		    "ints have 64 bits here: %" PRIu64 " does not fit", bits);
	*out = value_int(f->code->is_signed ? (int64_t)(bits << unused) >> unused : (int64_t)bits);
	return 0;
}

static struct value *unpack_float(const struct layout *l, const struct field *f, const char *from)
{
	return value_float(struct_float_of(load(l, from, f->size), f->size));
}

static struct value *unpack_text(const struct field *f, const char *from)
{
	uint64_t len = f->count;
	if (f->code->kind == CODE_PASCAL && len) {
		uint64_t told = (unsigned char)*from++;
		len = told < len - 1 ? told : len - 1;
	}
	return value_bytes(from, len);
}

static int unpack_item(
    const struct layout *l, const struct field *f, const char *from, struct value **out)
{
	int r = 0;
	*out = NULL;
	switch (f->code->kind) {
	case CODE_INT:
		r = unpack_int(l, f, from, out);
		break;
	case CODE_FLOAT:
		*out = unpack_float(l, f, from);
		break;
	case CODE_BOOL:
		*out = value_bool(*from != 0);
		break;
	case CODE_CHAR:
		*out = value_bytes(from, 1);
		break;
	default:
		*out = unpack_text(f, from);
		break;
	}
	return r == 0 && !*out ? exc_raise_memory(l->run) : r;
}

static int unpack_all(struct layout *l, const char *from, struct value **items, size_t *n)
{
	struct field f;
	int r;
	while ((r = next_field(l, &f)) > 0) {
		uint64_t count = count_items(&f);
		for (uint64_t i = 0; i < count && r >= 0; i++) {
			r = unpack_item(l, &f, from + f.at + i * f.size, &items[*n]);
			*n += r == 0;
		}
		if (r < 0)
			break;
	}
	return r;
}

static int make_tuple(struct call *c, struct layout *l, const char *data, uint64_t count)
{
	struct value **items = malloc((count + 1) * sizeof *items);
	if (!items)
		return exc_raise_memory(c->run);
	size_t n = 0;
	int r = unpack_all(l, data, items, &n);
	if (r == 0) {
		c->result = value_tuple(n, items);
		r = c->result ? 0 : exc_raise_memory(c->run);
	} else {
		while (n > 0)
			value_unref(items[--n]);
	}
	free(items);
	return r;
}

static int op_unpack(struct call *c)
{
	struct layout l;
	const void *data;
	size_t len;
	uint64_t size, count;
	int r = layout_init(c, &l);
	if (r == 0)
		r = call_bytes(c, 1, &data, &len);
	if (r == 0)
		r = measure(l, &size, &count);
	if (r < 0)
		return r;
	if (len != size)
		return exc_raise(c->run, &exc_StructError,
		    "unpack requires a buffer of %" PRIu64 " bytes", size);
	return make_tuple(c, &l, data, count);
}

static int op_calcsize(struct call *c)
{
	struct layout l;
	uint64_t size, items;
	int r = layout_init(c, &l);
	if (r == 0)
		r = measure(l, &size, &items);
	if (r < 0)
		return r;
	return give(c, value_int((int64_t)size));
}

#define FORMAT                                                                                     \
	{                                                                                          \
		.name = "format", .kind = PARAM_STR,                                               \
		.help = "!: network order; then b h i q (B H I Q unsigned), f d, 4s, x: pad"       \
	}

static const struct op rows[] = {
    {
	.name = "pack",
	.params = {FORMAT},
	.flags = OP_POSITIONAL | OP_REST,
	.help = "Numbers and bytes laid out as the format says.",
	.run = op_pack,
    },
    {
	.name = "unpack",
	.params = {FORMAT,
	    {.name = "buffer", .kind = PARAM_BYTES, .help = "as long as calcsize says"}},
	.flags = OP_POSITIONAL,
	.help = "The tuple of what pack laid out.",
	.run = op_unpack,
    },
    {
	.name = "calcsize",
	.params = {FORMAT},
	.flags = OP_POSITIONAL,
	.help = "How many bytes the format takes.",
	.run = op_calcsize,
    },
};

static const struct op_list list = {rows, sizeof rows / sizeof *rows};
static const struct op_list *const ops[] = {&list, NULL};

/* struct.error: its row is called "error", but in C it is exc_StructError. */
static const struct type *const types[] = {&exc_StructError.type, NULL};

const struct module module_struct = {
    .name = "struct",
    .help = "Headers of packets as bytes, and back.",
    .ops = ops,
    .types = types,
};
