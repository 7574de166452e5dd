/*
 * A blocking call is seen blocking, the screen goes on, and it is completed or cancelled; a line
 * that fails says so in Python's words and changes nothing else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"
#include "tests/e2e/outside.h"

/* A key is answered within this time, whatever waits. The best of some tries counts: the machine
 * may be busy. */
#define ANSWER_MS 100
#define TRIES 5

static int64_t now_ms(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static struct term *start_listener(void)
{
	struct term *t = cockpit_start(120, 40, NULL);
	cockpit_line(t, "s = socket.socket()");
	assert_true(term_wait_text(t, "→ s", WAIT_MS));
	cockpit_line(t, "s.bind((\"127.0.0.1\", 0))");
	assert_true(term_wait_text(t, "laddr=('127.0.0.1', ", WAIT_MS));
	cockpit_line(t, "s.listen()");
	assert_true(term_wait_text(t, "LISTEN 0/", WAIT_MS));
	return t;
}

static void wait_in_accept(struct term *t)
{
	cockpit_line(t, "conn, addr = s.accept()");
	assert_true(term_wait_text(t, "waiting", WAIT_MS));
	assert_true(term_wait_text(t, "for a connection", WAIT_MS));
}

static int port_of(struct term *t)
{
	static const char address[] = "laddr=('127.0.0.1', ";
	int x, y;
	assert_true(term_find(t, address, &x, &y));
	return (int)strtol(strstr(term_line(t, y), address) + strlen(address), NULL, 10);
}

/* The slowest of some keys, each told by what it shows. */
static int64_t slowest_answer(struct term *t)
{
	static const struct {
		const char *key, *shows;
	} steps[] = {
	    {"2", "Servers ─ 0"},
	    {"1", "Sockets ─ 1"},
	    {"?", "┌ Help"},
	};
	int64_t worst = 0;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		int64_t pressed = now_ms();
		term_key(t, steps[i].key);
		assert_true(term_wait_text(t, steps[i].shows, WAIT_MS));
		int64_t took = now_ms() - pressed;
		worst = took > worst ? took : worst;
	}
	term_key(t, "Esc");
	assert_true(term_wait_no_text(t, "┌ Help", WAIT_MS));
	return worst;
}

static bool answers_in_time(struct term *t)
{
	for (int i = 0; i < TRIES; i++)
		if (slowest_answer(t) <= ANSWER_MS)
			return true;
	return false;
}

static void a_waiting_accept_is_seen_and_completed(void **state)
{
	(void)state;
	struct outside client;
	struct term *t = start_listener();
	int port = port_of(t);
	wait_in_accept(t);
	/* The row counts the time. */
	assert_true(term_wait_text(t, "waiting 0.", WAIT_MS));
	assert_true(term_wait_text(t, "waiting 1.", WAIT_MS));
	assert_true(answers_in_time(t));
	assert_int_equal(outside_connect(&client, port), 0);
	assert_true(term_wait_no_text(t, "for a connection", WAIT_MS));
	assert_true(term_wait_text(t, "→ conn, ('127.0.0.1', ", WAIT_MS));
	assert_true(term_wait_text(t, "ESTABLISHED", WAIT_MS));
	assert_int_equal(outside_end(&client), 0);
	cockpit_quit(t);
}

static int64_t cancel(struct term *t)
{
	int64_t pressed = now_ms();
	term_key(t, "c");
	assert_true(
	    term_wait_text(t, "InterruptedError: [Errno 4] Interrupted system call", WAIT_MS));
	assert_true(term_wait_no_text(t, "for a connection", WAIT_MS));
	return now_ms() - pressed;
}

static void a_waiting_accept_is_cancelled(void **state)
{
	(void)state;
	int64_t best = INT64_MAX;
	struct term *t = start_listener();
	for (int i = 0; i < TRIES && best > 2 * ANSWER_MS; i++) {
		wait_in_accept(t);
		int64_t took = cancel(t);
		best = took < best ? took : best;
	}
	assert_true(best <= 2 * ANSWER_MS);
	/* The listener is none the worse for it, and the names were not bound. */
	wait_in_accept(t);
	cockpit_line(t, "conn");
	assert_true(term_wait_text(t, "NameError", WAIT_MS));
	term_key(t, "Ctrl-C");
	assert_true(term_wait_no_text(t, "for a connection", WAIT_MS));
	cockpit_quit(t);
}

static void leaving_does_not_wait_for_what_waits(void **state)
{
	(void)state;
	struct term *t = start_listener();
	wait_in_accept(t);
	cockpit_quit(t);
}

/* ---- lines that fail ---- */

static void expect_failure(struct term *t, const char *line, const char *message)
{
	cockpit_line(t, line);
	assert_true(term_wait_text(t, message, WAIT_MS));
	assert_true(term_wait_text(t, "Sockets ─ 1", WAIT_MS)); /* nothing came or went */
}

static void failing_lines_say_so_in_pythons_words(void **state)
{
	(void)state;
	char line[100];
	struct term *t = start_listener();
	int port = port_of(t);
	snprintf(line, sizeof(line), "s.bind((\"127.0.0.1\", %d))", port);
	expect_failure(t, line, "OSError: [Errno 22] Invalid argument");
	snprintf(line, sizeof(line), "socket.socket().bind((\"127.0.0.1\", %d))", port);
	expect_failure(t, line, "OSError: [Errno 98] Address already in use");
	expect_failure(t, "socket.socket().connect((\"127.0.0.1\", 1))",
	    "ConnectionRefusedError: [Errno 111] Connection refused");
	expect_failure(
	    t, "s.bind((\"127.0.0.1\", 99999))", "OverflowError: bind(): port must be 0-65535.");
	expect_failure(t, "nobody.accept()", "NameError: name 'nobody' is not defined");
	expect_failure(t, "s.accept)", "SyntaxError");
	cockpit_quit(t);
}

/* ---- the case that must fail ---- */

static void a_wait_that_is_none_is_found_out(void **state)
{
	(void)state;
	struct term *t = start_listener();
	cockpit_line(t, "s.setblocking(False)");
	cockpit_line(t, "conn, addr = s.accept()");
	assert_true(term_wait_text(t, "BlockingIOError: [Errno 11]", WAIT_MS));
	assert_false(term_wait_text(t, "for a connection", 300));
	cockpit_quit(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_waiting_accept_is_seen_and_completed),
	    cmocka_unit_test(a_waiting_accept_is_cancelled),
	    cmocka_unit_test(leaving_does_not_wait_for_what_waits),
	    cmocka_unit_test(failing_lines_say_so_in_pythons_words),
	    cmocka_unit_test(a_wait_that_is_none_is_found_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
