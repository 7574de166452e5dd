/*
 * The terminal is given back and no process stays, whatever ends the cockpit or its guardian,
 * and it starts only where it can draw.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"
#include "tests/term/token.h"

static const int deadly[] = {SIGSEGV, SIGABRT, SIGBUS, SIGKILL, SIGTERM, SIGHUP};
#define DEADLY (sizeof(deadly) / sizeof(deadly[0]))

/* ---- death of the cockpit ---- */

static void cockpit_dies_of(int sig)
{
	struct term *t = cockpit_start_in_shell(100, 30);
	pid_t cockpit = cockpit_self(t);
	assert_true(cockpit > 0);
	assert_true(term_alternate(t) && term_mouse(t));
	assert_int_equal(kill(cockpit, sig), 0);
	assert_true(term_wait_text(t, "ended with", WAIT_MS));
	assert_string_equal(cockpit_mess_left(t), "");
	char status[32];
	snprintf(status, sizeof(status), "ended with %d", 128 + sig);
	assert_true(term_wait_text(t, status, WAIT_MS));
	assert_true(term_wait_processes(t, 1, GONE_MS)); /* the shell */
	term_free(t);
}

static void a_cockpit_that_dies_leaves_no_mess(void **state)
{
	(void)state;
	for (size_t i = 0; i < DEADLY; i++)
		cockpit_dies_of(deadly[i]);
}

/* ---- death of the guardian ---- */

static void guardian_dies_of(int sig)
{
	struct term *t = cockpit_start_in_shell(100, 30);
	assert_int_equal(kill(cockpit_guardian(t), sig), 0);
	assert_true(term_wait_text(t, "ended with", WAIT_MS));
	/* Nobody can catch SIGKILL: then only the processes must be gone. */
	if (sig != SIGKILL)
		assert_string_equal(cockpit_mess_left(t), "");
	assert_true(term_wait_processes(t, 1, GONE_MS));
	term_free(t);
}

static void a_guardian_that_dies_leaves_no_mess(void **state)
{
	(void)state;
	for (size_t i = 0; i < DEADLY; i++)
		guardian_dies_of(deadly[i]);
}

/* ---- the terminal goes ---- */

static void all_ends_when_the_terminal_goes(void **state)
{
	(void)state;
	struct term *t = cockpit_start(80, 24, NULL);
	term_hang_up(t);
	assert_true(term_wait_processes(t, 0, GONE_MS));
	term_free(t);
}

static void all_ends_when_the_terminal_goes_under_a_shell(void **state)
{
	(void)state;
	struct term *t = cockpit_start_in_shell(80, 24);
	term_hang_up(t);
	assert_true(term_wait_processes(t, 0, GONE_MS));
	term_free(t);
}

static void quitting_leaves_nothing(void **state)
{
	(void)state;
	cockpit_quit(cockpit_start(80, 24, NULL));
}

/* ---- terminals that will not do ---- */

static void expect_refusal(const char *const *argv, const char *const *env)
{
	struct term *t;
	int status;
	const struct term_options options = {.argv = argv, .env = env};
	assert_int_equal(term_start(&t, &options), 0);
	assert_true(term_wait_exit(t, &status, WAIT_MS));
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 2);
	assert_string_equal(cockpit_mess(t), "");
	size_t len;
	const char *raw = term_raw(t, &len);
	assert_null(memchr(raw, '\033', len));
	assert_true(len > 10 && memchr(raw, '\n', len) == raw + len - 1); /* one line */
	assert_true(term_wait_processes(t, 0, GONE_MS));
	term_free(t);
}

static void unusable_terms_are_refused_with_one_line(void **state)
{
	(void)state;
	static const char *const terms[] = {
	    "TERM", "TERM=", "TERM=dumb", "TERM=unknown", "TERM=no-such-terminal"};
	const char *argv[] = {cockpit_program(), NULL};
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++)
		expect_refusal(argv, (const char *[]){terms[i], NULL});
}

