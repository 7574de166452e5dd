#include "core/clean.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * Ranges of code points that a terminal shows as nothing, or that change what stands around them:
 * Unicode's format characters (Cf), line and paragraph separators, fillers, variation selectors,
 * tags and noncharacters.
 */
static const struct {
	uint32_t first, last;
} hidden[] = {
    {0x80, 0x9f},
    {0xad, 0xad},
    {0x34f, 0x34f},
    {0x61c, 0x61c},
    {0x115f, 0x1160},
    {0x17b4, 0x17b5},
    {0x180b, 0x180f},
    {0x200b, 0x200f},
    {0x2028, 0x202e},
    {0x2060, 0x206f},
    {0x3164, 0x3164},
    {0xfdd0, 0xfdef},
    {0xfe00, 0xfe0f},
    {0xfeff, 0xfeff},
    {0xffa0, 0xffa0},
    {0xfff0, 0xfffb},
    {0xfffe, 0xffff},
    {0x110bd, 0x110bd},
    {0x110cd, 0x110cd},
    {0x13430, 0x1345f},
    {0x1bca0, 0x1bcaf},
    {0x1d159, 0x1d159},
    {0x1d173, 0x1d17a},
    {0xe0000, 0xe0fff},
};

static bool is_hidden(uint32_t c)
{
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
		if (c >= hidden[i].first && c <= hidden[i].last)
			return true;
	return (c & 0xfffe) == 0xfffe;
}

/* How many bytes a character that starts with this byte has; 0: none starts so. */
static size_t utf8_len(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead >= 0xc2 && lead < 0xe0)
		return 2;
	if (lead >= 0xe0 && lead < 0xf0)
		return 3;
	return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

/* Decode one character. Its bytes, or 0 when the text is not UTF-8 here (RFC 3629). */
static size_t utf8_decode(const unsigned char *s, size_t len, uint32_t *c)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t n = utf8_len(s[0]);
	if (!n || n > len)
		return 0;
	*c = n == 1 ? s[0] : s[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (s[i] & 0x3f);
	}
	bool surrogate = *c >= 0xd800 && *c <= 0xdfff;
	return n > 1 && (*c < least[n] || *c > 0x10ffff || surrogate) ? 0 : n;
}

static int add_control(struct buf *to, unsigned char c)
{
	switch (c) {
	case '\n':
		return buf_str(to, "\\n");
	case '\r':
		return buf_str(to, "\\r");
	case '\t':
		return buf_str(to, "\\t");
	}
	return buf_printf(to, "\\x%02x", c);
}

static int add_escape(struct buf *to, uint32_t c)
{
	if (c < 0x100)
		return buf_printf(to, "\\x%02x", c);
	return buf_printf(to, c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
}

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f;
}

/* Clean what stands at s, one character or one stray byte. Bytes used, or -ENOMEM. */
static long add_one(struct buf *to, const unsigned char *s, size_t len, enum clean_mode mode)
{
	uint32_t c;
	size_t n = utf8_decode(s, len, &c);
	int r;
	if (!n)
		r = buf_printf(to, "\\x%02x", s[0]);
	else if (n == 1)
		r = add_control(to, s[0]);
	else if (mode == CLEAN_ASCII || is_hidden(c))
		r = add_escape(to, c);
	else
		r = buf_add(to, s, n);
	return r < 0 ? r : (long)(n ? n : 1);
}

int clean_add(struct buf *to, const char *text, size_t len, enum clean_mode mode)
{
	const unsigned char *s = (const unsigned char *)text;
	for (size_t i = 0; i < len;) {
		size_t plain = 0;
		while (i + plain < len && is_plain(s[i + plain]))
			plain++;
		if (plain && buf_add(to, s + i, plain) < 0)
			return -ENOMEM;
		i += plain;
		if (i == len)
			break;
		long used = add_one(to, s + i, len - i, mode);
		if (used < 0)
			return -ENOMEM;
		i += (size_t)used;
	}
	return 0;
}

int clean_add_lines(struct buf *to, const char *text, size_t len, enum clean_mode mode)
{
	const char *end = text + len;
	while (text < end) {
		const char *eol = memchr(text, '\n', (size_t)(end - text));
		clean_add(to, text, (size_t)((eol ? eol : end) - text), mode);
		if (eol)
			buf_char(to, '\n');
		text = eol ? eol + 1 : end;
	}
	return to->failed ? -ENOMEM : 0;
}

char *clean_new(const char *text, size_t len, enum clean_mode mode)
{
	struct buf b = {0};
	clean_add(&b, text, len, mode);
	return buf_take(&b);
}
