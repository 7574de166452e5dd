/*
 * View 5: every lesson stepped to its end by keys, with what must be seen on the way; back to the
 * start; one's own notebook, whole, wrong, and not there; every size.
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
#include "tests/unit/files.h"

/* What is written at once has come when nothing came for so long. */
#define FRAME_MS 40

/* ---- stepping ---- */

static struct term *open_lesson(int number, int w, int h)
{
	struct term *t = cockpit_start(w, h, NULL);
	term_key(t, "5");
	expect(t, "LESSON");
	for (int i = 1; i < number; i++)
		term_key(t, "Down");
	term_key(t, "Enter");
	expect(t, "┌ 0/");
	return t;
}

/* Enter; the title then says that so many lines were run. */
static void step(struct term *t, int done)
{
	char text[32];
	snprintf(text, sizeof text, "┌ %d/", done);
	term_key(t, "Enter");
	expect(t, text);
}

/* The same, and the line has ended. The title stands above the rest: await the whole frame. */
static void step_to_end(struct term *t, int done)
{
	step(t, done);
	assert_true(term_wait_quiet(t, FRAME_MS, WAIT_MS));
	assert_true(term_wait_no_text(t, " waiting", WAIT_MS));
	assert_true(term_wait_no_text(t, " running", WAIT_MS));
}

/* What is to be seen once that many lines were run. */
struct sight {
	int done;
	const char *text;
};

static void walk(int number, int count, const struct sight *sights, size_t n)
{
	int x, y;
	struct term *t = open_lesson(number, 120, 50);
	for (int done = 1; done <= count; done++) {
		assert_false(term_find(t, "Answer:", &x, &y));
		step_to_end(t, done);
		for (size_t i = 0; i < n; i++)
			if (sights[i].done == done)
				expect(t, sights[i].text);
	}
	expect(t, "Question:");
	expect(t, "Answer:");
	expect(t, "The end of the lesson.");
	assert_true(term_wait_no_text(t, "next line", WAIT_MS));
	term_key(t, "b");
	expect(t, "┌ 0/");
	expect(t, "No socket is open.");
	cockpit_quit(t);
}

#define WALK(number, count, ...)                                                                   \
	walk(number, count, (const struct sight[]){__VA_ARGS__},                                   \
	    sizeof((const struct sight[]){__VA_ARGS__}) / sizeof(struct sight))

static void first_client_and_server(void **state)
{
	(void)state;
	WALK(1, 20, {3, "bound"}, {5, "LISTEN 0/128"}, {7, "LISTEN 1/128"}, {7, "ESTABLISHED"},
	    {8, "LISTEN 0/128"}, {9, "True"}, {11, "b'hello'"}, {13, "b'HELLO'"}, {16, "b'onetwo'"},
	    {17, "CLOSE_WAIT"}, {18, "b''"}, {20, "BrokenPipeError"});
}

static void listen_accept_and_backlog(void **state)
{
	(void)state;
	WALK(2, 23, {7, "ECONNREFUSED"}, {8, "LISTEN 0/2"}, {9, "LISTEN 1/2"}, {12, "LISTEN 3/2"},
	    {15, "SYN_SENT"}, {15, "EINPROGRESS"}, {17, "b'from a'"}, {19, "LISTEN 3/2"},
	    {21, "ConnectionResetError"}, {23, "b'to a'"});
}

static void datagrams(void **state)
{
	(void)state;
	WALK(3, 27, {9, "→ b'one', ('127.0.0.1', "}, {11, "b'two'"}, {13, "b'thank you'"},
	    {16, "b'a long'"}, {17, "b'next'"}, {20, "b'a long' True"}, {22, "b''"},
	    {23, "EMSGSIZE"}, {27, "ConnectionRefusedError"});
}

