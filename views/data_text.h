/*
 * data_text: what a socket sent and received, as lines of text or hex. Each call's bytes stand
 * under a line of their own, so that one sees two sends arrive as one receive. Main thread.
 *
 * What a stream received is also cut where the other end's sends were cut, where those are known.
 *
 *	data_text_make(&t, entries, count, lost, DATA_MODE_TEXT, width);
 *	data_text_make_between(&t, &mine, &other, DATA_MODE_TEXT, width);
 */
#ifndef VIEWS_DATA_TEXT_H
#define VIEWS_DATA_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "core/ops/sock.h"
#include "tui/theme.h"

enum data_mode { DATA_MODE_TEXT, DATA_MODE_HEX, DATA_MODE_BOTH };
#define DATA_MODES 3

struct data_text_line {
	enum role role;
	char *text; /* owned, cleaned */
};

struct data_text {
	struct data_text_line *line;
	size_t n, cap;
};

/* A socket's log, as sock_data() copies it. */
struct data_copy {
	struct data_entry *entries;
	long count;
	uint64_t lost;
};

/* The same with the log of the other end of a stream, or NULL. 0 or -ENOMEM. */
int data_text_make_between(struct data_text *t, const struct data_copy *mine,
    const struct data_copy *other, enum data_mode mode, int w);

/* Anew from entries, oldest first; w columns wide. 0 or -ENOMEM. */
int data_text_make(struct data_text *t, const struct data_entry *entries, long count, uint64_t lost,
    enum data_mode mode, int w);
void data_text_free(struct data_text *t);

/* "text", "hex", "text and hex" */
const char *data_text_mode(enum data_mode mode);

#endif
