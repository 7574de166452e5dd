/*
 * The main job, by typed lines and by keys alone: a threading and a forking server on port 0, three
 * clients in the cockpit and three outside, echo, counts right to the byte, EOF on close, the end.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"
#include "tests/e2e/outside.h"

/* ---- what view 2 shows of the one server ---- */

struct counts {
	int port;
	int live, total, in, out;
};

static bool read_counts(struct term *t, struct counts *c)
{
	int x, y;
	if (!term_find(t, " serving ", &x, &y))
		return false;
	*c = (struct counts){
	    .live = cockpit_number_under(t, "LIVE", y),
	    .total = cockpit_number_under(t, "TOTAL", y),
	    .in = cockpit_number_under(t, "IN", y),
	    .out = cockpit_number_under(t, "OUT", y),
	};
	const char *address = strstr(term_line(t, y), "127.0.0.1:");
	c->port = address == NULL ? -1 : (int)strtol(address + strlen("127.0.0.1:"), NULL, 10);
	return true;
}

static bool counts_are(struct term *t, void *ctx)
{
	const struct counts *wanted = ctx;
	struct counts now;
	return read_counts(t, &now) && now.live == wanted->live && now.total == wanted->total &&
	       now.in == wanted->in && now.out == wanted->out;
}

static void expect_counts(struct term *t, int live, int total, int bytes)
{
	struct counts wanted = {.live = live, .total = total, .in = bytes, .out = bytes};
	if (!term_wait(t, counts_are, &wanted, WAIT_MS)) {
		char what[100];
		snprintf(
		    what, sizeof(what), "not %d live, %d in all, %d bytes", live, total, bytes);
		term_show(t, what);
		fail();
	}
}

static int served_port(struct term *t)
{
	struct counts now;
	assert_true(read_counts(t, &now));
	return now.port;
}

/* ---- clients outside ---- */

static void three_from_outside(struct term *t, int live, int total, int bytes)
{
	struct outside o[3];
	int port = served_port(t);
	assert_int_equal(outside_python(&o[0], port, "hello"), 0);
	assert_int_equal(outside_python(&o[1], port, "hello"), 0);
	assert_int_equal(outside_nc(&o[2], port, "hello"), 0);
	assert_true(outside_wait(&o[0], "back", WAIT_MS));
	assert_true(outside_wait(&o[1], "back", WAIT_MS));
	assert_true(outside_wait(&o[2], "hello", WAIT_MS));
	expect_counts(t, live + 3, total + 3, bytes + 15);
	for (int i = 0; i < 3; i++)
		assert_int_equal(outside_end(&o[i]), 0);
	expect_counts(t, live, total + 3, bytes + 15);
}

/* ---- by typed lines ---- */

static void typed(const char *model)
{
	struct term *t = cockpit_start(140, 45, NULL);
	cockpit_make_server(t, model);
	cockpit_serve(t, "");
	cockpit_connect_and_talk(t, "c1");
	cockpit_connect_and_talk(t, "c2");
	cockpit_connect_and_talk(t, "c3");
	term_key(t, "2");
	expect_counts(t, 3, 3, 15);
	three_from_outside(t, 3, 3, 15);
	/* No copy of a client is left open in a process that serves: closing it is its end. */
	cockpit_line(t, "c2.close()");
	expect_counts(t, 2, 6, 30);
	cockpit_line(t, "srv.shutdown()");
	assert_true(term_wait_no_text(t, "for requests", WAIT_MS));
	/* As in Python, two idle clients hold it up. */
	cockpit_line(t, "srv.server_close()");
	assert_true(term_wait_text(t, "for clients to leave", WAIT_MS));
	cockpit_line(t, "c1.close()");
	cockpit_line(t, "c3.close()");
	assert_true(term_wait_no_text(t, "for clients to leave", WAIT_MS));
	assert_true(term_wait_text(t, " closed ", WAIT_MS));
	cockpit_quit(t);
}

static void threading_server_by_typed_lines(void **state)
{
	(void)state;
	typed("ThreadingTCPServer");
}

static void forking_server_by_typed_lines(void **state)
{
	(void)state;
	typed("ForkingTCPServer");
}

/* ---- by keys alone ---- */

/* From the table of sockets: the next socket sends and receives. */
static void talk_by_keys(struct term *t, const char *name)
{
	char text[64];
	term_key(t, "Down");
	snprintf(text, sizeof(text), "▸%s ", name);
	assert_true(term_wait_text(t, text, WAIT_MS));
	term_key(t, "s");
	snprintf(text, sizeof(text), "%s.send(", name);
	assert_true(term_wait_text(t, text, WAIT_MS));
	cockpit_type_over(t, "hello");
	snprintf(text, sizeof(text), "%s.send(b\"hello\")", name);
	assert_true(term_wait_text(t, text, WAIT_MS));
	term_key(t, "Enter");
	snprintf(text, sizeof(text), "%s.send(b\"hello\")  → 5", name);
	assert_true(term_wait_text(t, text, WAIT_MS));
	term_key(t, "r");
	snprintf(text, sizeof(text), "%s.recv(", name);
	assert_true(term_wait_text(t, text, WAIT_MS));
	term_key(t, "Enter");
	snprintf(text, sizeof(text), "%s.recv(1024)  → b'hello'", name);
	assert_true(term_wait_text(t, text, WAIT_MS));
}

