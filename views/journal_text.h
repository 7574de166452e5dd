/*
 * journal_text: how one row of the journal is told in lines of the screen.
 *
 * The line itself with its result, its system calls as strace prints them, what it printed, its
 * error and the reason. Main thread.
 */
#ifndef VIEWS_JOURNAL_TEXT_H
#define VIEWS_JOURNAL_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "tui/lines.h"

struct journal_row;

struct journal_style {
	int w;		      /* columns there are */
	const char *arrow;    /* before a result */
	const char *ellipsis; /* where something was cut */
	int64_t now_ns;	      /* monotonic, for what still waits */
};

/* How many lines row takes. */
size_t journal_text_height(const struct journal_row *row, const struct journal_style *style);

/* Line number i of them. */
void journal_text_line(const struct journal_row *row, const struct journal_style *style, size_t i,
    struct lines_line *to);

#endif
