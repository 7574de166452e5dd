/*
 * buf: a growing string. Everything in core that builds text builds it here.
 *
 * Any thread, one owner at a time. A failed allocation is remembered, later calls do nothing, so
 * that a builder checks once, at the end:
 *
 *	struct buf b = {0};
 *	buf_printf(&b, "fd %d", fd);
 *	char *text = buf_take(&b);      // NULL: out of memory
 */
#ifndef CORE_BUF_H
#define CORE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct run;

struct buf {
	char *data; /* NUL-terminated once anything was added; may be NULL while empty */
	size_t len; /* bytes, without the NUL; 0 once failed */
	size_t cap;
	bool failed;
	/* The line the text is made for, or NULL: a socket asks the kernel for its addresses when
	 * it is printed, and the line's trace has to show that. */
	struct run *line;
};

/* Add bytes, a C string, one character, or formatted text. 0, or -ENOMEM (then and ever after). */
int buf_add(struct buf *b, const void *data, size_t len);
int buf_str(struct buf *b, const char *text);
int buf_char(struct buf *b, char c);
int buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int buf_vprintf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

/* As if memory had been out: for a builder that fails on its own account. */
void buf_fail(struct buf *b);

/* Make room for len more bytes and return where they go (then raise b->len), or NULL. */
char *buf_reserve(struct buf *b, size_t len);

/* The text, never NULL: "" while empty or failed. Valid until the next change. */
const char *buf_text(const struct buf *b);

/* Hand over the string (the caller frees it) and leave b empty. NULL: out of memory. */
char *buf_take(struct buf *b);

void buf_clear(struct buf *b);
void buf_free(struct buf *b);

#endif
