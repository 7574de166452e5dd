/*
 * system_columns: the columns of the System view: which field each shows, how wide, in which role.
 * Constant; main thread.
 */
#ifndef VIEWS_SYSTEM_COLUMNS_H
#define VIEWS_SYSTEM_COLUMNS_H

#include "core/observe/diag_field.h"
#include "tui/table.h"
#include "views/diag_cell.h"

enum system_column {
	SYSTEM_MARK, /* diag_mark_sign(): what colour tells, without it */
	SYSTEM_PROTO,
	SYSTEM_STATE,
	SYSTEM_LOCAL,
	SYSTEM_REMOTE,
	SYSTEM_PROCESS,
	SYSTEM_RECVQ,
	SYSTEM_SENDQ,
	SYSTEM_IN,
	SYSTEM_OUT,
	SYSTEM_IN_RATE,
	SYSTEM_OUT_RATE,
	SYSTEM_RTT,
	SYSTEM_RETRANS,
	SYSTEM_CWND,
	SYSTEM_TIMER,
	SYSTEM_EXTRA, /* the field that is sorted by, where no other column shows it */
	SYSTEM_COLUMNS,
};

extern const struct table_column system_columns[SYSTEM_COLUMNS];

/* What a column sorts by and shows; NULL for SYSTEM_EXTRA. */
const struct diag_field *system_column_field(enum system_column column);

/* The column that shows the field, or SYSTEM_EXTRA. */
enum system_column system_column_of(const struct diag_field *field);

/* The cell; extra is the field of SYSTEM_EXTRA, or NULL. */
void system_cell(const struct diag_snapshot *s, const struct diag_row *row,
    enum system_column column, const struct diag_field *extra, enum clean_mode mode,
    struct table_cell *to);

/* Does it need somebody's eye: a full accept queue, a close that was not answered? */
enum role system_state_role(const struct diag_row *row);

#endif
