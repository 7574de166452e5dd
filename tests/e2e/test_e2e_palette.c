/*
 * The palette: typing narrows what there is to do, Enter does it, Esc leaves all as it was; from
 * 250x80 down to 20x5, with the mouse, in ASCII, on a projector, read only.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"

/* The row of the list that has the text, without what is beside it. */
static bool row_has(struct term *t, const char *name, const char *part)
{
	int x, y;
	return term_find(t, name, &x, &y) && strstr(term_line(t, y), part);
}

static bool is_dim(struct term *t, const char *text)
{
	int x, y;
	assert_true(term_find(t, text, &x, &y));
	const struct term_cell plain = term_cell(t, x, y);
	assert_true(term_find(t, "theme dark", &x, &y));
	const struct term_color other = term_cell(t, x, y).fg;
	return memcmp(&plain.fg, &other, sizeof other) != 0;
}

/* ---- at every size ---- */

static void it_opens_narrows_and_runs(int w, int h)
{
	int x, y;
	struct term *t = cockpit_start(w, h, NULL);
	expect(t, w < 40 ? "1" : "1 Sockets");
	term_key(t, "Ctrl-P");
	expect(t, "┌ Palette");
	expect(t, "type to find");
	term_type(t, "theme li");
	expect(t, "theme light");
	expect_gone(t, "page_back");
	/* The cursor stands behind what is typed, for who cannot see the list. */
	assert_true(term_find(t, "theme li ", &x, &y));
	assert_true(term_wait_cursor(t, x + 8, y, WAIT_MS));
	term_key(t, "Enter");
	expect(t, "Theme light");
	expect_gone(t, "┌ Palette");
	term_key(t, "Ctrl-P");
	expect(t, "type to find"); /* it begins anew */
	term_key(t, "Esc");
	expect_gone(t, "┌ Palette");
	expect(t, "Theme light"); /* as it was */
	cockpit_quit(t);
}

static void it_works_at_all_sizes(void **state)
{
	static const int sizes[][2] = {{250, 80}, {120, 40}, {80, 24}, {40, 12}, {20, 5}};
	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		it_opens_narrows_and_runs(sizes[i][0], sizes[i][1]);
}

/* As much as there is room for, down to no box at all. */
static void it_survives_any_size(void **state)
{
	static const int sizes[][2] = {{12, 3}, {1, 1}, {5, 2}, {250, 4}, {20, 5}, {7, 60}};
	(void)state;
	struct term *t = cockpit_start(80, 24, NULL);
	term_key(t, "Ctrl-P");
	expect(t, "┌ Palette");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		term_resize(t, sizes[i][0], sizes[i][1]);
		term_key(t, "Down");
	}
	term_resize(t, 80, 24);
	term_key(t, "Home");
	term_type(t, "sockets");
	expect(t, "Show view 1, Sockets.");
	term_key(t, "Esc");
	expect(t, "No sockets yet.");
	cockpit_quit(t);
}

/* ---- what it lists ---- */

static void a_row_says_key_name_and_what_lacks(void **state)
{
	(void)state;
	struct term *t = cockpit_start(140, 50, NULL);
	term_key(t, "Ctrl-P");
	expect(t, "┌ Palette");
	term_type(t, "dark");
	expect(t, "theme dark");
	term_key(t, "Ctrl-U");
	term_type(t, "make a");
	expect(t, "Make a socket: family");
	assert_true(row_has(t, " new ", "│ n "));
	assert_true(row_has(t, "socket.create_server()", "Make a socket that listens"));
	term_key(t, "Ctrl-U");
	term_type(t, "freeze");
	expect(t, "System: Freeze what is shown"); /* it works in another view */
	term_key(t, "Ctrl-U");
	term_type(t, "send bytes through");
	expect(t, "(no socket that can send is selected) Send bytes");
	term_key(t, "Enter"); /* all the same: then it is said what to do */
	expect(t, "No socket is selected. Press n to make one.");
	cockpit_quit(t);
}

/* Before that view was ever shown: then its first look is what stands still. */
static void freeze_works_from_another_view(void **state)
{
	(void)state;
	struct term *t = cockpit_start(140, 30, NULL);
	int x, y, listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(listen(listener, 1), 0);
	term_key(t, "Ctrl-P");
	term_type(t, "freeze");
	expect(t, "System: Freeze what is shown");
	term_key(t, "Enter");
	expect(t, "frozen");
	expect(t, "LISTEN");
	assert_false(term_find(t, "nothing to freeze", &x, &y));
	term_key(t, "f");
	expect_gone(t, "frozen");
	cockpit_quit(t);
	close(listener);
}

static void what_lacks_something_is_dim_and_comes_last(void **state)
{
	(void)state;
	struct term *t = cockpit_start(140, 250, NULL);
	term_key(t, "Ctrl-P");
	expect(t, "│ r     "); /* the last row but one */
	expect(t, "Esc leave");
	int x, page = 0, send = 0;
	assert_true(term_find(t, "page_back", &x, &page) && term_find(t, " send ", &x, &send));
	assert_true(page < send);
	assert_true(is_dim(t, "send  "));
	assert_false(is_dim(t, "page_back"));
	term_key(t, "Esc");
	expect_gone(t, "┌ Palette");
	cockpit_quit(t);
}

/* ---- what it does ---- */