static void timeouts(void **state)
{
	(void)state;
	WALK(4, 21, {6, "timed out"}, {9, "EAGAIN"}, {13, "ECONNREFUSED"}, {15, "EINPROGRESS"},
	    {17, "EISCONN"}, {20, "True"}, {21, "True"});
}

static void the_socketserver_example(void **state)
{
	(void)state;
	WALK(5, 26, {4, "bound"}, {5, "serving"}, {8, "b'HELLO WORLD\\n'"}, {9, "LISTEN 1/5"},
	    {13, "    nothing yet"}, {16, "b'ME TOO\\n'"}, {19, "closed"}, {25, "tid "});
}

static void forking_and_threading(void **state)
{
	(void)state;
	WALK(6, 35, {9, "b'to child 1'"}, {11, "2 idle"}, {12, "zombie "},
	    {12, "1 idle, 0 zombies"}, {20, "LISTEN 1/5"}, {23, "    nothing yet"},
	    {26, "b'hello from c'"}, {34, "tid "});
}

/* ---- waiting ---- */

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static const char *own_path(const char *name)
{
	static char path[256];
	snprintf(path, sizeof path, "%s/%s", files_folder(), name);
	return path;
}

static struct term *start_with(const char *const *argv, int w, int h)
{
	struct term *t;
	const struct term_options options = {.argv = argv, .width = w, .height = h};
	assert_int_equal(term_start(&t, &options), 0);
	return t;
}

static struct term *start_own(const char *path, int w, int h)
{
	return start_with((const char *[]){cockpit_program(), "-i", path, NULL}, w, h);
}

static const char waits[] = "# Mine\n# Watch it wait.\nimport socket\n"
			    "srv = socket.create_server((\"127.0.0.1\", 0))\n"
			    "conn, peer = srv.accept()\n"
			    "cli = socket.create_connection(srv.getsockname())\n"
			    "conn.nonsense\n"
			    "print(conn.getpeername() == cli.getsockname())\n# Answer: done.\n";

/* accept waits, the client comes with the line after it; a line that needs what accept is to give
 * is held back, and a line that raises ends nothing. */
static void a_line_that_waits_lets_the_next_one_go(void **state)
{
	(void)state;
	const char *path = own_path("waits.py");
	write_file(path, waits);
	struct term *t = start_own(path, 80, 24);
	expect(t, "┌ 0/6 ─ Mine");
	step_to_end(t, 1);
	step_to_end(t, 2);
	step(t, 3);
	expect(t, "waiting");
	expect(t, "for a connection");
	step(t, 4);
	expect(t, "('127.0.0.1', "); /* what accept gave */
	assert_true(term_wait_no_text(t, "for a connection", WAIT_MS));
	step_to_end(t, 5);
	expect(t, "AttributeError");
	step_to_end(t, 6);
	expect(t, "True");
	expect(t, "Answer: done.");
	cockpit_quit(t);
	unlink(path);
}

static void going_back_cancels_what_waits(void **state)
{
	(void)state;
	const char *path = own_path("back.py");
	write_file(path, "import socket\nsrv = socket.create_server((\"127.0.0.1\", 0))\n"
			 "conn, peer = srv.accept()\nconn.close()\n");
	struct term *t = start_own(path, 80, 24);
	expect(t, "┌ 0/4 ─ back.py");
	for (int done = 1; done <= 3; done++)
		step(t, done);
	expect(t, "for a connection");
	term_key(t, "Enter");
	expect(t, "This line needs conn, for which line 3 still waits.");
	expect(t, "┌ 3/4");
	term_key(t, "Backspace");
	expect(t, "┌ 0/4");
	expect(t, "No socket is open.");
	cockpit_line(t, "srv");
	expect(t, "NameError: name 'srv' is not defined");
	cockpit_line(t, "socket.AF_INET"); /* modules stay */
	expect(t, "AddressFamily.AF_INET");
	for (int done = 1; done <= 3; done++)
		step(t, done);
	expect(t, "for a connection");
	cockpit_quit(t);
	unlink(path);
}

