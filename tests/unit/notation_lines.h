/*
 * notation_lines: lines of the notation run without sockets, for the tests of the notation itself.
 *
 *	struct notation n;
 *	notation_begin(&n);
 *	assert_string_equal(notation_say(&n, "1 + 1"), "2");
 *	notation_end(&n);
 */
#ifndef TESTS_UNIT_NOTATION_LINES_H
#define TESTS_UNIT_NOTATION_LINES_H

#include "core/buf.h"
#include "core/notation/notation.h"
#include "core/notation/run.h"
#include "core/notation/value.h"

struct notation {
	struct run run;
	struct waiter waiter;
	struct buf out; /* what print() wrote since notation_begin() */
	char *said;
};

void notation_begin(struct notation *n);
void notation_end(struct notation *n);

/* Run statements. The repr of the last one's value, "" for None, or the last line of the error.
 * Valid until the next call. */
const char *notation_say(struct notation *n, const char *text);

/* The same for a whole text, as stderr would show its error: all lines. "" where there is none. */
const char *notation_show(struct notation *n, const char *text, size_t len);

/* All modules of the notation but threading; NULL-ended. */
extern const struct module *const notation_modules[];

#endif
