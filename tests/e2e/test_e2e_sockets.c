/*
 * View 1: what the kernel says of our own sockets, at every usual size: a full accept queue, a
 * reset, a close on to TIME_WAIT, the pages of a socket, its options, its data.
 */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"
#include "tests/term/network.h"

static const int sizes[][2] = {{200, 50}, {120, 40}, {80, 24}, {40, 12}};
#define SIZES (sizeof sizes / sizeof *sizes)
#define NARROW 60 /* below it one panel is shown at a time */

static struct term *start(size_t size)
{
	return cockpit_start(sizes[size][0], sizes[size][1], NULL);
}

static bool is_narrow(struct term *t)
{
	return term_width(t) < NARROW;
}

static void expect_whole(struct term *t)
{
	assert_true(cockpit_wait_frame(t));
}

/* A listener, a client c and its other end conn; c is selected. */
static void connect_two(struct term *t)
{
	cockpit_line(t, "srv = socket.create_server((\"127.0.0.1\", 0))");
	expect(t, "LISTEN 0/128");
	cockpit_line(t, "c = socket.create_connection(srv.getsockname())");
	expect(t, "LISTEN 1/128");
	cockpit_line(t, "conn, a = srv.accept()");
	expect(t, "LISTEN 0/128");
	expect(t, " conn ");
	term_key(t, "j");
	expect(t, "▸c ");
}

/* ---- the accept queue ---- */

/* The state that stands in the row of that name. */
static bool row_has(struct term *t, const char *name, const char *state)
{
	char row[16];
	snprintf(row, sizeof row, "%s ", name);
	for (int y = 0; y < term_height(t); y++) {
		const char *line = term_line(t, y), *at = strstr(line, row);
		if (at && at < line + 8 && strstr(at, state))
			return true;
	}
	return false;
}

/* The first three are in, the others outside. */
static bool three_are_outside(struct term *t, void *ctx)
{
	(void)ctx;
	return row_has(t, "c1", "ESTABLISHED") && row_has(t, "c2", "ESTABLISHED") &&
	       row_has(t, "c3", "ESTABLISHED") && row_has(t, "c4", "SYN_SENT") &&
	       row_has(t, "c5", "SYN_SENT") && row_has(t, "c6", "SYN_SENT");
}

static void add_clients(struct term *t, int n)
{
	cockpit_line(t, "srv = socket.create_server((\"127.0.0.1\", 0), backlog=2)");
	expect(t, "LISTEN 0/2");
	for (int i = 1; i <= n; i++) {
		char line[160];
		snprintf(line, sizeof line,
		    "c%d = socket.socket(); c%d.setblocking(False); "
		    "c%d.connect_ex(srv.getsockname())",
		    i, i, i);
		cockpit_line(t, line);
		snprintf(line, sizeof line, "Sockets ─ %d ", i + 1);
		expect(t, line);
	}
}

static void six_clients_against_a_backlog_of_two(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct term *t = start(i);
		add_clients(t, 6);
		term_key(t, "G"); /* six rows of seven are seen at 80x24 and below */
		expect(t, "▸c6");
		if (!term_wait(t, three_are_outside, NULL, WAIT_MS)) {
			term_show(t, "not three and three");
			fail();
		}
		term_key(t, "g");
		expect(t, "LISTEN 3/2");
		if (is_narrow(t))
			term_key(t, "p");
		expect(t, "██████ 3 of 2 full");
		expect_whole(t);
		cockpit_quit(t);
	}
}

static void a_queue_with_room_is_not_full(void **state)
{
	(void)state;
	struct term *t = cockpit_start(120, 40, NULL);
	add_clients(t, 2);
	expect(t, "2 of 2");
	assert_false(term_wait_text(t, "full", 300));
	cockpit_quit(t);
}

/* ---- both ends of a connection ---- */

static void an_unread_close_is_a_reset(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct term *t = start(i);
		connect_two(t);
		cockpit_line(t, "c.send(b\"unread\")");
		term_key(t, "v");
		expect(t, "6 B");
		cockpit_line(t, "conn.close()");
		expect(t, "─RST─");
		expect(t, is_narrow(t) ? "CLOSED" : "CLOSED by RST");
		expect_whole(t);
		term_key(t, "v");
		expect(t, "▸c "); /* the only one that is left beside the listener */
		term_key(t, "p");
		expect(t, "CLOSED by RST");
		cockpit_quit(t);
	}
}

/* Seconds behind TIME_WAIT, -1: none. */
static int seconds_left(struct term *t)
{
	char *text = term_text(t);
	const char *at = text;
	int s = -1;
	while (s < 0 && (at = strstr(at, "TIME_WAIT "))) {
		at += strlen("TIME_WAIT ");
		if (isdigit((unsigned char)*at))
			s = atoi(at);
	}
	free(text);
	return s;
}