static void two_steps_in_one_breath_keep_their_order(void **state)
{
	(void)state;
	struct term *t = open_lesson(3, 80, 24);
	term_send(t, "\r\r\r\r\r\r\r\r\r\r\r", 11);
	expect(t, "┌ 11/");
	expect(t, "b'two'");
	cockpit_quit(t);
}

/* ---- back to the start ---- */

static void goes_back_from_the_middle_and_runs_again(void **state)
{
	(void)state;
	struct term *t = open_lesson(5, 120, 40);
	for (int round = 0; round < 2; round++) {
		for (int done = 1; done <= 10; done++)
			step_to_end(t, done);
		expect(t, "serving");
		term_key(t, "b");
		expect(t, "┌ 0/26");
		expect(t, "No socket is open.");
		assert_true(term_wait_no_text(t, "serving", WAIT_MS));
	}
	term_key(t, "2");
	expect(t, "No servers yet.");
	cockpit_quit(t);
}

/* serve_forever() as a line that waits, and clients that hold server_close() up. */
static void going_back_ends_servers(void **state)
{
	(void)state;
	const char *path = own_path("serve.py");
	write_file(path, "import socketserver, socket\n"
			 "srv = socketserver.ThreadingTCPServer((\"127.0.0.1\", 0), Echo)\n"
			 "srv.serve_forever()\n"
			 "c = socket.create_connection(srv.server_address); c.sendall(b'hi')\n"
			 "print(c.recv(10))\npair = socket.socketpair()\n");
	struct term *t = start_own(path, 120, 40);
	for (int done = 1; done <= 6; done++)
		step(t, done);
	expect(t, "    b'hi'");
	expect(t, "pair[1]");
	expect(t, "for requests");
	term_key(t, "b");
	expect(t, "┌ 0/6");
	expect(t, "No socket is open.");
	assert_true(term_wait_no_text(t, "ThreadingTCPServer closed", WAIT_MS));
	cockpit_line(t, "pair");
	expect(t, "NameError: name 'pair' is not defined");
	cockpit_quit(t);
	unlink(path);
}

static void warns_where_a_name_is_in_use(void **state)
{
	(void)state;
	struct term *t = cockpit_start(80, 24, NULL);
	cockpit_line(t, "srv = 5");
	expect(t, "→ 5");
	term_key(t, "5");
	expect(t, "LESSON");
	term_key(t, "Enter");
	expect(t, "This lesson has a name srv too");
	cockpit_quit(t);
}

/* Where there is room for one of both, servers come when the lesson makes one. */
static void servers_of_others_do_not_hide_the_sockets(void **state)
{
	(void)state;
	int x, y;
	struct term *t = cockpit_start(80, 24, NULL);
	cockpit_line(t, "mine = socketserver.TCPServer((\"127.0.0.1\", 0), Echo)");
	expect(t, "→ mine");
	term_key(t, "5");
	expect(t, "LESSON");
	for (int i = 1; i < 5; i++)
		term_key(t, "Down");
	term_key(t, "Enter");
	expect(t, "┌ Sockets ─ 1");
	assert_false(term_find(t, "┌ Servers", &x, &y));
	for (int done = 1; done <= 4; done++) /* three imports, and the server */
		step_to_end(t, done);
	expect(t, "┌ Servers ─ 2");
	cockpit_quit(t);
}

static void opening_another_lesson_closes_the_one_before(void **state)
{
	(void)state;
	struct term *t = open_lesson(1, 120, 40);
	for (int done = 1; done <= 7; done++)
		step_to_end(t, done);
	term_key(t, "Esc");
	expect(t, "line 7");
	term_key(t, "Enter"); /* goes on where it was */
	expect(t, "┌ 7/20");
	term_key(t, "Esc");
	expect(t, "line 7");
	term_key(t, "Down");
	term_key(t, "Enter");
	expect(t, "┌ 0/23");
	expect(t, "No socket is open.");
	cockpit_quit(t);
}

