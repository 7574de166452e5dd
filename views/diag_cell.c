#include "views/diag_cell.h"

#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "views/units.h"

static const char *put_clean(const char *text, enum clean_mode mode, char cell[DIAG_CELL_MAX])
{
	struct buf b = {0};
	clean_add(&b, text, strlen(text), mode);
	snprintf(cell, DIAG_CELL_MAX, "%s", b.len ? buf_text(&b) : "-");
	buf_free(&b);
	return cell;
}

/* Round trips are told in milliseconds, longer times in what fits them. */
static const char *time_text(uint64_t us, char text[UNITS_MAX])
{
	const uint64_t minute_us = 60 * 1000000;
	int decimals = us < 10000 ? 3 : us < 100000 ? 2 : 1;
	if (us < 1000000)
		snprintf(text, UNITS_MAX, "%.*f ms", decimals, (double)us / 1000);
	else if (us < minute_us)
		snprintf(text, UNITS_MAX, "%.1f s", (double)us / 1000000);
	else
		units_age((int64_t)us * NS_PER_US, text);
	return text;
}

static const char *number_text(enum field_type type, uint64_t value, char text[UNITS_MAX])
{
	if (value == 0)
		return "-";
	switch (type) {
	case FIELD_BYTES:
		return units_bytes(value, text);
	case FIELD_RATE:
		return units_rate((double)value, text);
	case FIELD_TIME:
	case FIELD_AGE:
		return time_text(value, text);
	default:
		return units_count(value, text);
	}
}

static const char *put_numbers(
    const struct diag_field *f, const struct diag_row *row, char cell[DIAG_CELL_MAX])
{
	uint64_t value[FIELD_VALUES_MAX];
	char text[UNITS_MAX];
	size_t n = diag_field_numbers(f, row, value);
	/* Who owns it, and with which descriptor, may be 0 and yet be told. */
	bool zero_counts = f->when == FIELD_OWNED || f->when == FIELD_HAS_UID;
	if (n && value[0] == 0 && zero_counts)
		snprintf(cell, DIAG_CELL_MAX, "0");
	else
		snprintf(cell, DIAG_CELL_MAX, "%s", n ? number_text(f->type, value[0], text) : "-");
	return cell;
}

/* A listener's state has its queue beside it: LISTEN 3/5. */
static const char *put_listener(const struct diag_row *row, char cell[DIAG_CELL_MAX])
{
	snprintf(cell, DIAG_CELL_MAX, "LISTEN %u/%u", row->accept_queue, row->backlog);
	return cell;
}

const char *diag_cell(const struct diag_field *f, const struct diag_snapshot *s,
    const struct diag_row *row, enum clean_mode mode, char cell[DIAG_CELL_MAX])
{
	char text[DIAG_TEXT_MAX];
	if (!diag_field_is_text(f))
		return put_numbers(f, row, cell);
	if (row->state == DIAG_LISTEN && strcmp(f->name, "state") == 0)
		return put_listener(row, cell);
	return put_clean(f->text(s, row, text), mode, cell);
}

static const char *put_holder(
    const struct diag_row *row, enum clean_mode mode, char cell[DIAG_CELL_MAX])
{
	struct buf b = {0};
	clean_add(&b, row->program, strnlen(row->program, sizeof row->program), mode);
	buf_printf(&b, " %d", row->pid);
	if (row->holders > 1)
		buf_printf(&b, " +%u", row->holders - 1);
	snprintf(cell, DIAG_CELL_MAX, "%s", buf_text(&b));
	buf_free(&b);
	return cell;
}

const char *diag_owner_cell(
    const struct diag_row *row, enum clean_mode mode, char cell[DIAG_CELL_MAX])
{
	static const char *const others[] = {
	    [DIAG_OWNER_PENDING] = "...",
	    [DIAG_OWNER_UNKNOWN] = "unknown",
	    [DIAG_OWNER_NONE] = "-",
	};
	if (row->owner == DIAG_OWNER_KNOWN)
		return put_holder(row, mode, cell);
	snprintf(cell, DIAG_CELL_MAX, "%s", others[row->owner]);
	return cell;
}

char diag_mark_sign(const struct diag_row *row)
{
	static const char signs[] = {
	    [DIAG_SAME] = ' ', [DIAG_NEW] = '+', [DIAG_CHANGED] = '*', [DIAG_CLOSED] = '-'};
	return row->rules ? '!' : signs[row->mark];
}
