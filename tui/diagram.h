/*
 * diagram: boxes on a grid, arrows between them, and marks: where one is now, where one was, which
 * arrows were taken. Knows nothing of what the boxes stand for. Main thread.
 *
 *	static const struct diagram_box boxes[] = {{"idle", 1, 0}, {"busy", 1, 1}};
 *	static const struct diagram_arrow arrows[] = {{0, 1, DIAGRAM_STRAIGHT, "start"}};
 *	const struct diagram d = {boxes, 2, arrows, 1, .now = 1, .seen = 1u << 0, .taken = 1u << 0};
 *	if (!diagram_draw(&d, screen, rect))
 *		... no room: say it in words ...
 *
 * What is marked is seen without colour: [now] stands in brackets, (seen) in parentheses.
 */
#ifndef TUI_DIAGRAM_H
#define TUI_DIAGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/draw.h"

#define DIAGRAM_MAX 32 /* boxes, and arrows */

struct diagram_box {
	const char *text;
	int column, row; /* of the grid, from 0 */
};

/* How an arrow goes where its boxes share neither row nor column. */
enum diagram_way {
	DIAGRAM_STRAIGHT,  /* they do */
	DIAGRAM_SIDE_DOWN, /* out at the side, then down into the box */
	DIAGRAM_DOWN_SIDE, /* down, then into the box's side */
	DIAGRAM_FORK,	   /* down, aside between the rows, down: to a box of the next row */
};

struct diagram_arrow {
	size_t from, to; /* boxes */
	enum diagram_way way;
	const char *label; /* on the arrow where there is room, or NULL */
};

struct diagram {
	const struct diagram_box *boxes;
	size_t nboxes;
	const struct diagram_arrow *arrows;
	size_t narrows;
	size_t now;	/* the box one is in; nboxes: none */
	uint32_t seen;	/* bits of boxes one was in */
	uint32_t taken; /* bits of arrows one came by */
};

/* Cells that it needs at least. */
void diagram_size(const struct diagram *d, int *w, int *h);

/* Draws in the middle of r, with frames round the boxes where there is room for them. False, and
 * nothing drawn: r is too small. */
bool diagram_draw(const struct diagram *d, struct screen *s, struct rect r);

#endif
