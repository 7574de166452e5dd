/*
 * Bytes that come from outside never act on the terminal, and the frame stays whole:
 * what the program writes is taken apart, byte for byte.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"
#include "tests/term/token.h"

/* Each as Python writes it in a bytes literal: titles, clipboard, printer, reset, other screens,
 * C1 raw and as UTF-8, bidirectional, invisible, tags, invalid, wide, combining. */
static const char *const payloads[] = {
    "\\x1b]0;evil\\x07",
    "\\x1b]52;c;ZXZpbA==\\x07",
    "\\x1b[5i\\x1bc",
    "\\x1b[?1049l\\x1b[2J\\x1b[H",
    "\\x1bP1$r\\x1b\\\\",
    "\\x9b31m\\x85\\x90",
    "\\xc2\\x9b31m\\xc2\\x85",
    "a\\xe2\\x80\\xaeb\\xe2\\x81\\xa6c",
    "\\xe2\\x80\\x8b\\xef\\xbb\\xbf\\xf3\\xa0\\x80\\x81",
    "\\xff\\xfe\\xc0\\x80\\xed\\xa0\\x80",
    "\\x05\\x07\\x08\\x0e\\x0f\\x7f\\r\\n\\t",
    "\\xe4\\xb8\\xad\\xe6\\x96\\x87\\xf0\\x9f\\x98\\x80",
    "e\\xcc\\x81\\xcc\\x81\\xcc\\x81\\xcc\\x81\\xcc\\x81",
};
#define PAYLOADS (sizeof(payloads) / sizeof(payloads[0]))

static void assert_tame(struct term *t)
{
	size_t len;
	char why[200] = "";
	const char *raw = term_raw(t, &len);
	token_all_tame(raw, len, why, sizeof(why));
	assert_string_equal(why, "");
}

/* Run statements, and wait until the last of them has printed its number. */
static void run_line(struct term *t, const char *statements, int number)
{
	char line[512], done[32];
	snprintf(line, sizeof(line), "%s; print('done', %d)", statements, number);
	snprintf(done, sizeof(done), "done %d", number);
	cockpit_line(t, line);
	assert_true(term_wait_text(t, done, WAIT_MS));
}

static struct term *start_pair(int w, int h, const char *locale)
{
	struct term *t = cockpit_start(w, h, (const char *[]){locale, NULL});
	cockpit_line(t, "a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)");
	assert_true(term_wait_text(t, "Sockets", WAIT_MS));
	assert_true(term_wait_text(t, "UNIX", WAIT_MS));
	return t;
}

/* Each payload goes through a socket, is shown as bytes, and is printed as text. */
static void send_all(struct term *t)
{
	char line[400];
	for (size_t i = 0; i < PAYLOADS; i++) {
		snprintf(line, sizeof(line),
		    "n = a.send(b'%s'); data = b.recv(1000); print(data.decode('utf-8', "
		    "'replace'))",
		    payloads[i]);
		run_line(t, line, 100 + (int)i);
		cockpit_line(t, "data");
		assert_true(term_wait_text(t, "data  ", WAIT_MS));
	}
}

/* End it, and look at all that it ever wrote. */
static void finish(struct term *t)
{
	int status;
	term_key(t, "q");
	assert_true(term_wait_exit(t, &status, WAIT_MS));
	assert_int_equal(status, 0);
	assert_tame(t);
	term_free(t);
}

static void bytes_received_are_shown_as_text_only(void **state)
{
	(void)state;
	struct term *t = start_pair(120, 40, "LC_ALL=C.UTF-8");
	send_all(t);
	assert_true(cockpit_wait_frame(t));
	/* The text is there, with what is not text as escapes. */
	run_line(t, "data = b'x\\x1b]0;evil'", 400);
	cockpit_line(t, "print(data.decode())");
	assert_true(term_wait_text(t, "x\\x1b]0;evil", WAIT_MS));
	assert_true(term_alternate(t));
	finish(t);
}

static void the_same_in_ascii(void **state)
{
	(void)state;
	struct term *t = start_pair(120, 40, "LC_ALL=C");
	send_all(t);
	size_t len;
	const char *raw = term_raw(t, &len);
	assert_true(token_all_ascii(raw, len));
	finish(t);
}

