#include "views/lesson_run.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/journal.h"
#include "core/notation/run.h"
#include "views/cockpit.h"
#include "views/lesson_close.h"

/* A line runs on a thread of its own. Two steps in one breath must not overtake each other: the
 * second goes when the first has ended, or has been at it for so long and now waits. */
#define HARDLY_BEGUN_NS (50 * NS_PER_MS)

int lesson_run_start(struct lesson_run *run, const struct lesson *lesson)
{
	lesson_run_free(run);
	run->seq = calloc(lesson->nsteps + 1, sizeof *run->seq);
	if (!run->seq)
		return -ENOMEM;
	run->lesson = lesson;
	return 0;
}

void lesson_run_free(struct lesson_run *run)
{
	free(run->seq);
	*run = (struct lesson_run){0};
}

const struct journal_row *lesson_run_row(
    const struct cockpit *c, const struct lesson_run *run, size_t step)
{
	return step < run->next ? journal_at(session_journal(c->session), run->seq[step]) : NULL;
}

static bool is_running(const struct cockpit *c, const struct lesson_run *run, size_t step)
{
	const struct journal_row *row = lesson_run_row(c, run, step);
	return row && row->state == ROW_RUNNING;
}

/* ---- a step ---- */

static bool has_hardly_begun(const struct cockpit *c, const struct lesson_run *run)
{
	if (!run->next || !is_running(c, run, run->next - 1))
		return false;
	const struct journal_row *row = lesson_run_row(c, run, run->next - 1);
	return clock_mono_ns() - row->start_ns < HARDLY_BEGUN_NS ||
	       !atomic_load_explicit(&row->waiter->what, memory_order_acquire);
}

struct lack {
	const struct lesson *lesson;
	size_t step; /* one that still runs */
	const char *name;
};

static int same_name(void *ctx, const char *name)
{
	return strcmp(ctx, name) == 0;
}

static int is_to_come(void *ctx, const char *name)
{
	struct lack *lack = ctx;
	if (!lesson_binds(lack->lesson, lack->step, same_name, (void *)(uintptr_t)name))
		return 0;
	lack->name = name;
	return 1;
}

/* Does the next step use a name that one which still waits is to bind? It could only fail. */
static bool lacks_a_name(struct cockpit *c, const struct lesson_run *run)
{
	struct lack lack = {.lesson = run->lesson};
	for (; lack.step < run->next; lack.step++) {
		if (!is_running(c, run, lack.step) ||
		    !lesson_reads(run->lesson, run->next, is_to_come, &lack))
			continue;
		char hint[COCKPIT_HINT_MAX];
		snprintf(hint, sizeof hint,
		    "This line needs %s, for which line %d still waits. {cancel} cancels it.",
		    lack.name, run->lesson->step[lack.step].line);
		cockpit_hint(c, hint);
		return true;
	}
	return false;
}

static bool submit_next(struct cockpit *c, struct lesson_run *run)
{
	if (lacks_a_name(c, run))
		return false;
	uint64_t seq = cockpit_submit(c, run->lesson->step[run->next].text);
	if (!seq)
		return false;
	run->seq[run->next++] = seq;
	return true;
}

bool lesson_run_step(struct cockpit *c, struct lesson_run *run)
{
	if (!run->lesson)
		return false;
	if (run->state != LESSON_STEPPING) {
		cockpit_say(c, ROLE_DIM, "What the lesson opened is still being closed.");
		return false;
	}
	if (run->next + run->hasty >= run->lesson->nsteps) {
		cockpit_say(c, ROLE_DIM, "That was the last line.");
		return false;
	}
	if (run->hasty || has_hardly_begun(c, run)) {
		run->hasty++;
		return false;
	}
	return submit_next(c, run);
}

static void catch_up(struct cockpit *c, struct lesson_run *run)
{
	while (run->hasty && !has_hardly_begun(c, run)) {
		run->hasty--;
		if (!submit_next(c, run))
			run->hasty = 0;
	}
}

/* ---- back to the start ---- */

void lesson_run_back(struct cockpit *c, struct lesson_run *run)
{
	if (!run->lesson || run->state != LESSON_STEPPING)
		return;
	run->hasty = 0;
	for (size_t i = 0; i < run->next; i++)
		if (is_running(c, run, i))
			session_cancel(c->session, run->seq[i]);
	run->state = LESSON_CANCELLING;
	c->due.sample = true;
}

static bool any_runs(const struct cockpit *c, const struct lesson_run *run)
{
	for (size_t i = 0; i < run->next; i++)
		if (is_running(c, run, i))
			return true;
	return false;
}

/* Submit the line that closes; without one, or where no line can be run, there is nothing to
 * await. */
static void begin_closing(struct cockpit *c, struct lesson_run *run)
{
	struct buf line = {0};
	if (lesson_close_line(c->session, run->lesson, run->next, &line) < 0)
		cockpit_out_of_memory(c);
	run->closing = line.len ? cockpit_submit(c, buf_text(&line)) : 0;
	run->state = LESSON_CLOSING;
	buf_free(&line);
}

static bool end_closing(const struct cockpit *c, struct lesson_run *run)
{
	const struct journal_row *row = journal_at(session_journal(c->session), run->closing);
	if (row && row->state == ROW_RUNNING)
		return false;
	run->state = LESSON_STEPPING;
	if (row && row->state == ROW_FAILED) /* the message says why; b tries again */
		return false;
	run->next = 0;
	return true;
}

bool lesson_run_tick(struct cockpit *c, struct lesson_run *run)
{
	if (!run->lesson)
		return false;
	if (run->state == LESSON_CANCELLING && !any_runs(c, run))
		begin_closing(c, run);
	if (run->state == LESSON_CLOSING)
		return end_closing(c, run);
	if (run->state == LESSON_STEPPING)
		catch_up(c, run);
	return false;
}

bool lesson_run_busy(const struct lesson_run *run)
{
	return run->lesson && (run->state != LESSON_STEPPING || run->hasty > 0);
}
