/*
 * Nobody listens on all addresses by accident: in the forms no host, two
 * quotes and * are this machine alone; where a wildcard is written out, the screen says so.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"

#define WARNING "All addresses of this machine"

static bool shows(struct term *t, const char *text)
{
	int x, y;
	return term_find(t, text, &x, &y);
}

/* ---- the form of bind() ---- */

static void open_bind(struct term *t, const char *host)
{
	cockpit_line(t, "s = socket.socket()");
	expect(t, "▸s ");
	term_key(t, "Enter");
	expect(t, "b bind ");
	term_key(t, "b");
	expect(t, "s.bind((\"127.0.0.1\", 0))");
	cockpit_type_over(t, host);
}

static void no_host_binds_this_machine_alone(void **state)
{
	static const char *const none[] = {"", "*", "''"};
	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		struct term *t = cockpit_start(120, 40, NULL);
		open_bind(t, none[i]);
		expect(t, "No host: this machine alone");
		expect(t, "s.bind((\"127.0.0.1\", 0))");
		term_key(t, "Enter");
		expect(t, "laddr=('127.0.0.1', ");
		assert_false(shows(t, "all addresses"));
		cockpit_quit(t);
	}
}

static void a_wildcard_that_is_bound_is_flagged(void **state)
{
	(void)state;
	struct term *t = cockpit_start(120, 40, NULL);
	open_bind(t, "0.0.0.0");
	expect(t, WARNING);
	term_key(t, "Enter");
	expect(t, " 0.0.0.0:");
	expect(t, "all addresses");
	cockpit_quit(t);
}

/* The notation is Python's: '' is any, and is flagged as that. */
static void an_empty_host_in_a_line_is_flagged(void **state)
{
	(void)state;
	struct term *t = cockpit_start(120, 40, NULL);
	cockpit_line(t, "s = socket.socket(); s.bind(('', 0))");
	expect(t, " 0.0.0.0:");
	expect(t, "all addresses");
	cockpit_line(t, "s = socket.create_server(('', 0), family=socket.AF_INET6)");
	expect(t, " [::]:");
	expect(t, "all addresses");
	cockpit_quit(t);
}

/* ---- the form of servers ---- */

static struct term *open_server(const char *host)
{
	struct term *t = cockpit_start(140, 45, NULL);
	term_key(t, "S");
	expect(t, "New server");
	term_key(t, "Tab");
	cockpit_type_over(t, host);
	return t;
}

/* Without colour, too: a mark behind the address. */
static bool flagged(struct term *t, void *ctx)
{
	int x, y;
	(void)ctx;
	return term_find(t, "▸srv1", &x, &y) && strstr(term_line(t, y), " ! ");
}

static void quit(struct term *t)
{
	int status;
	term_key(t, "q");
	expect(t, "y yes");
	term_key(t, "y");
	assert_true(term_wait_exit(t, &status, WAIT_MS));
	term_free(t);
}

static void no_host_serves_this_machine_alone(void **state)
{
	static const char *const none[] = {"", "*", "''"};
	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		struct term *t = open_server(none[i]);
		expect(t, "((\"127.0.0.1\", 0), Echo)");
		assert_false(shows(t, WARNING));
		term_key(t, "Enter");
		expect(t, "for requests");
		expect(t, " 127.0.0.1:");
		assert_false(flagged(t, NULL));
		quit(t);
	}
}

static void a_server_for_all_is_flagged(void **state)
{
	static const char *const any[] = {"0.0.0.0", "0"};
	(void)state;
	for (size_t i = 0; i < sizeof any / sizeof *any; i++) {
		struct term *t = open_server(any[i]);
		expect(t, WARNING);
		term_key(t, "Enter");
		expect(t, "for requests");
		expect(t, " 0.0.0.0:");
		assert_true(term_wait(t, flagged, NULL, WAIT_MS));
		term_key(t, "1");
		expect(t, "all addresses");
		quit(t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_host_binds_this_machine_alone),
	    cmocka_unit_test(a_wildcard_that_is_bound_is_flagged),
	    cmocka_unit_test(an_empty_host_in_a_line_is_flagged),
	    cmocka_unit_test(no_host_serves_this_machine_alone),
	    cmocka_unit_test(a_server_for_all_is_flagged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
