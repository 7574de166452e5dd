/*
 * lesson_run: a lesson being stepped through. Each step is submitted as a line of notation; what
 * became of it is its row of the journal. Main thread.
 *
 *	lesson_run_start(&run, lesson);
 *	lesson_run_step(c, &run);          // Enter
 *	lesson_run_back(c, &run);          // b
 *	if (lesson_run_tick(c, &run)) ...  // now it is back at the start
 */
#ifndef VIEWS_LESSON_RUN_H
#define VIEWS_LESSON_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/lesson.h"

struct cockpit;
struct journal_row;

enum lesson_state {
	LESSON_STEPPING,
	LESSON_CANCELLING, /* going back: its lines that wait are being cancelled */
	LESSON_CLOSING,	   /* what it opened is being closed */
};

struct lesson_run {
	const struct lesson *lesson; /* borrowed; NULL: none */
	enum lesson_state state;
	uint64_t *seq;	  /* the row of each step that was submitted */
	size_t next;	  /* the step that comes next */
	uint64_t closing; /* the row of the line that closes */
	size_t hasty;	  /* steps asked for while the one before had hardly begun */
};

/* The lesson before must be back at its start. 0 or -ENOMEM. */
int lesson_run_start(struct lesson_run *run, const struct lesson *lesson);
void lesson_run_free(struct lesson_run *run);

/* Submit the next step, if it can be now; else the message says why not. True: it was. */
bool lesson_run_step(struct cockpit *c, struct lesson_run *run);

/* Cancel what waits, close what was opened, delete the names: done when lesson_run_tick() says
 * so. */
void lesson_run_back(struct cockpit *c, struct lesson_run *run);

/* Lines may have ended: go on. True when the lesson is back at its start with this. */
bool lesson_run_tick(struct cockpit *c, struct lesson_run *run);

/* Does lesson_run_tick() want to be called soon? */
bool lesson_run_busy(const struct lesson_run *run);

/* The row of a step; NULL: not submitted, or no longer kept. */
const struct journal_row *lesson_run_row(
    const struct cockpit *c, const struct lesson_run *run, size_t step);

#endif
