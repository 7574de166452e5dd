#include "tui/history.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int make_room(struct history *h)
{
	if (h->count == HISTORY_MAX) {
		free(h->lines[0]);
		memmove(h->lines, h->lines + 1, --h->count * sizeof(*h->lines));
	}
	if (h->lines == NULL)
		h->lines = calloc(HISTORY_MAX, sizeof(*h->lines));
	return h->lines == NULL ? -ENOMEM : 0;
}

int history_add(struct history *h, const char *line)
{
	if (*line == '\0' || (h->count > 0 && strcmp(h->lines[h->count - 1], line) == 0))
		return 0;
	char *copy = strdup(line);
	if (copy == NULL || make_room(h) < 0) {
		free(copy);
		return -ENOMEM;
	}
	h->lines[h->count++] = copy;
	return 0;
}

/* One stored line back to what it was; out has room for len + 1 bytes. */
static void unescape(const char *text, size_t len, char *out)
{
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		if (c == '\\' && i + 1 < len) {
			i++;
			c = text[i] == 'n' ? '\n' : text[i];
		}
		if (c != '\0')
			*out++ = c;
	}
	*out = '\0';
}

static int load_line(struct history *h, const char *text, size_t len)
{
	char *line = malloc(len + 1);
	if (line == NULL)
		return -ENOMEM;
	unescape(text, len, line);
	int r = history_add(h, line);
	free(line);
	return r;
}

int history_load(struct history *h, const char *text, size_t len)
{
	int r = 0;
	while (len > 0 && r == 0) {
		const char *end = memchr(text, '\n', len);
		size_t n = end == NULL ? len : (size_t)(end - text);
		r = load_line(h, text, n);
		n += end != NULL;
		text += n;
		len -= n;
	}
	return r;
}

static char *escape(const char *line, char *out)
{
	for (; *line != '\0'; line++) {
		if (*line == '\n' || *line == '\\')
			*out++ = '\\';
		*out++ = *line == '\n' ? 'n' : *line;
	}
	*out++ = '\n';
	return out;
}

char *history_save(const struct history *h)
{
	size_t size = 1;
	for (size_t i = 0; i < h->count; i++)
		size += 2 * strlen(h->lines[i]) + 1;
	char *text = malloc(size);
	if (text == NULL)
		return NULL;
	char *end = text;
	for (size_t i = 0; i < h->count; i++)
		end = escape(h->lines[i], end);
	*end = '\0';
	return text;
}

long history_find(const struct history *h, size_t at, int direction, const char *prefix)
{
	size_t len = strlen(prefix);
	for (long i = (long)at + direction; i >= 0 && i < (long)h->count; i += direction)
		if (strncmp(h->lines[i], prefix, len) == 0)
			return i;
	return -ENOENT;
}

void history_free(struct history *h)
{
	for (size_t i = 0; i < h->count; i++)
		free(h->lines[i]);
	free(h->lines);
	*h = (struct history){0};
}