/* ---- one's own ---- */

static void shows_where_a_notebook_is_wrong_and_reads_it_again(void **state)
{
	(void)state;
	const char *path = own_path("wrong.py");
	write_file(path, "import socket\n\nfor x in y:\n    pass\n");
	struct term *t = start_own(path, 80, 24);
	expect(t, "line 3");
	expect(t, "for x in y:");
	expect(t, "SyntaxError: sockpit notebooks have no 'for'");
	write_file(path, "# Mended\nimport socket\n");
	term_key(t, "b");
	expect(t, "┌ 0/1 ─ Mended");
	step_to_end(t, 1);
	term_key(t, "Enter");
	expect(t, "That was the last line.");
	write_file(path, "# Grown\nimport socket\nimport errno\n");
	term_key(t, "b");
	expect(t, "┌ 0/2 ─ Grown");
	term_key(t, "Esc");
	expect(t, "LESSON");
	expect(t, "First TCP client and server"); /* the others are there as well */
	cockpit_quit(t);
	unlink(path);
}

static void refuses(const char *const *argv, const char *words)
{
	int status;
	struct term *t = start_with(argv, 80, 24);
	assert_true(term_wait_exit(t, &status, WAIT_MS));
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 2);
	assert_non_null(strstr(term_line(t, 0), words));
	assert_false(term_alternate(t));
	term_free(t);
}

static void says_in_one_line_what_cannot_be_loaded(void **state)
{
	(void)state;
	const char *program = cockpit_program();
	refuses((const char *[]){program, "-i", "/nowhere/at-all.py", NULL},
	    "sockpit: cannot read '/nowhere/at-all.py': No such file or directory");
	refuses(
	    (const char *[]){program, "-i", "/", NULL}, "sockpit: cannot read '/': Is a directory");
	refuses((const char *[]){program, "-i", "/dev/null", "more.py", NULL},
	    "sockpit: -i opens the cockpit: nothing else");
}

static void shows_hostile_text_and_does_not_obey_it(void **state)
{
	(void)state;
	const char *path = own_path("hostile.py");
	write_file(
	    path, "# T\x1b]52;c;QUFB\x07\n# \xe2\x80\xaereversed\nprint(\"\xe2\x80\xae\")\n");
	size_t n;
	struct term *t = start_own(path, 80, 24);
	expect(t, "T\\x1b]52;c;QUFB\\x07");
	expect(t, "\\u202ereversed");
	step_to_end(t, 1);
	const char *raw = term_raw(t, &n);
	assert_null(memmem(raw, n, "\x1b]52", 4));
	assert_null(memmem(raw, n, "\xe2\x80\xae", 3));
	cockpit_quit(t);
	unlink(path);
}

/* ---- looks ---- */

static void is_whole_at_every_size(void **state)
{
	(void)state;
	static const int sizes[][2] = {{200, 50}, {120, 40}, {80, 24}, {60, 20}, {40, 12}};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct term *t = cockpit_start(sizes[i][0], sizes[i][1], NULL);
		term_key(t, "5");
		expect(t, "LESSON");
		expect(t, "Timeouts, non-blocking"); /* the whole list fits */
		assert_true(cockpit_wait_frame(t));
		term_key(t, "End");
		term_key(t, "Enter");
		for (int done = 1; done <= 9; done++)
			step_to_end(t, done);
		expect(t, "b'to child 1'");
		expect(t, "▸ b.sendall(b\"to child 2\")");
		assert_true(cockpit_wait_frame(t));
		term_key(t, "b"); /* q would ask, for a server runs */
		expect(t, "┌ 0/35");
		cockpit_quit(t);
	}
}

