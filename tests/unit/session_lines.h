/*
 * session_lines: lines submitted to a session, each with its row of the journal.
 *
 *	uint64_t waits = session_line_submit(s, "b.recv(9)");
 *	session_line_do(s, "a.send(b'hello')");
 *	assert_string_equal(session_line_end(s, waits)->result, "b'hello'");
 *
 * Failures are cmocka's. Rows are the journal's.
 */
#ifndef TESTS_UNIT_SESSION_LINES_H
#define TESTS_UNIT_SESSION_LINES_H

#include <stdint.h>

#include "core/journal.h"
#include "core/session.h"

/* For cmocka_unit_test_setup_teardown(): *state is a session. */
int session_setup(void **state);
int session_teardown(void **state);

uint64_t session_line_submit(struct session *s, const char *line);
const struct journal_row *session_line_row(struct session *s, uint64_t seq);

/* Tick until that line has ended; its row. */
const struct journal_row *session_line_end(struct session *s, uint64_t seq);

/* Tick until that line has told that it waits for that. */
void session_line_await(struct session *s, uint64_t seq, const char *what);

/* Submit, and wait for the end. And with nothing raised. */
const struct journal_row *session_line_run(struct session *s, const char *line);
void session_line_do(struct session *s, const char *line);

#endif