static void no_terminal_is_refused_with_one_line(void **state)
{
	(void)state;
	static const char *const ways[] = {
	    "\"$0\" < /dev/null", "\"$0\" > /dev/null", "true | \"$0\""};
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		expect_refusal(
		    (const char *[]){"sh", "-c", ways[i], cockpit_program(), NULL}, NULL);
}

/* ---- other locales and terminals ---- */

static void without_utf8_only_ascii_is_written(void **state)
{
	(void)state;
	struct term *t;
	const struct term_options options = {
	    .argv = (const char *[]){cockpit_program(), NULL},
	    .env = (const char *[]){"LC_ALL=C", NULL},
	    .width = 100,
	    .height = 30,
	};
	assert_int_equal(term_start(&t, &options), 0);
	assert_true(term_wait_text(t, "1 Sockets", WAIT_MS));
	term_key(t, "?");
	assert_true(term_wait_text(t, "Help", WAIT_MS));
	term_key(t, "Esc");
	assert_true(term_wait_no_text(t, "Help", WAIT_MS));
	size_t len;
	const char *raw = term_raw(t, &len);
	assert_true(token_all_ascii(raw, len));
	cockpit_quit(t);
}

static void no_color_is_obeyed(void **state)
{
	(void)state;
	struct term *t = cockpit_start(100, 30, (const char *[]){"NO_COLOR=1", NULL});
	size_t len;
	const char *raw = term_raw(t, &len);
	assert_true(token_no_color(raw, len));
	/* The active tab is told by its looks all the same. */
	int x, y;
	assert_true(term_find(t, "1 Sockets", &x, &y));
	assert_true(term_cell(t, x, y).reverse);
	assert_true(term_find(t, "2 Servers", &x, &y));
	assert_false(term_cell(t, x, y).reverse);
	cockpit_quit(t);
}

static void every_usual_terminal_shows_it(void **state)
{
	(void)state;
	static const char *const terms[] = {"TERM=xterm", "TERM=xterm-256color", "TERM=vt100",
	    "TERM=linux", "TERM=screen", "TERM=screen-256color", "TERM=tmux-256color"};
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		struct term *t = cockpit_start(80, 24, (const char *[]){terms[i], NULL});
		cockpit_quit(t);
	}
}

/* ---- the cases that must fail ---- */

/* A program without a guardian: it takes the terminal, leaves a child behind, and dies. */
static int die_in_a_mess(void *ctx)
{
	static const char on[] = "\033[?1049h\033[?25l\033[?1000h1 Sockets";
	struct termios raw;
	(void)ctx;
	tcgetattr(0, &raw);
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	tcsetattr(0, TCSANOW, &raw);
	if (fork() == 0) {
		signal(SIGHUP, SIG_IGN);
		if (write(1, on, sizeof(on) - 1) < 0)
			return 1;
	}
	pause();
	return 0;
}

static void a_program_without_a_guardian_is_found_out(void **state)
{
	(void)state;
	struct term *t;
	int status;
	assert_int_equal(term_start(&t, &(struct term_options){.act = die_in_a_mess}), 0);
	assert_true(term_wait_text(t, "1 Sockets", WAIT_MS));
	kill(term_pid(t), SIGSEGV);
	assert_true(term_wait_exit(t, &status, WAIT_MS));
	assert_string_not_equal(cockpit_mess_left(t), "");
	assert_false(term_wait_processes(t, 0, 100));
	term_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(quitting_leaves_nothing),
	    cmocka_unit_test(a_cockpit_that_dies_leaves_no_mess),
	    cmocka_unit_test(a_guardian_that_dies_leaves_no_mess),
	    cmocka_unit_test(all_ends_when_the_terminal_goes),
	    cmocka_unit_test(all_ends_when_the_terminal_goes_under_a_shell),
	    cmocka_unit_test(unusable_terms_are_refused_with_one_line),
	    cmocka_unit_test(no_terminal_is_refused_with_one_line),
	    cmocka_unit_test(without_utf8_only_ascii_is_written),
	    cmocka_unit_test(no_color_is_obeyed),
	    cmocka_unit_test(every_usual_terminal_shows_it),
	    cmocka_unit_test(a_program_without_a_guardian_is_found_out),
	};
	cockpit_without_handlers();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