static void shows_one_panel_at_a_time_where_it_is_small(void **state)
{
	(void)state;
	struct term *t = open_lesson(1, 40, 12);
	for (int done = 1; done <= 5; done++)
		step_to_end(t, done);
	term_key(t, "Tab");
	expect(t, "LISTEN 0/128");
	term_key(t, "Tab"); /* past the servers, for there are none */
	expect(t, "listen(");
	term_key(t, "Esc");
	expect(t, "┌ 5/20");
	term_key(t, "Esc");
	expect(t, "LESSON");
	cockpit_quit(t);
}

static void the_mouse_opens_and_steps(void **state)
{
	(void)state;
	int x, y;
	struct term *t = cockpit_start(120, 40, NULL);
	term_key(t, "5");
	expect(t, "UDP: boundaries");
	assert_true(term_find(t, "UDP: boundaries", &x, &y));
	term_click(t, x, y);
	term_click(t, x, y);
	expect(t, "┌ 0/27");
	expect(t, "next line");
	assert_true(term_click_text(t, "next line"));
	expect(t, "┌ 1/27");
	assert_true(term_click_text(t, "restart"));
	expect(t, "┌ 0/27");
	cockpit_quit(t);
}

static void is_all_ascii_where_asked(void **state)
{
	(void)state;
	struct term *t = cockpit_start(80, 24, (const char *[]){"LC_ALL=C", NULL});
	term_key(t, "5");
	expect(t, "LESSON");
	term_key(t, "Enter");
	expect(t, "> import socket");
	for (int i = 0; i < 4; i++)
		term_key(t, "Enter");
	expect(t, " 4/20");
	expect(t, "> ('127.0.0.1', ");
	size_t n;
	const char *raw = term_raw(t, &n);
	for (size_t i = 0; i < n; i++)
		assert_true((unsigned char)raw[i] < 0x80);
	cockpit_quit(t);
}

static void runs_nothing_when_read_only(void **state)
{
	(void)state;
	struct term *t =
	    start_with((const char *[]){cockpit_program(), "--readonly", NULL}, 80, 24);
	expect(t, "1 Sockets");
	term_key(t, "5");
	expect(t, "LESSON");
	term_key(t, "Enter");
	expect(t, "┌ 0/20");
	term_key(t, "Enter");
	expect(t, "Read only");
	expect(t, "┌ 0/20");
	cockpit_quit(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(first_client_and_server),
	    cmocka_unit_test(listen_accept_and_backlog),
	    cmocka_unit_test(datagrams),
	    cmocka_unit_test(timeouts),
	    cmocka_unit_test(the_socketserver_example),
	    cmocka_unit_test(forking_and_threading),
	    cmocka_unit_test(a_line_that_waits_lets_the_next_one_go),
	    cmocka_unit_test(going_back_cancels_what_waits),
	    cmocka_unit_test(two_steps_in_one_breath_keep_their_order),
	    cmocka_unit_test(goes_back_from_the_middle_and_runs_again),
	    cmocka_unit_test(going_back_ends_servers),
	    cmocka_unit_test(warns_where_a_name_is_in_use),
	    cmocka_unit_test(servers_of_others_do_not_hide_the_sockets),
	    cmocka_unit_test(opening_another_lesson_closes_the_one_before),
	    cmocka_unit_test(shows_where_a_notebook_is_wrong_and_reads_it_again),
	    cmocka_unit_test(says_in_one_line_what_cannot_be_loaded),
	    cmocka_unit_test(shows_hostile_text_and_does_not_obey_it),
	    cmocka_unit_test(is_whole_at_every_size),
	    cmocka_unit_test(shows_one_panel_at_a_time_where_it_is_small),
	    cmocka_unit_test(the_mouse_opens_and_steps),
	    cmocka_unit_test(is_all_ascii_where_asked),
	    cmocka_unit_test(runs_nothing_when_read_only),
	};
	return cmocka_run_group_tests_name("lessons", tests, NULL, NULL);
}
