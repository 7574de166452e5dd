/* What view 1 makes of what it sees: the way through the states, boundaries of a stream, the lines
 * that set options. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "core/observe/diag.h"
#include "views/data_flow.h"
#include "views/socket_option.h"
#include "views/socket_states.h"
#include "views/socket_trail.h"

/* ---- the way ---- */

static void a_trail_has_each_state_once_in_a_row(void **state)
{
	(void)state;
	struct trails t = {0};
	trails_begin(&t);
	assert_int_equal(trails_see(&t, 1, DIAG_SYN_SENT, false, 10), 0);
	assert_int_equal(trails_see(&t, 1, DIAG_SYN_SENT, false, 20), 0);
	assert_int_equal(trails_see(&t, 1, DIAG_ESTABLISHED, false, 30), 0);
	assert_int_equal(trails_see(&t, 2, 0, false, 30), 0); /* no TCP */
	trails_end(&t);
	const struct trail *way = trails_find(&t, 1);
	assert_non_null(way);
	assert_int_equal(way->n, 2);
	assert_int_equal(way->step[0].at_ns, 10);
	assert_int_equal(trail_last(way)->state, DIAG_ESTABLISHED);
	assert_null(trails_find(&t, 2));
	trails_begin(&t);
	trails_end(&t); /* it was closed */
	assert_null(trails_find(&t, 1));
	trails_free(&t);
}

static void a_long_trail_keeps_its_end(void **state)
{
	(void)state;
	struct trail way = {0};
	for (int i = 0; i < 3 * TRAIL_MAX; i++)
		trail_add(&way, i % 2 ? DIAG_CLOSE : DIAG_LISTEN, false, i);
	assert_int_equal(way.n, TRAIL_MAX);
	assert_int_equal(trail_last(&way)->at_ns, 3 * TRAIL_MAX - 1);
}

static void only_neighbours_follow_each_other(void **state)
{
	(void)state;
	assert_true(socket_states_follow(DIAG_CLOSE, DIAG_SYN_SENT));
	assert_true(socket_states_follow(DIAG_FIN_WAIT2, DIAG_TIME_WAIT));
	assert_true(socket_states_follow(DIAG_LAST_ACK, DIAG_CLOSE));
	assert_false(socket_states_follow(DIAG_ESTABLISHED, DIAG_TIME_WAIT));
	assert_false(socket_states_follow(DIAG_ESTABLISHED, DIAG_CLOSE));
	assert_false(socket_states_follow(99, -1));
}

/* ---- boundaries ---- */

static void two_sends_are_found_in_one_receive(void **state)
{
	(void)state;
	const struct data_entry sent[] = {{.kind = DATA_OUT, .real_len = 5},
	    {.kind = DATA_IN, .real_len = 9}, {.kind = DATA_OUT, .real_len = 7}};
	struct data_part parts[DATA_PARTS_MAX];
	struct data_flow f;
	data_flow_start(&f, sent, 3, 0);
	assert_int_equal(data_flow_take(&f, 8, parts), 2);
	assert_true(parts[0].len == 5 && parts[0].send == 0 && parts[0].whole);
	assert_true(parts[1].len == 3 && parts[1].send == 1 && !parts[1].whole);
	assert_int_equal(data_flow_take(&f, 4, parts), 1);
	assert_true(parts[0].len == 4 && parts[0].send == 1);
	assert_int_equal(data_flow_take(&f, 1, parts), 0); /* more than was sent */
}

static void nothing_is_told_where_the_log_is_not_whole(void **state)
{
	(void)state;
	const struct data_entry sent[] = {{.kind = DATA_OUT, .real_len = 5}};
	struct data_part parts[DATA_PARTS_MAX];
	struct data_flow f;
	data_flow_start(&f, sent, 1, 100);
	assert_int_equal(data_flow_take(&f, 5, parts), 0);
	data_flow_start(&f, NULL, 0, 0);
	assert_int_equal(data_flow_take(&f, 5, parts), 0);
}

static void many_parts_end_in_one(void **state)
{
	(void)state;
	struct data_entry sent[40];
	struct data_part parts[DATA_PARTS_MAX];
	struct data_flow f;
	for (size_t i = 0; i < 40; i++)
		sent[i] = (struct data_entry){.kind = DATA_OUT, .real_len = 1};
	data_flow_start(&f, sent, 40, 0);
	assert_int_equal(data_flow_take(&f, 40, parts), DATA_PARTS_MAX);
	assert_int_equal(parts[DATA_PARTS_MAX - 1].len, 40 - (DATA_PARTS_MAX - 1));
}

/* ---- lines that set options ---- */

static void expect_line(int level, int option, bool on, const char *text, const char *line)
{
	const struct socket_option *o = option_find(level, option);
	struct buf b = {0};
	assert_non_null(o);
	socket_option_write_line("s", o, on, text, &b);
	assert_string_equal(buf_text(&b), line);
	buf_free(&b);
}

static void each_kind_of_option_has_its_line(void **state)
{
	(void)state;
	expect_line(SOL_SOCKET, SO_REUSEADDR, true, "",
	    "s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)");
	expect_line(SOL_SOCKET, SO_RCVBUF, false, "4096",
	    "s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)");
	expect_line(SOL_SOCKET, SO_LINGER, true, "5",
	    "s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(\"ii\", 1, 5))");
	expect_line(SOL_SOCKET, SO_RCVTIMEO, false, "1.5",
	    "s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack(\"ll\", 1, 500000))");
	expect_line(IPPROTO_TCP, TCP_CONGESTION, false, "reno",
	    "s.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, b\"reno\")");
}

static void the_c_call_is_told_too(void **state)
{
	(void)state;
	struct buf b = {0};
	socket_option_write_c(7, option_find(SOL_SOCKET, SO_KEEPALIVE), true, "", &b);
	assert_string_equal(
	    buf_text(&b), "setsockopt(7, SOL_SOCKET, SO_KEEPALIVE, &(int){1}, sizeof(int))");
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_trail_has_each_state_once_in_a_row),
	    cmocka_unit_test(a_long_trail_keeps_its_end),
	    cmocka_unit_test(only_neighbours_follow_each_other),
	    cmocka_unit_test(two_sends_are_found_in_one_receive),
	    cmocka_unit_test(nothing_is_told_where_the_log_is_not_whole),
	    cmocka_unit_test(many_parts_end_in_one),
	    cmocka_unit_test(each_kind_of_option_has_its_line),
	    cmocka_unit_test(the_c_call_is_told_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
