#include "core/buf.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_fail(struct buf *b)
{
	b->failed = true;
	b->len = 0; /* it goes with the text */
}

char *buf_reserve(struct buf *b, size_t len)
{
	if (b->failed)
		return NULL;
	if (b->data && len < b->cap - b->len)
		return b->data + b->len;
	if (len > SIZE_MAX / 2 - b->len - 1) {
		buf_fail(b);
		return NULL;
	}
	size_t cap = b->cap ? b->cap : 64;
	while (cap <= b->len + len)
		cap *= 2;
	char *data = realloc(b->data, cap);
	if (!data) {
		buf_fail(b);
		return NULL;
	}
	b->data = data;
	b->cap = cap;
	return data + b->len;
}

int buf_add(struct buf *b, const void *data, size_t len)
{
	char *to = buf_reserve(b, len);
	if (!to)
		return -ENOMEM;
	if (len)
		memcpy(to, data, len);
	to[len] = '\0';
	b->len += len;
	return 0;
}

int buf_str(struct buf *b, const char *text)
{
	return buf_add(b, text, strlen(text));
}

int buf_char(struct buf *b, char c)
{
	return buf_add(b, &c, 1);
}

int buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	int len = vsnprintf(NULL, 0, fmt, ap);
	char *to = len < 0 ? NULL : buf_reserve(b, (size_t)len);
	if (to) {
		vsnprintf(to, (size_t)len + 1, fmt, again);
		b->len += (size_t)len;
	}
	va_end(again);
	if (!to)
		buf_fail(b);
	return to ? 0 : -ENOMEM;
}

int buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int r = buf_vprintf(b, fmt, ap);
	va_end(ap);
	return r;
}

const char *buf_text(const struct buf *b)
{
	return b->data && !b->failed ? b->data : "";
}

char *buf_take(struct buf *b)
{
	if (!b->failed && !b->data)
		buf_add(b, "", 0);
	char *data = b->failed ? NULL : b->data;
	if (b->failed)
		free(b->data);
	*b = (struct buf){0};
	return data;
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->data)
		b->data[0] = '\0';
}

void buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){0};
}
