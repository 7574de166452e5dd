#include "views/system_columns.h"

#include <string.h>

_Static_assert(DIAG_CELL_MAX <= TABLE_CELL_MAX, "a cell of ours fits into one of the table's");

const struct table_column system_columns[SYSTEM_COLUMNS] = {
    [SYSTEM_MARK] = {.title = "", .min = 1, .max = 1},
    [SYSTEM_PROTO] = {.title = "PROTO", .min = 7, .max = 8, .weight = 1, .priority = 3},
    [SYSTEM_STATE] = {.title = "STATE", .min = 13, .max = 16, .weight = 2},
    [SYSTEM_LOCAL] = {.title = "LOCAL", .min = 17, .max = 48, .weight = 6},
    [SYSTEM_REMOTE] = {.title = "REMOTE", .min = 17, .max = 48, .weight = 6, .priority = 2},
    [SYSTEM_PROCESS] = {.title = "PROCESS", .min = 16, .max = 28, .weight = 3, .priority = 1},
    [SYSTEM_RECVQ] = {.title = "RECV-Q", .min = 7, .align = ALIGN_RIGHT, .priority = 4},
    [SYSTEM_SENDQ] = {.title = "SEND-Q", .min = 7, .align = ALIGN_RIGHT, .priority = 5},
    [SYSTEM_IN] = {.title = "IN", .min = 7, .align = ALIGN_RIGHT, .priority = 6},
    [SYSTEM_OUT] = {.title = "OUT", .min = 7, .align = ALIGN_RIGHT, .priority = 6},
    [SYSTEM_IN_RATE] = {.title = "IN/s", .min = 9, .align = ALIGN_RIGHT, .priority = 7},
    [SYSTEM_OUT_RATE] = {.title = "OUT/s", .min = 9, .align = ALIGN_RIGHT, .priority = 7},
    [SYSTEM_RTT] = {.title = "RTT", .min = 9, .align = ALIGN_RIGHT, .priority = 8},
    [SYSTEM_RETRANS] = {.title = "RETR", .min = 5, .align = ALIGN_RIGHT, .priority = 9},
    [SYSTEM_CWND] = {.title = "CWND", .min = 5, .align = ALIGN_RIGHT, .priority = 10},
    [SYSTEM_TIMER] = {.title = "TIMER", .min = 10, .priority = 11},
    [SYSTEM_EXTRA] = {.title = "", .min = 10, .align = ALIGN_RIGHT},
};

static const char *const fields[SYSTEM_COLUMNS] = {
    [SYSTEM_MARK] = "mark",
    [SYSTEM_PROTO] = "proto",
    [SYSTEM_STATE] = "state",
    [SYSTEM_LOCAL] = "local",
    [SYSTEM_REMOTE] = "remote",
    [SYSTEM_PROCESS] = "proc",
    [SYSTEM_RECVQ] = "recvq",
    [SYSTEM_SENDQ] = "sendq",
    [SYSTEM_IN] = "rx",
    [SYSTEM_OUT] = "tx",
    [SYSTEM_IN_RATE] = "rxrate",
    [SYSTEM_OUT_RATE] = "txrate",
    [SYSTEM_RTT] = "rtt",
    [SYSTEM_RETRANS] = "retrans",
    [SYSTEM_CWND] = "cwnd",
    [SYSTEM_TIMER] = "timer",
};

const struct diag_field *system_column_field(enum system_column column)
{
	const char *name = fields[column];
	return name ? diag_field_find(name, strlen(name)) : NULL;
}

enum system_column system_column_of(const struct diag_field *field)
{
	for (enum system_column i = 0; i < SYSTEM_EXTRA; i++)
		if (strcmp(fields[i], field->name) == 0)
			return i;
	return SYSTEM_EXTRA;
}

/* ---- roles ---- */

enum role system_state_role(const struct diag_row *row)
{
	switch (row->state) {
	case DIAG_LISTEN:
		return row->accept_queue > row->backlog ? ROLE_ERROR : ROLE_STRONG;
	case DIAG_SYN_SENT:
	case DIAG_SYN_RECV:
	case DIAG_CLOSE_WAIT:
		return ROLE_WARN;
	case DIAG_TIME_WAIT:
		return ROLE_DIM;
	default:
		return ROLE_NORMAL;
	}
}

/* New, changed and marked rows are seen by what tells who they are. */
static enum role marked_role(const struct diag_row *row, enum role otherwise)
{
	if (row->rules)
		return ROLE_ERROR;
	if (row->mark == DIAG_NEW)
		return ROLE_OK;
	return row->mark == DIAG_CHANGED ? ROLE_WARN : otherwise;
}

static enum role column_role(const struct diag_row *row, enum system_column column)
{
	switch (column) {
	case SYSTEM_MARK:
	case SYSTEM_PROTO:
		return marked_role(row, ROLE_NORMAL);
	case SYSTEM_STATE:
		return marked_role(row, system_state_role(row));
	case SYSTEM_PROCESS:
		return row->owner == DIAG_OWNER_KNOWN ? ROLE_NORMAL : ROLE_DIM;
	case SYSTEM_RECVQ:
	case SYSTEM_IN:
	case SYSTEM_IN_RATE:
		return ROLE_IN;
	case SYSTEM_SENDQ:
	case SYSTEM_OUT:
	case SYSTEM_OUT_RATE:
		return ROLE_OUT;
	case SYSTEM_RETRANS:
		return row->retrans ? ROLE_WARN : ROLE_NORMAL;
	default:
		return ROLE_NORMAL;
	}
}

void system_cell(const struct diag_snapshot *s, const struct diag_row *row,
    enum system_column column, const struct diag_field *extra, enum clean_mode mode,
    struct table_cell *to)
{
	const struct diag_field *f = column == SYSTEM_EXTRA ? extra : system_column_field(column);
	to->role = row->mark == DIAG_CLOSED ? ROLE_DIM : column_role(row, column);
	to->text = to->buf;
	if (column == SYSTEM_MARK)
		to->buf[0] = diag_mark_sign(row), to->buf[1] = '\0';
	else if (column == SYSTEM_PROCESS)
		diag_owner_cell(row, mode, to->buf);
	else if (f)
		diag_cell(f, s, row, mode, to->buf);
	else
		to->text = "";
}
