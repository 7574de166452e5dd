/*
 * picture: a screen as it stood, in which what differs from run to run can be written over, so that
 * two runs of a script make the same picture.
 *
 *	picture_take(&p, term);
 *	picture_write_over(&p, "([0-9.]+) ms", next_word, words);
 *	shot_write(&p, light, out);
 *	picture_free(&p);
 */
#ifndef TESTS_TERM_PICTURE_H
#define TESTS_TERM_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/term/term.h"

struct picture {
	int width, height;
	struct term_cell *cells; /* row by row */
	bool cursor;
	int cursor_x, cursor_y;
};

/* 0 or -ENOMEM. */
int picture_take(struct picture *p, struct term *t);
void picture_free(struct picture *p);

/* A blank one outside of it. */
struct term_cell picture_cell(const struct picture *p, int x, int y);

/* What is to stand in the place of found; valid until the next call. */
typedef const char *(*picture_words)(void *ctx, const char *found);

/*
 * Every match of the extended regex, in reading order: its last group (all of it, where it has
 * none) is ASCII and gets another text, right-aligned where it is preceded by a blank and shorter,
 * cut where it is longer. 0, -EINVAL: no regex, -ENOMEM.
 */
int picture_write_over(struct picture *p, const char *regex, picture_words words, void *ctx);

#endif
