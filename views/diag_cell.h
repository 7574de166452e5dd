/*
 * diag_cell: what a field of a socket's row looks like in a table: units, "-" for nothing, cleaned.
 * The same for `sockpit watch` and the System view. Any thread.
 *
 *	diag_cell(diag_field_find("rx", 2), snapshot, row, CLEAN_UTF8, cell)    // "1.5M"
 */
#ifndef VIEWS_DIAG_CELL_H
#define VIEWS_DIAG_CELL_H

#include "core/clean.h"
#include "core/observe/diag_field.h"

/* Room for every cell; longer text is cut. */
#define DIAG_CELL_MAX 256

/* Write the cell and return it. */
const char *diag_cell(const struct diag_field *f, const struct diag_snapshot *s,
    const struct diag_row *row, enum clean_mode mode, char cell[DIAG_CELL_MAX]);

/* "python3 1234 +2": program, pid and how many other processes hold it; "unknown"; "..." while it
 * is looked for; "-" where no process can have it. */
const char *diag_owner_cell(
    const struct diag_row *row, enum clean_mode mode, char cell[DIAG_CELL_MAX]);

/* '!' marked by a watch rule, else '+' new, '-' closed, '*' changed, ' '. */
char diag_mark_sign(const struct diag_row *row);

#endif
