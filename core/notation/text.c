#include "core/notation/text.h"

#include <ctype.h>
#include <string.h>

#include "core/notation/buffer.h"
#include "core/notation/exc.h"
#include "core/notation/unicode.h"

static int give(struct call *c, struct buf *b, struct value *(*make)(const char *, size_t))
{
	c->result = b->failed ? NULL : make(buf_text(b), b->len);
	buf_free(b);
	return c->result ? 0 : exc_raise_memory(c->run);
}

static int codec_arguments(struct call *c, const char **encoding, const char **errors)
{
	int r = call_str(c, 0, encoding);
	return r < 0 ? r : call_str(c, 1, errors);
}

static int op_encode(struct call *c)
{
	const char *encoding, *errors;
	int r = codec_arguments(c, &encoding, &errors);
	return r < 0 ? r : text_encode(c->run, c->self, encoding, errors, &c->result);
}

static int op_decode(struct call *c)
{
	const char *encoding, *errors;
	int r = codec_arguments(c, &encoding, &errors);
	return r < 0 ? r : text_decode(c->run, c->self, encoding, errors, &c->result);
}

static int separator(struct call *c, char *out)
{
	const char *sep = text_of(c->arg[0]);
	int r = c->arg[0]->type == &type_bytes ? 0 : call_str(c, 0, &sep);
	if (r < 0)
		return r;
	if (unicode_count(sep, strlen(sep)) != 1)
		return exc_raise(c->run, &exc_ValueError, "sep must be length 1.");
	if (sep[1])
		return exc_raise(c->run, &exc_ValueError, "sep must be ASCII.");
	*out = *sep;
	return 0;
}

/* Is there a separator before byte i? Groups count from the right, where per < 0 from the left. */
static bool group_begins(size_t i, size_t len, int64_t per)
{
	uint64_t size = per < 0 ? 0 - (uint64_t)per : (uint64_t)per;
	if (i == 0 || size == 0)
		return false;
	return (per > 0 ? len - i : i) % size == 0;
}

static int op_hex(struct call *c)
{
	char sep = 0;
	int64_t per = 1;
	int r = c->arg[0] ? separator(c, &sep) : 0;
	if (r == 0)
		r = call_int(c, 1, &per);
	if (r < 0)
		return r;
	struct buf b = {0};
	size_t len = text_len(c->self);
	if (len > VALUE_BYTES_MAX / 2)
		return exc_raise_memory(c->run);
	for (size_t i = 0; i < len && !b.failed; i++) {
		unsigned char byte = (unsigned char)text_of(c->self)[i];
		if (sep && group_begins(i, len, per))
			buf_char(&b, sep);
		buf_char(&b, "0123456789abcdef"[byte >> 4]);
		buf_char(&b, "0123456789abcdef"[byte & 15]);
	}
	return give(c, &b, value_str_len);
}

static unsigned hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	return (unsigned)(tolower((unsigned char)c) - 'a') + 10;
}

static struct value *make_bytes(const char *data, size_t len)
{
	return value_bytes(data, len);
}

static int op_fromhex(struct call *c)
{
	const char *text = NULL;
	int r = call_str(c, 0, &text);
	if (r < 0)
		return r;
	struct buf b = {0};
	const char *p = text;
	while (*p) {
		if (isspace((unsigned char)*p)) {
			p++;
			continue;
		}
		for (int i = 0; i < 2; i++) {
			if (isxdigit((unsigned char)p[i]))
				continue;
			buf_free(&b);
			return exc_raise(c->run, &exc_ValueError,
			    "non-hexadecimal number found in fromhex() arg at position %zu",
			    unicode_count(text, (size_t)(p + i - text)));
		}
		buf_char(&b, (char)(hex_digit(p[0]) << 4 | hex_digit(p[1])));
		p += 2;
	}
	return give(c, &b, make_bytes);
}

#define CODEC_PARAMS                                                                               \
	{                                                                                          \
		{.name = "encoding",                                                               \
		    .kind = PARAM_STR,                                                             \
		    .dflt = "'utf-8'",                                                             \
		    .help = "utf-8, ascii or latin-1"},                                            \
		    {.name = "errors",                                                             \
			.kind = PARAM_STR,                                                         \
			.dflt = "'strict'",                                                        \
			.help = "strict raises; ignore, replace, backslashreplace do not"},        \
	}

static const struct op str_rows[] = {{
    .name = "encode",
    .self = &type_str,
    .params = CODEC_PARAMS,
    .help = "The text as bytes, which is what sockets send.",
    .run = op_encode,
}};

#define DECODE_ROW(self_)                                                                          \
	{                                                                                          \
		.name = "decode", .self = self_, .params = CODEC_PARAMS,                           \
		.help = "The bytes as text; a stream may cut a character in two.",                 \
		.run = op_decode,                                                                  \
	}

#define HEX_ROW(self_)                                                                             \
	{                                                                                          \
		.name = "hex", .self = self_,                                                      \
		.params =                                                                          \
		    {{.name = "sep", .kind = PARAM_STR, .dflt = "", .help = "between the bytes"},  \
			{.name = "bytes_per_sep",                                                  \
			    .kind = PARAM_INT,                                                     \
			    .dflt = "1",                                                           \
			    .help = "group that many, from the right; negative: from the left"}},  \
		.help = "Two hexadecimal digits for each byte.", .run = op_hex,                    \
	}

static const struct op bytearray_rows[] = {DECODE_ROW(&type_bytearray), HEX_ROW(&type_bytearray)};

static const struct op bytes_rows[] = {
    DECODE_ROW(&type_bytes),
    HEX_ROW(&type_bytes),
    {
	.name = "fromhex",
	.self = &type_type,
	.params = {{.name = "string", .kind = PARAM_STR, .help = "'48 69', spaces as you like"}},
	.flags = OP_POSITIONAL,
	.help = "The bytes that hexadecimal digits spell.",
	.run = op_fromhex,
    },
};

const struct op_list text_str_ops = {str_rows, sizeof str_rows / sizeof *str_rows};
const struct op_list text_bytearray_ops = {
    bytearray_rows, sizeof bytearray_rows / sizeof *bytearray_rows};
const struct op_list text_bytes_ops = {bytes_rows, sizeof bytes_rows / sizeof *bytes_rows};
