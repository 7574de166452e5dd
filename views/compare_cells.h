/*
 * compare_cells: the table of a comparison: a row for each model, a column for each measure. Main
 * thread.
 */
#ifndef VIEWS_COMPARE_CELLS_H
#define VIEWS_COMPARE_CELLS_H

#include "core/compare_measure.h"
#include "core/export/compare_export.h"
#include "tui/table.h"

enum {
	COMPARE_MODEL,
	COMPARE_STATE,
	COMPARE_FIRST,
	COMPARE_COLUMNS = COMPARE_FIRST + COMPARE_MEASURES
};

extern const struct table_column compare_columns[COMPARE_COLUMNS];

/* The cell of run i. The best of a column has an asterisk, the winner of all says "best". */
void compare_cell(const struct compare_result *c, size_t i, size_t column, struct table_cell *to);

#endif
