#include "core/notation/unicode.h"

#include "core/buf.h"

static bool goes_on(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

uint32_t unicode_next(const char **p)
{
	const unsigned char *s = (const unsigned char *)*p;
	size_t n = *s < 0x80 ? 1 : *s < 0xe0 ? 2 : *s < 0xf0 ? 3 : 4;
	uint32_t c = n == 1 ? *s : *s & (0x7fu >> n);
	for (size_t i = 1; i < n; i++)
		c = c << 6 | (s[i] & 0x3fu);
	*p += n;
	return c;
}

int unicode_add(struct buf *to, uint32_t c)
{
	char s[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n - 1; i > 0; i--) {
		s[i] = (char)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	s[0] = (char)(n == 1 ? c : (0xf0u << (4 - n)) | c);
	return buf_add(to, s, n);
}

size_t unicode_count(const char *text, size_t len)
{
	size_t n = 0;
	for (size_t i = 0; i < len; i++)
		n += !goes_on(text[i]);
	return n;
}

size_t unicode_offset(const char *text, size_t len, size_t i)
{
	size_t at = 0;
	for (; at < len; at++) {
		if (!goes_on(text[at]) && i-- == 0)
			break;
	}
	return at;
}

bool unicode_is_surrogate(uint32_t c)
{
	return c >= 0xd800 && c <= 0xdfff;
}

/* The smallest and largest second byte that may follow a first one (Unicode, table 3-7). */
static void second_range(unsigned char first, unsigned char *low, unsigned char *high)
{
	*low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
	*high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
}

size_t unicode_check(const char *text, size_t len, size_t *bad)
{
	const unsigned char *s = (const unsigned char *)text;
	*bad = 1;
	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	size_t n = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	unsigned char low, high;
	second_range(s[0], &low, &high);
	for (size_t i = 1; i < n; i++) {
		if (i >= len || s[i] < low || s[i] > high) {
			*bad = i;
			return 0;
		}
		low = 0x80;
		high = 0xbf;
	}
	return n;
}
