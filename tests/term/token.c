#include "tests/term/token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ESC '\033'

/* ---- taking apart ---- */

static size_t utf8_length(unsigned char first)
{
	return first < 0x80   ? 1
	       : first < 0xc2 ? 0
	       : first < 0xe0 ? 2
	       : first < 0xf0 ? 3
	       : first < 0xf5 ? 4
			      : 0;
}

/* The character at bytes; 0 when it is none. */
static size_t take_character(const char *bytes, size_t len, uint32_t *c)
{
	unsigned char first = (unsigned char)bytes[0];
	size_t n = utf8_length(first);
	if (n == 0 || n > len)
		return 0;
	*c = n == 1 ? first : first & (0xffu >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if (((unsigned char)bytes[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | ((unsigned char)bytes[i] & 0x3fu);
	}
	return n;
}

static bool is_unseen(uint32_t c)
{
	return (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || c == 0x061c || c == 0xfeff ||
	       (c >= 0xe0000 && c <= 0xe0fff);
}

static size_t give(struct token *t, enum token_kind kind, uint32_t c, size_t len)
{
	t->kind = kind;
	t->c = c;
	t->len = len;
	return len;
}

static size_t take_csi(const char *bytes, size_t len, struct token *t)
{
	for (size_t i = 2; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i];
		if (c >= 0x40 && c <= 0x7e)
			return give(t, TOKEN_CSI, c, i + 1);
		if (c < 0x20 || c > 0x7e)
			return give(t, TOKEN_CUT, c, i);
	}
	return give(t, TOKEN_CUT, 0, len);
}

static size_t take_string(const char *bytes, size_t len, struct token *t)
{
	uint32_t kind = (unsigned char)bytes[1];
	for (size_t i = 2; i < len; i++) {
		if (bytes[i] == '\a')
			return give(t, TOKEN_STRING, kind, i + 1);
		if (bytes[i] == '\\' && bytes[i - 1] == ESC)
			return give(t, TOKEN_STRING, kind, i + 1);
	}
	return give(t, TOKEN_CUT, kind, len);
}

static size_t take_escape(const char *bytes, size_t len, struct token *t)
{
	if (len < 2)
		return give(t, TOKEN_CUT, 0, len);
	if (bytes[1] == '[')
		return take_csi(bytes, len, t);
	if (strchr("]P^_X", bytes[1]) != NULL && bytes[1] != '\0')
		return take_string(bytes, len, t);
	size_t i = 1;
	while (i < len && bytes[i] >= 0x20 && bytes[i] < 0x30)
		i++;
	if (i == len)
		return give(t, TOKEN_CUT, 0, len);
	return give(t, TOKEN_ESC, (unsigned char)bytes[i], i + 1);
}

size_t token_next(const char *bytes, size_t len, struct token *t)
{
	uint32_t c;
	t->at = bytes;
	if (bytes[0] == ESC)
		return take_escape(bytes, len, t);
	size_t n = take_character(bytes, len, &c);
	if (n == 0)
		return give(t, TOKEN_BAD, (unsigned char)bytes[0], 1);
	if (c < 0x20 || c == 0x7f)
		return give(t, TOKEN_C0, c, n);
	if (c < 0xa0 && c >= 0x80)
		return give(t, TOKEN_C1, c, n);
	return give(t, is_unseen(c) ? TOKEN_UNSEEN : TOKEN_TEXT, c, n);
}

/* ---- judging ---- */

static bool is(const struct token *t, const char *bytes)
{
	return t->len == strlen(bytes) && memcmp(t->at, bytes, t->len) == 0;
}

static bool is_any(const struct token *t, const char *const *list)
{
	for (; *list != NULL; list++)
		if (is(t, *list))
			return true;
	return false;
}

/* Modes are set and reset by exact name; what moves, erases, inserts and colours by its final
 * byte. */
static bool is_tame_csi(const struct token *t)
{
	static const char *const modes[] = {"\033[?1049h", "\033[?1049l", "\033[?25h", "\033[?25l",
	    "\033[?12l", "\033[?12;25h", "\033[?12h", "\033[?1000h", "\033[?1000l", "\033[?1006h",
	    "\033[?1006l", "\033[?2004h", "\033[?2004l", "\033[?7h", "\033[?7l", "\033[?1l",
	    "\033[?1h", "\033[4l", "\033[4h", "\033[22;0;0t", "\033[23;0;0t", NULL};
	if (strchr("ABCDEFGHIJKLMPSTXZ@`bdfmr", (int)t->c) != NULL)
		return t->len < 3 || t->at[2] != '?';
	return is_any(t, modes);
}

static bool is_tame(const struct token *t)
{
	static const char *const escapes[] = {"\033(B", "\033)0", "\033(0", "\033=", "\033>",
	    "\0337", "\0338", "\033M", "\033D", NULL};
	/* ncurses resets the palette when it ends, where terminfo says that it can be changed. */
	static const char *const strings[] = {"\033]104\a", NULL};
	switch (t->kind) {
	case TOKEN_TEXT:
		return true;
	case TOKEN_C0:
		return t->c != 0 && strchr("\r\n\b\t\016\017", (int)t->c) != NULL;
	case TOKEN_CSI:
		return is_tame_csi(t);
	case TOKEN_ESC:
		return is_any(t, escapes);
	case TOKEN_STRING:
		return is_any(t, strings);
	default:
		return false;
	}
}

static void describe(const struct token *t, char *why, size_t size)
{
	size_t used = 0;
	for (size_t i = 0; i < t->len && i < 24 && used + 5 < size; i++) {
		unsigned char c = (unsigned char)t->at[i];
		used += (size_t)snprintf(why + used, size - used,
		    c > ' ' && c < 0x7f && c != '\\' ? "%c" : "\\x%02x", c);
	}
}

bool token_all_tame(const char *bytes, size_t len, char *why, size_t size)
{
	struct token t;
	for (size_t i = 0; i < len;) {
		i += token_next(bytes + i, len - i, &t);
		if (!is_tame(&t)) {
			describe(&t, why, size);
			return false;
		}
	}
	return true;
}

bool token_all_ascii(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)bytes[i] > 0x7e)
			return false;
	return true;
}

/* Does one parameter of an SGR set a colour? 30..49 and 90..107 do; 39 and 49 go back to the
 * default. */
static bool sets_color(const struct token *t)
{
	const char *p = t->at + 2, *end = t->at + t->len;
	while (p < end) {
		char *next;
		long n = strtol(p, &next, 10);
		if ((n >= 30 && n <= 48 && n != 39) || (n >= 90 && n <= 107))
			return true;
		p = next + 1;
	}
	return false;
}

bool token_no_color(const char *bytes, size_t len)
{
	struct token t;
	for (size_t i = 0; i < len;) {
		i += token_next(bytes + i, len - i, &t);
		if (t.kind == TOKEN_CSI && t.c == 'm' && sets_color(&t))
			return false;
	}
	return true;
}
