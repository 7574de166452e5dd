#include "views/ccall.h"

#include <ctype.h>
#include <string.h>

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* The last name in a declaration of len bytes: "const void *buf" gives "buf", "int sv[2]" "sv". */
static void declared_name(const char *text, size_t len, char *name, size_t size)
{
	const char *bracket = memchr(text, '[', len);
	size_t end = bracket ? (size_t)(bracket - text) : len;
	while (end > 0 && !is_name(text[end - 1]))
		end--;
	size_t start = end;
	while (start > 0 && is_name(text[start - 1]))
		start--;
	size_t n = end - start < size ? end - start : size - 1;
	memcpy(name, text + start, n);
	name[n] = '\0';
}

static void add_argument(
    const char *text, size_t len, ccall_value_fn value, void *ctx, struct buf *to)
{
	char name[64];
	declared_name(text, len, name, sizeof name);
	if (!value(ctx, name, to))
		buf_str(to, name);
}

void ccall_write(const char *prototype, ccall_value_fn value, void *ctx, struct buf *to)
{
	const char *open = strchr(prototype, '(');
	char name[64];
	if (!open)
		return;
	declared_name(prototype, (size_t)(open - prototype), name, sizeof name);
	buf_printf(to, "%s(", name);
	for (const char *at = open + 1; *at && *at != ')';) {
		size_t len = strcspn(at, ",)");
		if (at != open + 1)
			buf_str(to, ", ");
		add_argument(at, len, value, ctx, to);
		at += len;
		at += *at == ',';
	}
	buf_char(to, ')');
}