static void a_narrow_frame_stays_whole(void **state)
{
	(void)state;
	struct term *t = start_pair(80, 24, "LC_ALL=C.UTF-8");
	send_all(t);
	assert_true(cockpit_wait_frame(t));
	term_resize(t, 40, 12);
	assert_true(cockpit_wait_frame(t));
	finish(t);
}

/* Addresses are bytes, too: shown in the table, in the detail, in the list of the whole machine. */
static void addresses_are_shown_as_text_only(void **state)
{
	(void)state;
	char line[256];
	struct term *t = cockpit_start(160, 45, NULL);
	cockpit_line(t, "u = socket.socket(socket.AF_UNIX)");
	assert_true(term_wait_text(t, "UNIX", WAIT_MS));
	snprintf(
	    line, sizeof(line), "u.bind(b'\\x00%s%s%s')", payloads[1], payloads[2], payloads[6]);
	run_line(t, line, 1);
	run_line(t, "u.listen()", 2);
	run_line(t, "u.getsockname()", 3);
	term_key(t, "3");
	assert_true(term_wait_text(t, "PROTO", WAIT_MS));
	term_type(t, "/unix state:listen\r"); /* the machine may have more than a screen holds */
	assert_true(term_wait_text(t, "\\x1b]52;", WAIT_MS));
	assert_true(cockpit_wait_frame(t));
	finish(t);
}

/* What is pasted at the prompt is text as well, and does not run by itself. */
static void pastes_are_text_only(void **state)
{
	(void)state;
	struct term *t = cockpit_start(120, 40, NULL);
	term_key(t, ":");
	assert_true(term_wait_text(t, ">>>", WAIT_MS));
	term_paste(t, "x = 1\033]52;c;eA==\a\xc2\x9b\xe2\x80\xae\xff");
	assert_true(term_wait_text(t, ">>> x = 1", WAIT_MS));
	term_key(t, "Enter");
	assert_true(term_wait_no_text(t, ">>>", WAIT_MS));
	finish(t);
}

/* Without a screen: messages go to stderr, which is a terminal as well. */
static void messages_are_text_only(void **state)
{
	(void)state;
	static const char *const lines[] = {"\033]52;c;eA==\a", "x\033[5i = 1", "raise\xc2\x9b",
	    "import socket; socket.socket(socket.AF_UNIX).connect('/\033]0;evil\a')",
	    "open('/nowhere/\033[5i\033c')", "assert 0, '\033[5i\xe2\x80\xae'"};
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct term *t;
		int status;
		const char *const argv[] = {cockpit_program(), "-c", lines[i], NULL};
		assert_int_equal(term_start(&t, &(struct term_options){.argv = argv}), 0);
		assert_true(term_wait_exit(t, &status, WAIT_MS));
		assert_int_equal(WEXITSTATUS(status), 1);
		assert_tame(t);
		term_free(t);
	}
}

/* ---- the case that must fail ---- */

static int let_it_through(void *ctx)
{
	(void)ctx;
	static const char evil[] = "got \033]52;c;ZXZpbA==\a\r\n";
	return write(1, evil, sizeof(evil) - 1) < 0;
}

static void a_program_that_lets_it_through_is_found_out(void **state)
{
	(void)state;
	struct term *t;
	int status;
	size_t len;
	char why[200] = "";
	assert_int_equal(term_start(&t, &(struct term_options){.act = let_it_through}), 0);
	assert_true(term_wait_exit(t, &status, WAIT_MS));
	const char *raw = term_raw(t, &len);
	assert_false(token_all_tame(raw, len, why, sizeof(why)));
	assert_non_null(strstr(why, "52;c;"));
	term_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bytes_received_are_shown_as_text_only),
	    cmocka_unit_test(the_same_in_ascii),
	    cmocka_unit_test(a_narrow_frame_stays_whole),
	    cmocka_unit_test(addresses_are_shown_as_text_only),
	    cmocka_unit_test(pastes_are_text_only),
	    cmocka_unit_test(messages_are_text_only),
	    cmocka_unit_test(a_program_that_lets_it_through_is_found_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
