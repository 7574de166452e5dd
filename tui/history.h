/*
 * history: lines typed before, oldest first, no line twice in a row. In memory; the owner loads and
 * saves it as text, a line each.
 */
#ifndef TUI_HISTORY_H
#define TUI_HISTORY_H

#include <stddef.h>

#define HISTORY_MAX 1000

struct history {
	char **lines;
	size_t count;
};

/* 0 or -ENOMEM. Empty lines and a repetition of the last are not kept; past HISTORY_MAX the oldest
 * goes. */
int history_add(struct history *h, const char *line);

/* Add every line of text. A backslash and n stands for a newline within a line, two for one. */
int history_load(struct history *h, const char *text, size_t len);

/* All lines as text, which the caller frees. NULL: out of memory. */
char *history_save(const struct history *h);

/* The nearest line before (direction -1) or after (1) at that begins with prefix. Its index, or
 * -ENOENT. at == count starts behind the newest. */
long history_find(const struct history *h, size_t at, int direction, const char *prefix);

void history_free(struct history *h);

#endif
