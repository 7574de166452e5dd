/* shot: a picture of a screen as SVG with every cell in its place. */
#ifndef TESTS_TERM_SHOT_H
#define TESTS_TERM_SHOT_H

#include <stdbool.h>
#include <stdio.h>

struct picture;

/* Write it to out, on a dark or a light background. 0, or -EIO. */
int shot_write(const struct picture *t, bool light, FILE *out);

#endif
