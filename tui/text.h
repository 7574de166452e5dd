/*
 * text: UTF-8 and the columns it takes. Pure; widths are wcwidth's, so they follow the locale.
 *
 * Invalid bytes count as one character of one column each: what draw.h shows of them is U+FFFD or
 * '?'.
 */
#ifndef TUI_TEXT_H
#define TUI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TEXT_INVALID 0xfffdu

/* The character at text (len bytes, len > 0) in *c; returns the bytes it takes, at least 1. */
size_t text_take(const char *text, size_t len, uint32_t *c);

/* Write c as UTF-8; out has room for 4 bytes. Returns how many. */
size_t text_put(uint32_t c, char *out);

/* False for what must not reach a terminal as it is: controls, bidirectional and invisible ones,
 * tags. */
bool text_is_shown(uint32_t c);

/* Columns of one character: 0 (combining), 1 or 2; controls, which draw.h replaces, are 1. */
int text_char_width(uint32_t c);

/* Columns of a string, of its first len bytes. */
int text_width(const char *text);
int text_width_n(const char *text, size_t len);

/* Bytes of text's first characters (with what combines with them) that fit into columns; *used (may
 * be NULL) is the columns they take. */
size_t text_fit(const char *text, size_t len, int columns, int *used);

/* Byte offset of the character before or after at (a character is one with all that combines). */
size_t text_prev(const char *text, size_t at);
size_t text_next(const char *text, size_t len, size_t at);

/* Bytes of text's first line when it is broken at blanks into lines of w columns; *next: where the
 * second begins. */
size_t text_wrap(const char *text, size_t len, int w, size_t *next);

/* How many lines that makes. */
int text_height(const char *text, int w);

#endif
