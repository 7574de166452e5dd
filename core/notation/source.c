#include "core/notation/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/run.h"
#include "core/notation/unicode.h"

static const char bom[] = "\xef\xbb\xbf";

size_t source_line_start(const struct source *s, size_t at)
{
	while (at > 0 && s->text[at - 1] != '\n')
		at--;
	return at;
}

size_t source_line_end(const struct source *s, size_t at)
{
	const char *end = memchr(s->text + at, '\n', s->len - at);
	return end ? (size_t)(end - s->text) : s->len;
}

size_t source_find_line(const struct source *s, int line)
{
	size_t at = 0;
	while (--line > 0 && at < s->len) {
		at = source_line_end(s, at);
		at += at < s->len;
	}
	return at;
}

/* The line as a str; what is no text in it as U+FFFD. */
static struct value *line_text(const struct source *s, size_t start, size_t end)
{
	struct buf b = {0};
	size_t bad;
	for (size_t at = start, n; at < end; at += n) {
		n = unicode_check(s->text + at, end - at, &bad);
		if (n && s->text[at])
			buf_add(&b, s->text + at, n);
		else
			unicode_add(&b, 0xfffd);
		n = n ? n : bad;
	}
	struct value *v = b.failed ? NULL : value_str_len(buf_text(&b), b.len);
	buf_free(&b);
	return v;
}

struct value *source_error(
    const struct source *s, const struct exc_class *cls, int line, size_t at, const char *message)
{
	struct run run = {0}; /* only its exc is used */
	size_t start = source_line_start(s, at), end = source_line_end(s, at);
	int64_t column = (int64_t)unicode_count(s->text + start, at - start) + 1;
	struct value *where[] = {
	    value_str(s->file), value_int(line), value_int(column), line_text(s, start, end)};
	bool whole = where[0] && where[1] && where[2] && where[3];
	struct value *args[] = {value_str(message), whole ? value_tuple(4, where) : NULL};
	for (size_t i = 0; i < 4 && !whole; i++)
		value_unref(where[i]);
	exc_raise_args(&run, cls, 2, args);
	return run.exc;
}

static int count_lines(const struct source *s, size_t at)
{
	int line = 1;
	for (size_t i = 0; i < at; i++)
		line += s->text[i] == '\n';
	return line;
}

/* Copy with one kind of line end. */
static void copy_lines(struct source *s, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		if (c == '\r' && i + 1 < len && text[i + 1] == '\n')
			continue;
		s->text[s->len++] = c == '\r' ? '\n' : c;
	}
	s->text[s->len] = '\0';
}

static int check_text(const struct source *s, struct value **exc)
{
	size_t at = 0, bad;
	const char *message = "source code cannot contain null bytes";
	while (at < s->len && s->text[at]) {
		size_t n = unicode_check(s->text + at, s->len - at, &bad);
		if (!n) {
			message = "(unicode error) source code is not UTF-8";
			break;
		}
		at += n;
	}
	if (at == s->len)
		return 0;
	*exc = source_error(s, &exc_SyntaxError, count_lines(s, at), at, message);
	return -EINVAL;
}

int source_init(
    struct source *s, const char *text, size_t len, const char *file, struct value **exc)
{
	size_t skip = len >= 3 && memcmp(text, bom, 3) == 0 ? 3 : 0;
	*s = (struct source){.text = malloc(len + 1), .file = strdup(file)};
	if (!s->text || !s->file) {
		struct run run = {0};
		source_fini(s);
		exc_raise_memory(&run);
		*exc = run.exc;
		return -ENOMEM;
	}
	copy_lines(s, text + skip, len - skip);
	int r = check_text(s, exc);
	if (r < 0)
		source_fini(s);
	return r;
}

void source_fini(struct source *s)
{
	free(s->text);
	free(s->file);
	*s = (struct source){0};
}
