/*
 * lesson_shelf: the lessons there are: those that came with the program, and before them the
 * notebook that sockpit -i was given. Main thread.
 *
 *	lesson_shelf_fill(&shelf, options);    // then shelf.item[0 .. shelf.n)
 */
#ifndef VIEWS_LESSON_SHELF_H
#define VIEWS_LESSON_SHELF_H

#include <stdbool.h>
#include <stddef.h>

#include "core/lesson.h"

struct cockpit_options;

struct lesson_item {
	const char *file;      /* "1_first_tcp.py"; of one's own notebook the path */
	struct lesson *lesson; /* NULL: error says why */
	char *error;	       /* as python3 would say it, in several lines */
	bool own;
};

struct lesson_shelf {
	struct lesson_item *item;
	size_t n;
};

int lesson_shelf_fill(struct lesson_shelf *shelf, const struct cockpit_options *options);
void lesson_shelf_free(struct lesson_shelf *shelf);

/* Read one's own notebook again, where it is a file that can be read: it may have been edited. The
 * lesson it held is freed. 0, or -errno: then all is as it was. */
int lesson_shelf_reload(struct lesson_item *item);

/* What to call it: its title, or the name of its file. Not cleaned. */
const char *lesson_item_title(const struct lesson_item *item);

#endif
