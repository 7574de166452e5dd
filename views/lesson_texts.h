/*
 * lesson_texts: the notebooks of views/lessons, as they were when the program was built. The table
 * is made by the Makefile, in the order of the files' names. Constant; any thread.
 */
#ifndef VIEWS_LESSON_TEXTS_H
#define VIEWS_LESSON_TEXTS_H

#include <stddef.h>

struct lesson_text {
	const char *file; /* "1_first_tcp.py" */
	const char *text;
};

extern const struct lesson_text lesson_texts[];
extern const size_t lesson_texts_count;

#endif
