/*
 * layout: rectangles and how to divide them. Pure arithmetic; any thread.
 *
 *	struct rect part[3];
 *	layout_rows(whole, (struct layout_part[]){{.min = 1, .max = 1}, {.weight = 1}, {.min = 1,
 *.max = 1}}, 3, part);
 */
#ifndef TUI_LAYOUT_H
#define TUI_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#define LAYOUT_PARTS_MAX 32 /* that one call divides into */

struct rect {
	int x, y, w, h;
};

/* One part's wishes. Where there is not room for all minima, later parts lose first, down to 0. */
struct layout_part {
	int min;    /* cells it should have at least */
	int max;    /* at most; 0: no limit */
	int weight; /* its share of what is left; 0: stays at min */
};

/* Divide r from top to bottom, or from left to right, into n parts that do not overlap and together
 * do not pass r. What no part wants stays unused at the end. */
void layout_rows(struct rect r, const struct layout_part *parts, size_t n, struct rect *out);
void layout_columns(struct rect r, const struct layout_part *parts, size_t n, struct rect *out);

/* The same for bare lengths. */
void layout_split(int total, const struct layout_part *parts, size_t n, int *lengths);

struct rect rect_inset(struct rect r, int dx, int dy); /* never negative sizes */
struct rect rect_center(struct rect r, int w, int h);  /* w x h in the middle of r, cut to r */
struct rect rect_cut(struct rect a, struct rect b);    /* what both share */
bool rect_has(struct rect r, int x, int y);

#endif
