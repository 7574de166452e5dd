#include "tui/text.h"

#include <stdbool.h>
#include <string.h>
#include <wchar.h>

/* How many bytes a sequence that begins so has, 0: none begins so; and what its value is at
 * least. */
static size_t sequence_length(unsigned char first, uint32_t *least, uint32_t *bits)
{
	if (first >= 0xc2 && first < 0xe0) {
		*least = 0x80;
		*bits = first & 0x1fu;
		return 2;
	}
	if (first >= 0xe0 && first < 0xf0) {
		*least = 0x800;
		*bits = first & 0x0fu;
		return 3;
	}
	if (first >= 0xf0 && first < 0xf5) {
		*least = 0x10000;
		*bits = first & 0x07u;
		return 4;
	}
	return 0;
}

static size_t invalid(uint32_t *c)
{
	*c = TEXT_INVALID;
	return 1;
}

size_t text_take(const char *text, size_t len, uint32_t *c)
{
	unsigned char first = (unsigned char)text[0];
	if (first < 0x80) {
		*c = first;
		return 1;
	}

	uint32_t least, value;
	size_t n = sequence_length(first, &least, &value);
	if (n == 0 || n > len)
		return invalid(c);
	for (size_t i = 1; i < n; i++) {
		unsigned char next = (unsigned char)text[i];
		if ((next & 0xc0) != 0x80)
			return invalid(c);
		value = value << 6 | (next & 0x3fu);
	}
	if (value < least || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
		return invalid(c);
	*c = value;
	return n;
}

static char tail(uint32_t c, int shift)
{
	return (char)(0x80 | (c >> shift & 0x3f));
}

size_t text_put(uint32_t c, char *out)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = tail(c, 0);
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = tail(c, 6);
		out[2] = tail(c, 0);
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = tail(c, 12);
	out[2] = tail(c, 6);
	out[3] = tail(c, 0);
	return 4;
}

bool text_is_shown(uint32_t c)
{
	/* Controls act on the terminal; the others turn or hide what stands beside them. */
	static const struct {
		uint32_t first, last;
	} unseen[] = {
	    {0x0000, 0x001f},
	    {0x007f, 0x009f},
	    {0x061c, 0x061c},
	    {0x200b, 0x200f},
	    {0x2028, 0x202e},
	    {0x2060, 0x206f},
	    {0xfeff, 0xfeff},
	    {0xfff9, 0xfffb},
	    {0xe0000, 0xe0fff},
	};
	if (c >= ' ' && c < 0x7f)
		return true;
	for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++)
		if (c >= unseen[i].first && c <= unseen[i].last)
			return false;
	return true;
}

int text_char_width(uint32_t c)
{
	if (c >= ' ' && c < 0x7f)
		return 1;
	if (!text_is_shown(c))
		return 1;
	int w = wcwidth((wchar_t)c);
	return w < 0 ? 1 : w;
}

int text_width(const char *text)
{
	return text_width_n(text, strlen(text));
}

int text_width_n(const char *text, size_t len)
{
	int w = 0;
	for (size_t i = 0; i < len;) {
		uint32_t c;
		i += text_take(text + i, len - i, &c);
		w += text_char_width(c);
	}
	return w;
}

size_t text_fit(const char *text, size_t len, int columns, int *used)
{
	size_t i = 0;
	int w = 0;
	while (i < len) {
		uint32_t c;
		size_t n = text_take(text + i, len - i, &c);
		int cw = text_char_width(c);
		if (w + cw > columns)
			break;
		w += cw;
		i += n;
	}
	if (used != NULL)
		*used = w;
	return i;
}

/* Where the character that ends before at begins, without regard to combining ones. */
static size_t code_before(const char *text, size_t at)
{
	for (size_t back = 2; back <= 4 && back <= at; back++) {
		uint32_t c;
		if (text_take(text + at - back, back, &c) == back)
			return at - back;
	}
	return at - 1;
}

static bool combines(const char *text, size_t len)
{
	uint32_t c;
	text_take(text, len, &c);
	return text_char_width(c) == 0;
}

size_t text_prev(const char *text, size_t at)
{
	while (at > 0) {
		size_t before = code_before(text, at);
		bool part = combines(text + before, at - before);
		at = before;
		if (!part)
			break;
	}
	return at;
}

size_t text_next(const char *text, size_t len, size_t at)
{
	uint32_t c;
	if (at >= len)
		return len;
	at += text_take(text + at, len - at, &c);
	while (at < len && combines(text + at, len - at))
		at += text_take(text + at, len - at, &c);
	return at;
}

/* How many bytes of text go on a line of w columns: whole words where one fits. */
static size_t fitting_words(const char *text, size_t len, int w)
{
	size_t fits = text_fit(text, len, w, NULL);
	const char *newline = memchr(text, '\n', fits);
	if (newline != NULL)
		return (size_t)(newline - text);
	if (fits == len || text[fits] == ' ' || text[fits] == '\n')
		return fits;
	for (size_t i = fits; i > 0; i--)
		if (text[i - 1] == ' ')
			return i;
	return fits > 0 ? fits : text_next(text, len, 0);
}

size_t text_wrap(const char *text, size_t len, int w, size_t *next)
{
	size_t n = fitting_words(text, len, w);
	bool eat = n < len && (text[n] == ' ' || text[n] == '\n');
	*next = n + eat;
	return n;
}

int text_height(const char *text, int w)
{
	int h = 0;
	size_t len = strlen(text), next;
	for (; len > 0 && w > 0; h++) {
		text_wrap(text, len, w, &next);
		text += next;
		len -= next;
	}
	return h;
}