static void an_action_of_another_view_goes_there(void **state)
{
	(void)state;
	struct term *t = cockpit_start(120, 40, NULL);
	cockpit_line(t, "s = socket.socket()");
	expect(t, "▸s ");
	term_key(t, "4");
	expect(t, "┌ Compare");
	term_key(t, "Ctrl-P");
	term_type(t, "sort by any");
	expect(t, "System: Sort by any");
	term_key(t, "Enter");
	expect(t, "┌ Sort by");
	term_key(t, "Esc");
	expect_gone(t, "┌ Sort by");
	expect(t, "┌ System");
	term_key(t, "Ctrl-P");
	expect(t, "┌ Palette");
	term_type(t, "s.bind");
	expect(t, " s.bind() ");
	term_key(t, "Enter");
	expect(t, "┌ s.bind ");
	expect(t, "┌ Sockets ─ 1");
	term_key(t, "Enter");
	expect(t, "bound");
	cockpit_quit(t);
}

static void models_lessons_and_functions_are_there_too(void **state)
{
	static const struct {
		const char *typed, *row, *sees, *leave;
	} cases[] = {
	    {"lesson 2", "What listen, accept", "0/", NULL},
	    {"forkingudp", "ForkingUDPServer", "= socketserver.ForkingUDPServer(", "┌ New server"},
	    {"daytime", "Daytime", ", Daytime)", "┌ New server"},
	    {"getaddrinfo", "socket.getaddrinfo()", ">>> socket.getaddrinfo(", ">>>"},
	    {"demo thread", "demo ThreadingTCPServer", "▸demo", NULL},
	};
	(void)state;
	struct term *t = cockpit_start(120, 40, NULL);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		term_key(t, "Ctrl-P");
		expect(t, "type to find");
		term_type(t, cases[i].typed);
		expect(t, cases[i].row);
		term_key(t, "Enter");
		expect(t, cases[i].sees);
		expect_gone(t, "┌ Palette");
		if (cases[i].leave) {
			term_key(t, "Esc");
			expect_gone(t, cases[i].leave);
		}
	}
	expect(t, " serving ");
	term_key(t, "q");
	expect(t, "Quit?");
	term_key(t, "y");
	int status;
	assert_true(term_wait_exit(t, &status, WAIT_MS) && status == 0);
	term_free(t);
}

static void the_mouse_scrolls_chooses_and_leaves(void **state)
{
	(void)state;
	struct term *t = cockpit_start(120, 40, NULL);
	expect(t, "Ctrl-P palette"); /* in the footer */
	assert_true(term_click_text(t, "Ctrl-P palette"));
	expect(t, "┌ Palette");
	term_wheel(t, 20, 20, true);
	term_type(t, "mono");
	expect(t, "│ mono "); /* and the list below it is narrowed */
	expect_gone(t, "lesson 1");
	expect(t, "theme mono");
	assert_true(term_click_text(t, "theme mono"));
	expect(t, "Theme mono");
	expect_gone(t, "┌ Palette");
	term_key(t, "Ctrl-P");
	expect(t, "┌ Palette");
	expect(t, "Esc leave");
	assert_true(term_click_text(t, "Esc leave"));
	expect_gone(t, "┌ Palette");
	cockpit_quit(t);
}

static void nothing_that_fits_does_nothing(void **state)
{
	(void)state;
	struct term *t = cockpit_start(80, 24, NULL);
	term_key(t, "Ctrl-P");
	expect(t, "┌ Palette");
	term_paste(t, "no such thing");
	expect(t, "nothing matches");
	term_key(t, "Enter");
	term_key(t, "Ctrl-U");
	expect(t, "type to find");
	term_key(t, "Ctrl-C"); /* leaves as Esc does */
	expect_gone(t, "┌ Palette");
	cockpit_quit(t);
}

/* ---- other screens ---- */

static void it_is_whole_in_ascii_and_on_a_projector(void **state)
{
	static const char *const options[] = {"--ascii", "--projector", NULL};
	(void)state;
	struct term *t = cockpit_start_with(options, NULL);
	term_key(t, "Ctrl-P");
	expect(t, "+ Palette -");
	term_type(t, "theme contrast");
	expect(t, "Draw with this theme");
	char *text = term_text(t);
	for (const char *c = text; *c; c++)
		assert_true((unsigned char)*c < 0x80);
	free(text);
	term_key(t, "Enter");
	expect(t, "Theme contrast");
	cockpit_quit(t);
}

static void read_only_it_says_so(void **state)
{
	static const char *const options[] = {"--readonly", NULL};
	(void)state;
	struct term *t = cockpit_start_with(options, NULL);
	term_key(t, "Ctrl-P");
	term_type(t, "make a socket: fam");
	expect(t, "(read only) Make a socket: family");
	term_key(t, "Enter");
	expect(t, "Read only: nothing is run.");
	term_key(t, "Ctrl-P");
	term_type(t, "demo forking");
	expect(t, "(read only) Play a demo");
	term_key(t, "Enter");
	expect_gone(t, "┌ Palette");
	expect(t, "Read only: nothing is run.");
	cockpit_quit(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_works_at_all_sizes),
	    cmocka_unit_test(it_survives_any_size),
	    cmocka_unit_test(a_row_says_key_name_and_what_lacks),
	    cmocka_unit_test(freeze_works_from_another_view),
	    cmocka_unit_test(what_lacks_something_is_dim_and_comes_last),
	    cmocka_unit_test(an_action_of_another_view_goes_there),
	    cmocka_unit_test(models_lessons_and_functions_are_there_too),
	    cmocka_unit_test(the_mouse_scrolls_chooses_and_leaves),
	    cmocka_unit_test(nothing_that_fits_does_nothing),
	    cmocka_unit_test(it_is_whole_in_ascii_and_on_a_projector),
	    cmocka_unit_test(read_only_it_says_so),
	};
	return cmocka_run_group_tests_name("palette", tests, NULL, NULL);
}
