/* box: characters that have to meet at the edges of their cells, drawn as shapes and not by a
 * font. */
#ifndef TESTS_TERM_BOX_H
#define TESTS_TERM_BOX_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct box_cell {
	int x, y, w, h;
	uint32_t color;
};

bool box_is_drawn(const char *text);

/* As SVG elements. */
void box_draw(const char *text, const struct box_cell *cell, FILE *out);

#endif