static void by_keys(const char *letter)
{
	struct term *t = cockpit_start(140, 45, NULL);
	term_key(t, "S");
	assert_true(term_wait_text(t, "New server", WAIT_MS));
	term_key(t, letter);
	term_key(t, "Enter");
	assert_true(term_wait_text(t, "for requests", WAIT_MS));
	for (int i = 1; i <= 3; i++) {
		term_key(t, "a");
		expect_counts(t, i, i, 0);
	}
	term_key(t, "1");
	assert_true(term_wait_text(t, "▸srv1.so", WAIT_MS));
	talk_by_keys(t, "c1");
	talk_by_keys(t, "c2");
	talk_by_keys(t, "c3");
	term_key(t, "2");
	expect_counts(t, 3, 3, 15);
	three_from_outside(t, 3, 3, 15);
	term_key(t, "1");
	assert_true(term_wait_text(t, "▸c3", WAIT_MS));
	term_key(t, "x");
	assert_true(term_wait_text(t, "c3.close()", WAIT_MS));
	term_key(t, "2");
	expect_counts(t, 2, 6, 30);
	term_key(t, "x");
	assert_true(term_wait_text(t, " bound ", WAIT_MS));
	term_key(t, "x");
	assert_true(term_wait_text(t, "for clients to leave", WAIT_MS));
	term_key(t, "1");
	assert_true(term_wait_text(t, "▸c2", WAIT_MS));
	term_key(t, "x");
	assert_true(term_wait_text(t, "▸c1", WAIT_MS));
	term_key(t, "x");
	assert_true(term_wait_no_text(t, "for clients to leave", WAIT_MS));
	term_key(t, "2");
	assert_true(term_wait_text(t, " closed ", WAIT_MS));
	cockpit_quit(t);
}

static void threading_server_by_keys(void **state)
{
	(void)state;
	by_keys("t");
}

static void forking_server_by_keys(void **state)
{
	(void)state;
	by_keys("f");
}

/* ---- the end while servers run ---- */

static void start_server(struct term *t, const char *model)
{
	cockpit_make_server(t, model);
	cockpit_serve(t, "");
	cockpit_connect_and_talk(t, "c");
}

static void quitting_asks_where_servers_run(void **state)
{
	(void)state;
	int status;
	struct term *t = cockpit_start(140, 45, NULL);
	start_server(t, "ForkingTCPServer");
	term_key(t, "q");
	assert_true(term_wait_text(t, "Quit?", WAIT_MS));
	term_key(t, "n");
	assert_true(term_wait_no_text(t, "Quit?", WAIT_MS));
	term_key(t, "q");
	assert_true(term_wait_text(t, "Quit?", WAIT_MS));
	term_key(t, "y");
	assert_true(term_wait_exit(t, &status, WAIT_MS));
	assert_int_equal(status, 0);
	assert_true(term_wait_processes(t, 0, GONE_MS));
	term_free(t);
}

/* Whatever one of the processes dies of: nothing is left. */
static void kill_one(const char *model, bool guardian)
{
	struct term *t = cockpit_start_in_shell(140, 45);
	start_server(t, model);
	assert_true(term_processes(t, NULL, 0) >= 4); /* shell, guardian, cockpit, server */
	assert_int_equal(kill(guardian ? cockpit_guardian(t) : cockpit_self(t), SIGKILL), 0);
	assert_true(term_wait_processes(t, 1, GONE_MS));
	term_free(t);
}

static void servers_die_with_whoever_is_killed(void **state)
{
	(void)state;
	kill_one("ThreadingTCPServer", false);
	kill_one("ThreadingTCPServer", true);
	kill_one("ForkingTCPServer", false);
	kill_one("ForkingTCPServer", true);
}

static void servers_die_with_the_terminal(void **state)
{
	(void)state;
	struct term *t = cockpit_start(140, 45, NULL);
	start_server(t, "ForkingTCPServer");
	term_hang_up(t);
	assert_true(term_wait_processes(t, 0, GONE_MS));
	term_free(t);
}

/* ---- the case that must fail ---- */

static void wrong_counts_are_found_out(void **state)
{
	(void)state;
	struct term *t = cockpit_start(140, 45, NULL);
	start_server(t, "ThreadingTCPServer");
	term_key(t, "2");
	expect_counts(t, 1, 1, 5);
	struct counts wrong = {.live = 1, .total = 1, .in = 5, .out = 6};
	assert_false(term_wait(t, counts_are, &wrong, 600));
	term_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(threading_server_by_typed_lines),
	    cmocka_unit_test(forking_server_by_typed_lines),
	    cmocka_unit_test(threading_server_by_keys),
	    cmocka_unit_test(forking_server_by_keys),
	    cmocka_unit_test(quitting_asks_where_servers_run),
	    cmocka_unit_test(servers_die_with_whoever_is_killed),
	    cmocka_unit_test(servers_die_with_the_terminal),
	    cmocka_unit_test(wrong_counts_are_found_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
