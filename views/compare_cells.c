#include "views/compare_cells.h"

#include <inttypes.h>
#include <stdio.h>

#include "views/compare_text.h"

#define NUMBER(TITLE, MIN, PRIORITY)                                                               \
	{                                                                                          \
		.title = (TITLE), .min = (MIN), .max = 14, .weight = 1, .priority = (PRIORITY),    \
		.align = ALIGN_RIGHT                                                               \
	}

/* Titles of measures are those of their rows; only widths are told here. */
const struct table_column compare_columns[COMPARE_COLUMNS] = {
    {.title = "MODEL", .min = 18, .max = 28, .weight = 2},
    {.title = "STATE", .min = 9, .max = 12},
    NUMBER("RATE/S", 8, 0),
    NUMBER("P50", 8, 3),
    NUMBER("P90", 8, 7),
    NUMBER("P99", 8, 1),
    NUMBER("P99.9", 8, 8),
    NUMBER("MAX", 8, 9),
    NUMBER("CPU", 6, 4),
    NUMBER("CPU EACH", 8, 10),
    NUMBER("PROC", 5, 5),
    NUMBER("THR", 5, 6),
    NUMBER("PSS", 8, 2),
    NUMBER("FAILED", 7, 11),
};

static enum role state_role(enum compare_state state)
{
	switch (state) {
	case COMPARE_RUNNING:
		return ROLE_WAIT;
	case COMPARE_FAILED:
		return ROLE_ERROR;
	case COMPARE_CANCELLED:
		return ROLE_WARN;
	default:
		return ROLE_DIM;
	}
}

static void state_cell(const struct compare_result *c, size_t i, struct table_cell *to)
{
	const struct compare_run *r = &c->runs[i];
	bool best = compare_is_best(c->runs, c->n, i, &compare_measures[0]);
	to->text = best ? "best" : compare_state_name(r->state);
	to->role = best ? ROLE_OK : state_role(r->state);
	if (r->state == COMPARE_DONE && compare_failures(r)) {
		if (compare_failures(r) < 10000)
			snprintf(to->buf, sizeof to->buf, "%" PRIu64 " lost", compare_failures(r));
		else
			snprintf(to->buf, sizeof to->buf, "many lost");
		to->text = to->buf;
		to->role = ROLE_WARN;
	}
}

static void measure_cell(const struct compare_result *c, size_t i, const struct compare_measure *m,
    struct table_cell *to)
{
	char text[UNITS_MAX];
	bool best = compare_is_best(c->runs, c->n, i, m);
	/* A column of which one can be the best has the asterisk's place in every row. */
	const char *mark = best ? "*" : m->better != COMPARE_NEUTRAL ? " " : "";
	snprintf(to->buf, sizeof to->buf, "%s%s", compare_text_value(m, m->get(&c->runs[i]), text),
	    mark);
	to->text = to->buf;
	to->role = best ? ROLE_STRONG : ROLE_NORMAL;
}

void compare_cell(const struct compare_result *c, size_t i, size_t column, struct table_cell *to)
{
	if (column == COMPARE_MODEL) {
		to->text = model_name(c->runs[i].model);
		to->role = ROLE_STRONG;
	} else if (column == COMPARE_STATE) {
		state_cell(c, i, to);
	} else {
		measure_cell(c, i, &compare_measures[column - COMPARE_FIRST], to);
	}
}
