/*
 * The wall clock is set by whole days between any two looks at it: nothing that is measured, waited
 * for or ordered may notice. It is wrapped by the linker.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "core/clock.h"
#include "core/trace.h"
#include "tests/unit/session_lines.h"
#include "views/socket_pair.h"

int __real_clock_gettime(clockid_t id, struct timespec *ts);
int __wrap_clock_gettime(clockid_t id, struct timespec *ts);

#define DAY_S 86400
#define LIMIT_NS (10 * NS_PER_S)

static _Atomic unsigned looks; /* at the wall clock */

int __wrap_clock_gettime(clockid_t id, struct timespec *ts)
{
	int r = __real_clock_gettime(id, ts);
	if (id == CLOCK_REALTIME) {
		unsigned n = looks++;
		ts->tv_sec += (n % 2 ? -1 : 1) * (time_t)(n % 7) * DAY_S;
	}
	return r;
}

/* The row and its calls took at least so long, and not days. */
static void assert_took(const struct journal_row *row, int64_t least_ns)
{
	int64_t took = row->end_ns - row->start_ns;
	assert_in_range(took, least_ns, LIMIT_NS);
	for (size_t i = 0; row->trace && i < trace_count(row->trace); i++) {
		const struct trace_call *call = trace_at(row->trace, i);
		assert_in_range(call->duration_ns, 0, took);
		assert_in_range(call->start_ns, row->start_ns, row->end_ns);
	}
}

static void waits_last_as_long_as_they_should(void **state)
{
	struct session *s = *state;
	session_line_do(s, "a, b = socket.socketpair()");
	session_line_do(s, "a.settimeout(0.05)");
	const struct journal_row *row = session_line_run(s, "a.recv(1)");
	assert_string_equal(row->error, "TimeoutError: timed out");
	assert_took(row, 50 * NS_PER_MS);
	row = session_line_run(s, "time.sleep(0.05)");
	assert_null(row->error);
	assert_took(row, 50 * NS_PER_MS);
	row = session_line_run(s, "b.sendall(b'x' * 10); a.recv(10)");
	assert_null(row->error);
	assert_took(row, 0);
	assert_true(looks > 3); /* it was looked at, and it jumped */
}

/* Where the line that says so stands in the pair's order of time. */
static size_t place_of(const struct pair *p, const char *text)
{
	for (size_t i = 0; i < p->nlines; i++)
		for (int side = 0; side < 2; side++)
			if (strncmp(p->line[i]->text[side], text, strlen(text)) == 0)
				return i;
	fail_msg("nothing says %s", text);
	return 0;
}

static void assert_in_order(const struct pair *p, const char *const *texts)
{
	for (size_t i = 1; texts[i]; i++)
		assert_true(place_of(p, texts[i - 1]) < place_of(p, texts[i]));
}

static void both_ends_stand_in_the_order_of_time(void **state)
{
	struct session *s = *state;
	struct socket_rows rows = {0};
	struct pair p = {0};
	session_line_do(s, "srv = socket.create_server(('127.0.0.1', 0))");
	session_line_do(s, "c = socket.create_connection(srv.getsockname())");
	session_line_do(s, "conn, addr = srv.accept()");
	assert_int_equal(socket_rows_look(&rows, s), 0);
	assert_int_equal(pair_open(&p, s, &rows, &rows.row[1]), 0);
	session_line_do(s, "c.sendall(b'12345')");
	session_line_do(s, "conn.recv(100)");
	session_line_do(s, "conn.sendall(b'1234567')");
	session_line_do(s, "c.recv(100)");
	pair_look(&p, s);
	session_line_do(s, "c.close()");
	pair_look(&p, s);
	assert_in_order(&p, (const char *[]){"connect", "accept", "send 5 B", "recv 5 B",
				"send 7 B", "recv 7 B", "close", "FIN_WAIT", NULL});
	pair_close(&p);
	socket_rows_free(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		waits_last_as_long_as_they_should, session_setup, session_teardown),
	    cmocka_unit_test_setup_teardown(
		both_ends_stand_in_the_order_of_time, session_setup, session_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