static bool counts_down(struct term *t, void *ctx)
{
	int *before = ctx, now = seconds_left(t);
	if (*before < 0)
		*before = now;
	return now >= 0 && now < *before;
}

static void a_close_is_drawn_to_time_wait_with_its_seconds(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct term *t = start(i);
		int before = -1;
		connect_two(t);
		term_key(t, "v");
		expect(t, "ESTABLISHED");
		cockpit_line(t, "c.close()");
		expect(t, "FIN_WAIT2");
		expect(t, "CLOSE_WAIT");
		expect(t, "─FIN─");
		cockpit_line(t, "conn.close()");
		assert_true(term_wait(t, counts_down, &before, WAIT_MS));
		assert_in_range(before, 50, 60);
		expect(t, "CLOSED");
		assert_false(term_wait_text(t, "RST", 100));
		expect_whole(t);
		cockpit_quit(t);
	}
}

static void the_other_end_may_be_another_process(void **state)
{
	(void)state;
	struct term *t = cockpit_start(120, 40, NULL);
	cockpit_make_server(t, "ThreadingTCPServer");
	cockpit_serve(t, "");
	cockpit_line(t, "c = socket.create_connection(srv.server_address)");
	expect(t, "Sockets ─ 2");
	term_key(t, "j");
	expect(t, "▸c ");
	term_key(t, "v");
	expect(t, "c and its other end");
	cockpit_line(t, "c.close()");
	expect(t, "TIME_WAIT 5");
	term_key(t, "q");
	expect(t, "Quit?");
	term_key(t, "y");
	int status;
	assert_true(term_wait_exit(t, &status, WAIT_MS));
	term_free(t);
}

static void says_so_where_there_is_no_other_end(void **state)
{
	(void)state;
	struct term *t = cockpit_start(120, 40, NULL);
	term_key(t, "v");
	expect(t, "No socket is selected.");
	cockpit_line(t, "s = socket.socket()");
	expect(t, "▸s ");
	term_key(t, "v");
	expect(t, "s has no other end");
	cockpit_quit(t);
}

/* ---- pages ---- */

static void all_pages_are_reached_at_every_size(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct term *t = start(i);
		connect_two(t);
		if (is_narrow(t))
			term_key(t, "p");
		expect(t, "[Facts]");
		term_key(t, "p");
		expect(t, "[Diagram]");
		expect(t, "[ESTABLISHED]");
		expect_whole(t);
		term_key(t, "p");
		expect(t, "[TCP]");
		expect(t, "ca_state");
		expect_whole(t);
		term_key(t, "p");
		expect(t, "[Options]");
		expect(t, "SO_REUSEPORT");
		expect_whole(t);
		term_key(t, "P");
		expect(t, "[TCP]");
		assert_true(term_click_text(t, "Facts"));
		expect(t, "[Facts]");
		cockpit_quit(t);
	}
}

static void the_diagram_marks_the_way(void **state)
{
	(void)state;
	struct term *t = cockpit_start(120, 40, NULL);
	connect_two(t);
	term_key(t, "p");
	expect(t, "[ESTABLISHED]");
	cockpit_line(t, "c.shutdown(socket.SHUT_WR)");
	expect(t, "[FIN_WAIT2]");
	expect(t, "(ESTABLISHED)"); /* it was there */
	expect(t, "TIME_WAIT");
	term_key(t, "z");
	expect(t, "│ [FIN_WAIT2]"); /* there is room for frames */
	cockpit_quit(t);
}

static bool is_ascii(struct term *t, void *ctx)
{
	char *text = term_text(t);
	bool ascii = strstr(text, "[ESTABLISHED]") != NULL;
	(void)ctx;
	for (const char *c = text; *c; c++)
		ascii &= (unsigned char)*c < 0x80;
	free(text);
	return ascii;
}

static void the_diagram_has_an_ascii_form(void **state)
{
	(void)state;
	const char *const env[] = {"LC_ALL=C", NULL};
	struct term *t = cockpit_start(120, 40, env);
	cockpit_line(t, "srv = socket.create_server((\"127.0.0.1\", 0))");
	cockpit_line(t, "c = socket.create_connection(srv.getsockname())");
	expect(t, "LISTEN 1/128");
	term_key(t, "j");
	term_key(t, "p");
	assert_true(term_wait(t, is_ascii, NULL, WAIT_MS));
	expect(t, "SYN_SENT");
	cockpit_quit(t);
}

static void an_option_is_set_by_a_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct term *t = start(i);
		cockpit_line(t, "s = socket.socket()");
		expect(t, "▸s ");
		term_key(t, "P");
		if (is_narrow(t))
			term_key(t, "P");
		expect(t, "▸SO_REUSEADDR");
		term_key(t, "Enter");
		expect(t, "SO_REUSEADDR of s");
		term_key(t, "Space");
		expect(t, "SO_REUSEADDR, 1");
		term_key(t, "Enter");
		assert_true(term_wait_no_text(t, "SO_REUSEADDR of s", WAIT_MS));
		expect(t, "s.setsockopt(socket.SOL_SOCKET, socket");
		expect(t, is_narrow(t) ? "SO_REUSEADDR        on" : " on ");
		cockpit_quit(t);
	}
}

