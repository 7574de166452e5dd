/* shot: the screen of a term as a picture: SVG with every cell in its place. */
#ifndef TESTS_TERM_SHOT_H
#define TESTS_TERM_SHOT_H

#include <stdbool.h>
#include <stdio.h>

struct term;

/* Write the screen as it stands to out, on a dark or a light background. 0, or -EIO. */
int shot_write(struct term *t, bool light, FILE *out);

#endif
