/* session: lines take effect in their order, beside a screen that never waits for them. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/clock.h"
#include "core/trace.h"
#include "tests/unit/session_lines.h"

static void assert_result(struct session *s, const char *line, const char *result)
{
	const struct journal_row *r = session_line_run(s, line);
	assert_null(r->error);
	assert_string_equal(r->result ? r->result : "", result);
}

static void assert_error(struct session *s, const char *line, const char *error)
{
	const struct journal_row *r = session_line_run(s, line);
	assert_string_equal(r->error ? r->error : "", error);
}

static void lines_in_a_burst_keep_their_order(void **state)
{
	struct session *s = *state;
	for (int i = 0; i < 50; i++) {
		session_line_submit(s, "a, b = socket.socketpair()");
		session_line_submit(s, "n = a.send(b'1')");
		session_line_submit(s, "n = a.send(b'2')");
		session_line_submit(s, "a.close()");
		session_line_submit(s, "one = b.recv(1)");
		session_line_submit(s, "two = b.recv(1)");
		assert_result(s, "one + two + b.recv(1)", "b'12'");
	}
}

static void a_waiting_line_holds_up_no_other(void **state)
{
	struct session *s = *state;
	session_line_submit(s, "a, b = socket.socketpair()");
	uint64_t waits = session_line_submit(s, "got = b.recv(10)");
	assert_result(s, "1 + 1", "2");
	assert_int_equal(session_line_row(s, waits)->state, ROW_RUNNING);
	char error[100];
	snprintf(error, sizeof error, "NameError: name 'got' is not bound yet: line %d still waits",
	    (int)waits);
	assert_error(s, "got", error);
	session_line_submit(s, "n = a.send(b'hello')");
	assert_string_equal(session_line_end(s, waits)->result, "b'hello'");
	assert_result(s, "got", "b'hello'");
}

static void a_cancelled_line_says_so_and_binds_nothing(void **state)
{
	struct session *s = *state;
	session_line_submit(s, "got = 'old'; a, b = socket.socketpair()");
	uint64_t waits = session_line_submit(s, "got = b.recv(10)");
	assert_int_equal(session_cancel(s, waits), 0);
	assert_string_equal(session_line_end(s, waits)->error,
	    "InterruptedError: [Errno 4] Interrupted system call");
	assert_result(s, "got", "'old'");
	assert_int_equal(session_cancel(s, 0), -ENOENT);
}

static void a_failing_line_changes_nothing_else(void **state)
{
	struct session *s = *state;
	session_line_submit(s, "x = 1");
	assert_error(s, "x = nosuch", "NameError: name 'nosuch' is not defined");
	assert_error(s, "socket.socket().connect(('127.0.0.1', 70000))",
	    "OverflowError: connect(): port must be 0-65535.");
	assert_result(s, "x", "1");
}

static void a_socket_without_a_name_is_closed_and_told(void **state)
{
	struct session *s = *state;
	session_line_submit(s, "a = socket.socket()");
	uint64_t last = session_line_submit(s, "a = None");
	session_tick(s);
	const struct journal_row *note = session_line_row(s, last + 1);
	assert_non_null(note);
	assert_int_equal(note->state, ROW_NOTE);
	assert_non_null(strstr(note->line, "no name holds that socket any more"));
}

static void what_was_printed_is_kept_whole(void **state)
{
	struct session *s = *state;
	const struct journal_row *r = session_line_run(s, "print('a\\0b\\x1b[2J', 1)");
	assert_string_equal(r->output, "a\\x00b\\x1b[2J 1\n");
}

static void quit_is_asked_for_with_its_status(void **state)
{
	struct session *s = *state;
	int status = -1;
	assert_false(session_quit(s, &status));
	static const struct {
		const char *line;
		int status;
	} ways[] = {{"quit(3)", 3}, {"quit()", 0}, {"exit(-1)", 255}, {"quit('words')", 1}};
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		session_line_submit(s, ways[i].line);
		assert_true(session_quit(s, &status));
		assert_int_equal(status, ways[i].status);
	}
}

/* Not when the line ended that it was closed in, nor when that was taken over. */
static void what_no_name_holds_is_told_with_the_time_it_was_closed(void **state)
{
	struct session *s = *state;
	const struct journal_row *line = session_line_run(s, "socket.socket(); time.sleep(0.3)");
	const struct journal_row *note = session_line_row(s, line->seq + 1);
	assert_non_null(note);
	assert_non_null(strstr(note->line, "closed: no name holds that socket"));
	assert_true(note->start_ns >= line->start_ns);
	assert_true(note->start_ns + 200 * NS_PER_MS < clock_mono_ns());
	const struct trace_call *call = trace_at(note->trace, 0);
	assert_true(call->start_ns == note->start_ns);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(what_no_name_holds_is_told_with_the_time_it_was_closed,
		session_setup, session_teardown),
	    cmocka_unit_test_setup_teardown(
		lines_in_a_burst_keep_their_order, session_setup, session_teardown),
	    cmocka_unit_test_setup_teardown(
		a_waiting_line_holds_up_no_other, session_setup, session_teardown),
	    cmocka_unit_test_setup_teardown(
		a_cancelled_line_says_so_and_binds_nothing, session_setup, session_teardown),
	    cmocka_unit_test_setup_teardown(
		a_failing_line_changes_nothing_else, session_setup, session_teardown),
	    cmocka_unit_test_setup_teardown(
		a_socket_without_a_name_is_closed_and_told, session_setup, session_teardown),
	    cmocka_unit_test_setup_teardown(
		what_was_printed_is_kept_whole, session_setup, session_teardown),
	    cmocka_unit_test_setup_teardown(
		quit_is_asked_for_with_its_status, session_setup, session_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
