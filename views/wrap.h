/*
 * wrap: text broken at blanks into pieces of at most w columns, without copying. Any thread.
 *
 *	struct wrap wr = {.text = why, .w = 60};
 *	while (wrap_next(&wr))
 *		use(wr.line, wr.len);
 */
#ifndef VIEWS_WRAP_H
#define VIEWS_WRAP_H

#include <stdbool.h>
#include <stddef.h>

struct wrap {
	const char *text; /* what is still to come */
	int w;		  /* at least 1 */
	const char *line; /* the piece, len bytes of it */
	size_t len;
};

/* The next piece; false: none is left. Newlines end a piece; blanks at a break are left out. */
bool wrap_next(struct wrap *wr);

/* How many pieces text gives; NULL gives 0. */
size_t wrap_count(const char *text, int w);

/* Piece number i, its length in *len; NULL: there are not so many. */
const char *wrap_at(const char *text, int w, size_t i, size_t *len);

#endif
