#include <errno.h>
#include <ctype.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/repr.h"
#include "core/notation/text.h"
#include "core/notation/unicode.h"

/* A codec by what it can say: code points up to limit. */
struct codec {
	const char *name; /* as messages call it */
	uint32_t limit;
	const char *reason; /* why a character past limit cannot be said */
	const char *const *names;
};

static const char *const utf8_names[] = {"utf-8", "utf8", "u8", NULL};
static const char *const ascii_names[] = {"ascii", "us-ascii", "646", NULL};
static const char *const latin_names[] = {
    "latin-1", "latin1", "l1", "latin", "iso-8859-1", "iso8859-1", NULL};

static const struct codec codecs[] = {
    {"utf-8", UNICODE_MAX, "surrogates not allowed", utf8_names},
    {"ascii", 0x7f, "ordinal not in range(128)", ascii_names},
    {"latin-1", 0xff, "ordinal not in range(256)", latin_names},
};

static bool same_name(const char *given, const char *name)
{
	for (; *given && *name; given++, name++) {
		char c = *given == '_' ? '-' : (char)tolower((unsigned char)*given);
		if (c != *name)
			return false;
	}
	return *given == *name;
}

static const struct codec *codec_find(const char *name)
{
	for (size_t i = 0; i < sizeof codecs / sizeof *codecs; i++) {
		for (const char *const *n = codecs[i].names; *n; n++) {
			if (same_name(name, *n))
				return &codecs[i];
		}
	}
	return NULL;
}

/* One conversion under way. */
struct job {
	struct run *run;
	const struct codec *codec;
	const char *errors;
	struct value *object;
	struct buf to;
};

static int refuse(
    struct job *j, const struct exc_class *cls, size_t start, size_t end, const char *reason)
{
	struct value *args[] = {value_str(j->codec->name), value_ref(j->object),
	    value_int((int64_t)start), value_int((int64_t)end), value_str(reason)};
	return exc_raise_args(j->run, cls, sizeof args / sizeof *args, args);
}

static int unknown_handler(struct job *j)
{
	return exc_raise(j->run, &exc_LookupError, "unknown error handler name '%s'", j->errors);
}

static bool can_say(const struct codec *codec, uint32_t c)
{
	return c <= codec->limit && !(codec->limit == UNICODE_MAX && unicode_is_surrogate(c));
}

/* Bytes that decoding kept as surrogates. */
static int encode_kept(struct job *j, const char *p, size_t start, size_t end)
{
	for (size_t at = start; at < end; at++) {
		uint32_t c = unicode_next(&p);
		if (c < 0xdc80 || c > 0xdcff)
			return refuse(j, &exc_UnicodeEncodeError, start, end, j->codec->reason);
		buf_char(&j->to, (char)(c - 0xdc00));
	}
	return 0;
}

/* The characters from start to end cannot be said: what the error handler makes of them. */
static int encode_bad(struct job *j, const char *p, size_t start, size_t end)
{
	if (strcmp(j->errors, "strict") == 0)
		return refuse(j, &exc_UnicodeEncodeError, start, end, j->codec->reason);
	bool replace = strcmp(j->errors, "replace") == 0;
	bool escape = strcmp(j->errors, "backslashreplace") == 0;
	if (strcmp(j->errors, "surrogateescape") == 0)
		return encode_kept(j, p, start, end);
	if (!replace && !escape && strcmp(j->errors, "ignore") != 0)
		return unknown_handler(j);
	for (; start < end; start++) {
		uint32_t c = unicode_next(&p);
		if (replace)
			buf_char(&j->to, '?');
		else if (escape)
			repr_escape(c, &j->to);
	}
	return 0;
}

static void encode_good(struct job *j, uint32_t c)
{
	if (j->codec->limit == UNICODE_MAX)
		unicode_add(&j->to, c);
	else
		buf_char(&j->to, (char)c);
}

static int encode_all(struct job *j)
{
	const char *p = text_of(j->object), *end = p + text_len(j->object);
	size_t at = 0;
	int r = 0;
	while (p < end && r == 0) {
		const char *start = p;
		size_t bad = 0;
		uint32_t c = 0;
		while (p < end) {
			const char *here = p;
			c = unicode_next(&p);
			if (can_say(j->codec, c)) {
				p = bad ? here : p;
				break;
			}
			bad++;
		}
		if (bad)
			r = encode_bad(j, start, at, at + bad);
		else
			encode_good(j, c);
		at += bad ? bad : 1;
	}
	return r;
}

