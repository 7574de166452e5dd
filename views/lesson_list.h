/*
 * lesson_list: the lessons there are, as a table, and what the selected one is about. Main thread.
 *
 *	lesson_list_init(&list, &shelf);
 *	list.taken = 2, list.done = 5;     // before each frame: the lesson that was begun, how far
 *	lesson_list_draw(&list, screen, rect);
 */
#ifndef VIEWS_LESSON_LIST_H
#define VIEWS_LESSON_LIST_H

#include <stddef.h>

#include "tui/table.h"
#include "views/lesson_shelf.h"

struct lesson_list {
	const struct lesson_shelf *shelf; /* borrowed */
	struct table table;
	size_t taken, done; /* taken SIZE_MAX: none was begun */
};

void lesson_list_init(struct lesson_list *list, const struct lesson_shelf *shelf);
void lesson_list_draw(struct lesson_list *list, struct screen *s, struct rect r);

#endif
