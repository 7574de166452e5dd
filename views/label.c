#include "views/label.h"

#include <string.h>

#include "core/clean.h"

char *label_clean_len(const char *text, size_t len, char *to, size_t size)
{
	struct buf b = {0};
	/* One byte becomes four at most; no more is looked at than could be shown. */
	clean_add(&b, text, len < size ? len : size, CLEAN_UTF8);
	size_t n = b.len < size ? b.len : size - 1;
	memcpy(to, buf_text(&b), n);
	while (n > 0 && n < b.len && ((unsigned char)b.data[n] & 0xc0) == 0x80)
		n--; /* not inside a character */
	to[n] = '\0';
	buf_free(&b);
	return to;
}

char *label_clean(const char *text, char *to, size_t size)
{
	return label_clean_len(text, strlen(text), to, size);
}

const char *label_after(const char *text, const char *prefix)
{
	size_t n = strlen(prefix);
	return strncmp(text, prefix, n) == 0 ? text + n : text;
}