/* len bytes at start cannot be read. */
static int decode_bad(struct job *j, size_t start, size_t len, const char *reason)
{
	if (strcmp(j->errors, "strict") == 0)
		return refuse(j, &exc_UnicodeDecodeError, start, start + len, reason);
	if (strcmp(j->errors, "replace") == 0)
		return unicode_add(&j->to, 0xfffd);
	bool escape = strcmp(j->errors, "backslashreplace") == 0;
	bool keep = strcmp(j->errors, "surrogateescape") == 0;
	if (!escape && !keep && strcmp(j->errors, "ignore") != 0)
		return unknown_handler(j);
	for (size_t i = start; i < start + len && !strstr(j->errors, "ignore"); i++) {
		unsigned char c = (unsigned char)text_of(j->object)[i];
		if (escape)
			repr_escape(c, &j->to);
		else
			unicode_add(&j->to, 0xdc00u + c);
	}
	return 0;
}

static int decode_utf8(struct job *j, size_t *at)
{
	const char *p = text_of(j->object) + *at;
	size_t left = text_len(j->object) - *at, bad;
	size_t n = unicode_check(p, left, &bad);
	unsigned char first = (unsigned char)*p;
	*at += n ? n : bad;
	if (n)
		return buf_add(&j->to, p, n);
	const char *reason = "invalid continuation byte";
	if (first < 0xc2 || first > 0xf4)
		reason = "invalid start byte";
	else if (bad == left)
		reason = "unexpected end of data";
	return decode_bad(j, *at - bad, bad, reason);
}

static int decode_byte(struct job *j, size_t *at)
{
	unsigned char c = (unsigned char)text_of(j->object)[(*at)++];
	if (c <= j->codec->limit)
		return unicode_add(&j->to, c);
	return decode_bad(j, *at - 1, 1, j->codec->reason);
}

static int decode_all(struct job *j)
{
	int r = 0;
	for (size_t at = 0; at < text_len(j->object) && r == 0;)
		r = j->codec->limit == UNICODE_MAX ? decode_utf8(j, &at) : decode_byte(j, &at);
	return r;
}

static int convert(struct job *j, const char *encoding, int (*all)(struct job *),
    struct value *(*make)(const char *, size_t), struct value **out)
{
	j->codec = codec_find(encoding);
	if (!j->codec)
		return exc_raise(j->run, &exc_LookupError, "unknown encoding: %s", encoding);
	int r = all(j);
	if (r == 0 || j->to.failed) {
		*out = j->to.failed ? NULL : make(buf_text(&j->to), j->to.len);
		r = *out ? 0 : exc_raise_memory(j->run);
	}
	buf_free(&j->to);
	return r;
}

static struct value *make_bytes(const char *data, size_t len)
{
	return value_bytes(data, len);
}

int text_encode(struct run *run, struct value *str, const char *encoding, const char *errors,
    struct value **out)
{
	struct job j = {.run = run, .errors = errors, .object = str};
	return convert(&j, encoding, encode_all, make_bytes, out);
}

int text_check_utf8(struct run *run, struct value *str)
{
	struct value *bytes = NULL;
	int r = text_encode(run, str, "utf-8", "strict", &bytes);
	value_unref(bytes);
	return r;
}

int text_decode(struct run *run, struct value *bytes, const char *encoding, const char *errors,
    struct value **out)
{
	struct job j = {.run = run, .errors = errors, .object = bytes};
	return convert(&j, encoding, decode_all, value_str_len, out);
}

/* The rest may complete a surrogate: CPython waits for it although it will not do. */
static bool begins_surrogate(const char *data, size_t len)
{
	return len == 2 && (unsigned char)data[0] == 0xed && (unsigned char)data[1] >= 0xa0;
}

static bool begins_character(const char *data, size_t len)
{
	unsigned char first = (unsigned char)data[0];
	size_t bad;
	if (first < 0xc2 || first > 0xf4)
		return false;
	return begins_surrogate(data, len) || (!unicode_check(data, len, &bad) && bad == len);
}

size_t text_incomplete(const char *encoding, const char *data, size_t len)
{
	const struct codec *codec = codec_find(encoding);
	if (!codec || codec->limit != UNICODE_MAX)
		return 0;
	for (size_t n = 1; n <= 3 && n <= len; n++) {
		const char *at = data + len - n;
		if (((unsigned char)*at & 0xc0) != 0x80)
			return begins_character(at, n) ? n : 0;
	}
	return 0;
}
