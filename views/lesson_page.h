/*
 * lesson_page: a lesson as lines of the screen: what is to be read, the lines of code, and under
 * each line that was run what became of it. What lies beyond the part one is in is not shown yet,
 * so that no answer stands below its question. Main thread.
 *
 *	lesson_page_build(&page, &look);
 *	for (size_t i = 0; i < page.n; i++)
 *		lesson_page_line(&page, i, &line);
 */
#ifndef VIEWS_LESSON_PAGE_H
#define VIEWS_LESSON_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/lesson.h"
#include "tui/lines.h"

struct journal_row;

/* What the page is made from. */
struct lesson_look {
	const struct lesson *lesson;
	const char *error; /* instead of a lesson: why there is none */
	size_t next;	   /* the step that comes next */
	const struct journal_row *(*row)(void *ctx, size_t step); /* of a step before that */
	void *ctx;
	int w;
	int spacing; /* empty lines: 0 none, 1 where the file has them, 2 before each text */
	const char *marks[4]; /* before a line: next, done, failed, running */
	const char *arrow;    /* before a result */
	int64_t now_ns;	      /* monotonic */
};

enum page_kind {
	PAGE_EMPTY,
	PAGE_TEXT,
	PAGE_VERBATIM, /* indented in the file: code to be read, not run */
	PAGE_CODE,
	PAGE_RESULT,
	PAGE_WAIT,
	PAGE_OUTPUT,
	PAGE_ERROR,
	PAGE_WHY,
	PAGE_END, /* what one can do after the last line */
};

struct page_line {
	enum page_kind kind;
	bool first; /* of its paragraph or step */
	size_t step;
	const char *text; /* len bytes, borrowed from lesson and journal */
	size_t len;
};

struct lesson_page {
	struct lesson_look look;
	struct page_line *line;
	size_t n, cap;
	bool failed;	     /* out of memory */
	size_t part;	     /* where the part one is in begins */
	size_t next, next_n; /* the lines of the step that comes next; next_n 0: none does */
};

void lesson_page_build(struct lesson_page *page, const struct lesson_look *look);
void lesson_page_free(struct lesson_page *page);

void lesson_page_line(const struct lesson_page *page, size_t i, struct lines_line *to);

/* The first line to show where h fit: so that the step that comes next is seen, then the text
 * before it, then what became of the step before, then as much of the rest of the part as there is
 * room. */
size_t lesson_page_top(const struct lesson_page *page, size_t h);

#endif
