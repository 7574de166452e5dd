/* Files of makefile() in the session: two calls on one, and what the last name takes with it. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/trace.h"
#include "tests/unit/session_lines.h"

static const struct {
	const char *prepare, *second;
} seconds[] = {
    {"f = b.makefile('rb')", "f.readline()"},
    {"f = b.makefile('rb')", "f.close()"},
    {"f = b.makefile()", "f.read(1)"},
    {"f = b.makefile('rwb')", "f.readline()"},
};

/* The first goes on; what it reads comes whole. */
static void a_second_call_on_a_file_waits_its_turn_and_is_cancelled(void **state)
{
	struct session *s = *state;
	for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++) {
		session_line_do(s, "a, b = socket.socketpair()");
		session_line_do(s, seconds[i].prepare);
		uint64_t first = session_line_submit(s, "line = f.readline()");
		session_line_await(s, first, "data");
		uint64_t second = session_line_submit(s, seconds[i].second);
		session_line_await(s, second, "another call on this file");
		assert_int_equal(session_cancel(s, second), 0);
		assert_string_equal(session_line_end(s, second)->error,
		    "InterruptedError: [Errno 4] Interrupted system call");
		session_line_do(s, "n = a.send(b'all of it\\n')");
		assert_null(session_line_end(s, first)->error);
		session_line_do(s, "assert line in ('all of it\\n', b'all of it\\n')");
	}
}

/* A file to read and to write: one thread may do this while another does that. */
static void a_file_is_written_while_a_read_waits(void **state)
{
	struct session *s = *state;
	session_line_do(s, "a, b = socket.socketpair()");
	session_line_do(s, "f = b.makefile('rw')");
	uint64_t seq = session_line_submit(s, "f.readline()");
	session_line_await(s, seq, "data");
	session_line_do(s, "n = f.write('question')");
	session_line_do(s, "f.flush()");
	session_line_do(s, "assert a.recv(9) == b'question'");
	session_line_do(s, "n = a.send(b'answer\\n')");
	assert_string_equal(session_line_end(s, seq)->result, "'answer\\n'");
}

static const struct journal_row *row_with(struct session *s, const char *words)
{
	const struct journal *j = session_journal(s);
	session_tick(s);
	for (uint64_t seq = journal_first(j); seq <= journal_last(j); seq++)
		if (strstr(session_line_row(s, seq)->line, words))
			return session_line_row(s, seq);
	return NULL;
}

/* What a file holds goes out with its last name, whether or not there is room for it now. */
static void the_last_name_of_a_file_does_not_hold_the_screen(void **state)
{
	static const char told[] = ": no name holds that file over it any more";
	struct session *s = *state;
	session_line_do(s, "a, b = socket.socketpair()");
	session_line_do(s, "f = a.makefile('wb')");
	session_line_do(s, "n = f.write(b'the last')");
	session_line_do(s, "a.setblocking(False)");
	while (!session_line_run(s, "a.send(b'x' * 100000)")->error)
		continue;
	session_line_do(s, "a.setblocking(True)");
	session_line_do(s, "f = None");
	assert_null(row_with(s, told));
	session_line_do(s, "b.settimeout(30)");
	do
		session_line_do(s, "data = b.recv(1000000)");
	while (session_line_run(s, "assert data[-8:] == b'the last'")->error);
	while (!row_with(s, told))
		poll(NULL, 0, 1);
	const struct trace *t = row_with(s, told)->trace;
	assert_string_equal(trace_at(t, 0)->name, "sendto");
	assert_string_equal(trace_at(t, 0)->arg[1], "\"the last\"");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, session_setup, session_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(a_second_call_on_a_file_waits_its_turn_and_is_cancelled),
	    TEST(a_file_is_written_while_a_read_waits),
	    TEST(the_last_name_of_a_file_does_not_hold_the_screen),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
