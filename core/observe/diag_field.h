/*
 * diag_field: what can be asked of a row, one line of a table for each thing. The filter's fields,
 * the columns to sort by, the keys of `sockpit watch --json` and the help are all made from it.
 * Constant; any thread.
 *
 *	const struct diag_field *f = diag_field_find("rtt", 3);
 *	uint64_t value[FIELD_VALUES_MAX];
 *	if (diag_field_numbers(f, row, value))
 *		... value[0] microseconds ...
 */
#ifndef CORE_OBSERVE_DIAG_FIELD_H
#define CORE_OBSERVE_DIAG_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/observe/diag.h"
#include "core/observe/diag_text.h"

#define FIELD_VALUES_MAX 2

enum field_type {
	FIELD_TEXT, /* searched for anywhere in it */
	FIELD_WORD, /* one of few words; what is searched for stands at its beginning */
	FIELD_NUMBER,
	FIELD_BYTES,
	FIELD_RATE, /* bytes a second */
	FIELD_TIME, /* microseconds */
	FIELD_AGE,  /* microseconds, and asked for in seconds */
};

/* When a number is there at all. */
enum field_when {
	FIELD_ALWAYS,
	FIELD_NOT_ZERO,
	FIELD_HAS_TCP,
	FIELD_HAS_MEMORY,
	FIELD_LISTENS,
	FIELD_LISTENS_NOT,
	FIELD_OWNED,
	FIELD_TIMED,
	FIELD_HAS_UID,
};

struct diag_field {
	const char *name;  /* in a filter and in JSON: "recvq" */
	const char *title; /* of a column: "RECV-Q" */
	const char *help;  /* one line, without a full stop */
	enum field_type type;
	/* Of FIELD_TEXT and FIELD_WORD: never NULL, "" when there is none; returns text or
	 * something static. What came from outside is not cleaned. */
	const char *(*text)(
	    const struct diag_snapshot *s, const struct diag_row *row, char text[DIAG_TEXT_MAX]);
	/* Of the others, for diag_field_numbers(): a member of struct diag_row and what it is
	 * multiplied with where that is not 0, or a function for those that are no member. */
	enum field_when when;
	size_t offset, size;
	unsigned scale;
	size_t (*numbers)(const struct diag_row *row, uint64_t value[FIELD_VALUES_MAX]);
};

const struct diag_field *diag_field_at(size_t i); /* NULL past the last */

/* The field of that name, len bytes long; NULL: there is none. */
const struct diag_field *diag_field_find(const char *name, size_t len);

/* Is it told by words? Then by its text(), else by numbers. */
bool diag_field_is_text(const struct diag_field *f);

/* How many values there are, 0 to FIELD_VALUES_MAX. */
size_t diag_field_numbers(
    const struct diag_field *f, const struct diag_row *row, uint64_t value[FIELD_VALUES_MAX]);

#endif
