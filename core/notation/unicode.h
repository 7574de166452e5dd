/*
 * unicode: code points in the UTF-8 of str values. A lone surrogate is three bytes there, too
 * (WTF-8), so that every Python str has its bytes. Any thread.
 */
#ifndef CORE_NOTATION_UNICODE_H
#define CORE_NOTATION_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

#define UNICODE_MAX 0x10ffffu

/* The code point at *p, which moves past it. Only for the text of a str, which is well formed. */
uint32_t unicode_next(const char **p);

/* Append a code point. 0 or -ENOMEM. */
int unicode_add(struct buf *to, uint32_t c);

size_t unicode_count(const char *text, size_t len);	       /* code points */
size_t unicode_offset(const char *text, size_t len, size_t i); /* byte where code point i begins */

/* Length of the sequence that strict UTF-8 has at text (1 to 4), or 0: not UTF-8. *bad: then how
 * many bytes CPython's decoder calls bad together. */
size_t unicode_check(const char *text, size_t len, size_t *bad);

bool unicode_is_surrogate(uint32_t c);
bool unicode_printable(uint32_t c); /* str.isprintable() */

#endif