/* ---- data ---- */

static void two_sends_arrive_as_one_receive(void **state)
{
	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		struct term *t = start(i);
		connect_two(t);
		term_key(t, "j");
		expect(t, "▸conn");
		cockpit_line(t, "c.send(b\"hello\"); c.send(b\"world\")");
		cockpit_line(t, "conn.recv(100)");
		expect(t, "b'helloworld'");
		for (int k = 0; k < 3; k++) /* text, hex, both, text: and shown */
			term_key(t, "m");
		expect(t, "Data of conn ─ text");
		expect(t, "| hello");
		expect(t, "| world");
		expect(t, "recv 10 B, sends 1 and 2: 5 + 5");
		expect_whole(t);
		cockpit_quit(t);
	}
}

static void what_is_no_plain_data_is_marked(void **state)
{
	(void)state;
	struct term *t = cockpit_start(200, 50, NULL);
	cockpit_line(t, "u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)");
	cockpit_line(t, "u.bind((\"127.0.0.1\", 0))");
	cockpit_line(t, "u.sendto(b\"123456\", u.getsockname())");
	cockpit_line(t, "u.recvfrom(2)");
	expect(t, "recvfrom 6 B, cut: buffer too small");
	cockpit_line(t, "u.sendto(b\"\", u.getsockname())");
	cockpit_line(t, "u.recvfrom(2)");
	expect(t, "recvfrom 0 B, empty");
	cockpit_line(t, "a, b = socket.socketpair()");
	cockpit_line(t, "b.close(); a.recv(1)");
	expect(t, " a ");
	term_key(t, "j");
	expect(t, "recv end of file (FIN)");
	cockpit_quit(t);
}

static void the_ends_of_a_socketpair_are_found_without_a_name(void **state)
{
	(void)state;
	struct term *t = cockpit_start(120, 40, NULL);
	cockpit_line(t, "a, b = socket.socketpair(); a.send(b\"12345\")");
	expect(t, "peer        unnamed");
	term_key(t, "v");
	expect(t, "┌ a and b");
	expect(t, "send 5 B");
	assert_true(term_wait_no_text(t, "unix:", WAIT_MS));
	cockpit_quit(t);
}

static void a_form_receives_into_a_buffer(void **state)
{
	(void)state;
	struct term *t = cockpit_start(120, 40, NULL);
	cockpit_line(t, "buf = bytearray(8); a, b = socket.socketpair(); n = b.send(b\"hello\")");
	expect(t, "▸a ");
	term_key(t, "Enter");
	expect(t, "e recv_into");
	term_key(t, "e");
	expect(t, "│ n = a.recv_into()");
	term_key(t, "Enter");
	expect(t, "buffer has to be given.");
	cockpit_type_over(t, "buf");
	expect(t, "│ n = a.recv_into(buf)");
	term_key(t, "Enter");
	expect(t, "n = a.recv_into(buf)  → 5");
	expect(t, "\"hello\", 8, 0, NULL, NULL) = 5");
	expect(t, "received    5 B");
	cockpit_line_gives(t, "buf", "bytearray(b'hello\\x00\\x00\\x00')");
	cockpit_line(t, "help(a.recv_into)");
	expect(t, "recv_into(buffer, nbytes=0, flags=0)");
	expect(t, "memoryview(buf)[n:]");
	term_key(t, "Esc");
	expect_gone(t, "memoryview(buf)[n:]");
	cockpit_quit(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_form_receives_into_a_buffer),
	    cmocka_unit_test(six_clients_against_a_backlog_of_two),
	    cmocka_unit_test(a_queue_with_room_is_not_full),
	    cmocka_unit_test(an_unread_close_is_a_reset),
	    cmocka_unit_test(a_close_is_drawn_to_time_wait_with_its_seconds),
	    cmocka_unit_test(the_other_end_may_be_another_process),
	    cmocka_unit_test(says_so_where_there_is_no_other_end),
	    cmocka_unit_test(all_pages_are_reached_at_every_size),
	    cmocka_unit_test(the_diagram_marks_the_way),
	    cmocka_unit_test(the_diagram_has_an_ascii_form),
	    cmocka_unit_test(an_option_is_set_by_a_line),
	    cmocka_unit_test(two_sends_arrive_as_one_receive),
	    cmocka_unit_test(what_is_no_plain_data_is_marked),
	    cmocka_unit_test(the_ends_of_a_socketpair_are_found_without_a_name),
	};
	/* A table of TIME_WAIT that is not full of others'. */
	network_leave();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
