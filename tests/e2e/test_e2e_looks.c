/*
 * How it looks: settings, --projector, little motion, the first start; the cursor stands where the
 * selection is; wide characters and zeros keep their columns.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"
#include "tests/unit/files.h"

/* ---- a home of one's own ---- */

struct home {
	char root[64], config[96], file[128], state[96], history[128];
	char config_env[128], state_env[128];
	const char *env[3];
};

static void make_home(struct home *h, const char *settings)
{
	snprintf(h->root, sizeof h->root, "%.40s/looks-XXXXXX", files_folder());
	assert_non_null(mkdtemp(h->root));
	snprintf(h->config, sizeof h->config, "%s/sockpit", h->root);
	snprintf(h->file, sizeof h->file, "%s/settings", h->config);
	snprintf(h->state, sizeof h->state, "%s/state", h->root);
	snprintf(h->history, sizeof h->history, "%s/sockpit/history", h->state);
	snprintf(h->config_env, sizeof h->config_env, "XDG_CONFIG_HOME=%s", h->root);
	snprintf(h->state_env, sizeof h->state_env, "XDG_STATE_HOME=%s", h->state);
	h->env[0] = h->config_env;
	h->env[1] = h->state_env;
	h->env[2] = NULL;
	assert_int_equal(mkdir(h->config, 0700), 0);
	FILE *f = fopen(h->file, "w");
	assert_non_null(f);
	fputs(settings, f);
	fclose(f);
}

static void remove_home(struct home *h)
{
	char folder[128];
	snprintf(folder, sizeof folder, "%s/sockpit", h->state);
	unlink(h->file);
	unlink(h->history);
	rmdir(folder);
	rmdir(h->state);
	rmdir(h->config);
	rmdir(h->root);
}

/* ---- settings ---- */

static void settings_are_taken_and_options_come_first(void **state)
{
	(void)state;
	struct home h;
	make_home(&h, "theme = light\ncolumns.sockets = name, state\n");
	struct term *t = cockpit_start_with(NULL, h.env);
	expect_tab(t, TAB_LIGHT);
	cockpit_line(t, "s = socket.socket()");
	expect(t, "unbound");
	expect(t, "NAME");
	assert_true(term_wait_no_text(t, "FAMILY", WAIT_MS));
	cockpit_quit(t);
	t = cockpit_start_with((const char *[]){"--theme", "dark", NULL}, h.env);
	expect_tab(t, TAB_DARK);
	cockpit_quit(t);
	remove_home(&h);
}

static void a_wrong_line_of_the_settings_is_told(void **state)
{
	(void)state;
	struct home h;
	make_home(&h, "# mine\ntheme = drak\nprojector = yes\nnonsense\n");
	struct term *t = cockpit_start_with(NULL, h.env);
	expect(t, "settings line 2 skipped: theme is dark, light, contrast or mono, not 'drak'");
	expect(t, "(and line 4)");
	cockpit_quit(t);
	remove_home(&h);
}

static void the_welcome_is_for_the_first_start(void **state)
{
	(void)state;
	struct home h;
	make_home(&h, "");
	struct term *t = cockpit_start_with(NULL, h.env);
	expect(t, "Welcome to sockpit. Three keys to begin with:");
	expect(t, " d  Play a demo");
	expect(t, " n  Make a socket");
	expect(t, " S  Start a server");
	cockpit_quit(t);
	t = cockpit_start_with(NULL, h.env);
	expect(t, "Whatever you do becomes a line");
	assert_true(term_wait_no_text(t, "Welcome", WAIT_MS));
	cockpit_quit(t);
	remove_home(&h);
}

static void read_only_no_key_is_offered_that_is_refused(void **state)
{
	(void)state;
	struct home h;
	make_home(&h, "");
	struct term *t = cockpit_start_with((const char *[]){"--readonly", NULL}, h.env);
	expect(t, "Read only. Press 3 for the machine's sockets");
	expect(t, "What is done becomes a line of Python's notation");
	assert_true(term_wait_no_text(t, "Welcome", WAIT_MS));
	assert_true(term_wait_no_text(t, "Press n", WAIT_MS));
	term_key(t, "2");
	expect(t, "Servers ─");
	expect(t, "Read only. Press 3 for the machine's sockets");
	term_key(t, "4");
	expect(t, "Compare ─");
	expect(t, "Read only. Press 3 for the machine's sockets");
	cockpit_quit(t);
	remove_home(&h);
}

/* ---- a projector, little motion ---- */

static bool is_box(const char *text)
{
	return (unsigned char)text[0] == 0xe2 && (unsigned char)text[1] == 0x94;
}

static bool all_is_bold(struct term *t, void *ctx)
{
	size_t *others = ctx;
	*others = 0;
	for (int y = 0; y < term_height(t); y++) {
		for (int x = 0; x < term_width(t); x++) {
			struct term_cell cell = term_cell(t, x, y);
			bool blank = cell.width == 0 || strcmp(cell.text, " ") == 0;
			*others += !blank && !is_box(cell.text) && !cell.bold;
		}
	}
	return *others == 0;
}

static void a_projector_gets_bold_and_few_columns(void **state)
{
	(void)state;
	size_t others;
	struct term *t = cockpit_start_with((const char *[]){"--projector", NULL}, NULL);
	cockpit_line(t, "s = socket.socket()");
	expect(t, "unbound");
	expect(t, "TYPE");
	assert_true(term_wait_no_text(t, "FAMILY", WAIT_MS));
	assert_false(term_find(t, "Facts", &(int){0}, &(int){0})); /* nothing beside the table */
	assert_true(term_wait(t, all_is_bold, &others, WAIT_MS));
	for (const char *view = "2345"; *view; view++) {
		term_type(t, (char[]){*view, '\0'});
		assert_true(term_wait(t, all_is_bold, &others, WAIT_MS));
		assert_true(cockpit_wait_frame(t));
	}
	cockpit_quit(t);
	t = cockpit_start_with(NULL, NULL); /* the check can fail */
	assert_false(term_wait(t, all_is_bold, &others, 100));
	cockpit_quit(t);
}

/* How often what a waiting line tells changed, up to some seconds of waiting. */
struct changes {
	char last[128];
	int count, seconds;
};

static bool has_waited(struct term *t, void *ctx)
{
	struct changes *c = ctx;
	int x, y;
	double waited = 0;
	if (!term_find(t, " s for data", &x, &y))
		return false;
	const char *text = strstr(term_line(t, y), "waiting ");
	if (text && strncmp(text, c->last, sizeof c->last - 1) != 0) {
		c->count++;
		snprintf(c->last, sizeof c->last, "%s", text);
	}
	return text && sscanf(text, "waiting %lf s for", &waited) == 1 && waited >= c->seconds;
}

static int changes_in(const char *option, int seconds)
{
	struct term *t = cockpit_start_with((const char *[]){option, NULL}, NULL);
	struct changes c = {.seconds = seconds};
	cockpit_line(t, "a, b = socket.socketpair()");
	expect(t, "→ a, b");
	cockpit_line(t, "b.recv(1)");
	assert_true(term_wait(t, has_waited, &c, WAIT_MS));
	term_type(t, "c");
	expect(t, "Interrupted system call");
	cockpit_quit(t);
	return c.count;
}

static void with_little_motion_seconds_are_enough(void **state)
{
	(void)state;
	/* One more than seconds: the first look comes as soon as it waits. */
	assert_in_range(changes_in("--reduced-motion", 3), 1, 3 + 2);
}

/* ---- the cursor ---- */

static bool cursor_stands_on(struct term *t, void *ctx)
{
	const char *text = ctx;
	int x, y;
	term_cursor(t, &x, &y);
	const char *line = term_line(t, y), *at = strstr(line, text);
	if (!at)
		return false;
	int column = 0;
	for (const char *c = line; c < at; c++)
		column += ((unsigned char)*c & 0xc0) != 0x80;
	return column == x;
}

static void expect_cursor(struct term *t, const char *text)
{
	if (!term_wait(t, cursor_stands_on, (void *)(uintptr_t)text, WAIT_MS)) {
		int x, y;
		term_cursor(t, &x, &y);
		fail_msg("the cursor is at %d,%d and not on %s", x, y, text);
	}
}

static void the_cursor_is_where_the_selection_is(void **state)
{
	(void)state;
	struct term *t = cockpit_start_with(NULL, NULL);
	expect_cursor(t, "No sockets yet");
	cockpit_line(t, "one, two = socket.socketpair()");
	expect_cursor(t, "▸one ");
	term_key(t, "Down");
	expect_cursor(t, "▸two ");
	term_key(t, "Tab");
	expect_cursor(t, "state ");
	term_key(t, "Tab");
	term_key(t, "Tab");
	expect_cursor(t, "          socketpair(AF_UNIX"); /* the journal's last line */
	cockpit_line(t, "srv = socketserver.TCPServer((\"127.0.0.1\", 0), Echo)");
	expect(t, "→ srv");
	term_type(t, "2");
	expect_cursor(t, "▸srv ");
	term_key(t, "Tab");
	expect_cursor(t, "No client is connected");
	term_type(t, "3");
	expect(t, "RECV-Q");
	expect_cursor(t, "▸");
	term_type(t, "/lport:1");
	expect(t, "lport:1");
	term_key(t, "Enter");
	expect(t, "No socket fits the filter");
	expect_cursor(t, "No socket fits");
	term_type(t, "5");
	expect_cursor(t, "▸");
	term_key(t, "Enter");
	expect_cursor(t, "▸ import socket");
	term_type(t, "1");
	term_type(t, "n");
	expect(t, "┌ socket.socket");
	expect_cursor(t, "AF_INET");
	term_key(t, "Esc");
	assert_true(term_wait_no_text(t, "┌ socket.socket", WAIT_MS));
	cockpit_line(t, "del srv");
	cockpit_quit(t);
}

/* ---- columns ---- */

static const int sizes[][2] = {{200, 50}, {120, 40}, {80, 24}, {40, 12}};

static void wide_characters_keep_frames_whole(void **state)
{
	(void)state;
	struct term *t = cockpit_start(200, 50, NULL);
	char bind[128];
	snprintf(bind, sizeof bind,
	    "s = socket.socket(socket.AF_UNIX); s.bind(\"\\0\\u4e2d\\u6587\\U0001f600%d\")",
	    (int)getpid());
	cockpit_line(t, bind);
	expect(t, "中文😀");
	cockpit_line(t, "a, b = socket.socketpair(); a.sendall(\"中文😀e\\u0301|\".encode())");
	cockpit_line(t, "b.recv(100)");
	expect(t, "b'\\xe4");
	term_type(t, "3");
	expect(t, "RECV-Q");
	term_type(t, "/中文");
	term_key(t, "Enter");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		term_resize(t, sizes[i][0], sizes[i][1]);
		for (const char *view = "2513"; *view; view++) {
			term_type(t, (char[]){*view, '\0'});
			assert_true(cockpit_wait_frame(t));
		}
		expect(t, "@中文😀");
	}
	cockpit_quit(t);
}

struct on_line {
	const char *name, *part;
};

static bool are_on_a_line(struct term *t, void *ctx)
{
	const struct on_line *l = ctx;
	int x, y;
	return term_find(t, l->name, &x, &y) && strstr(term_line(t, y), l->part);
}

/* A line with that name has that part, once it is whole, and no zero. */
static void expect_dashes(struct term *t, const char *name, const char *part)
{
	struct on_line l = {name, part};
	int x, y;
	if (!term_wait(t, are_on_a_line, &l, WAIT_MS))
		term_show(t, part);
	assert_true(term_find(t, name, &x, &y));
	assert_non_null(strstr(term_line(t, y), part));
	assert_null(strstr(term_line(t, y), " 0 "));
}

static void zero_is_a_dash(void **state)
{
	(void)state;
	struct term *t = cockpit_start(200, 50, NULL);
	cockpit_line(t, "srv = socketserver.TCPServer((\"127.0.0.1\", 0), Echo)");
	expect(t, "→ srv");
	cockpit_line(t, "u = socket.socket(type=socket.SOCK_DGRAM)");
	expect_dashes(t, " u ", "-       -");
	term_type(t, "2");
	expect_dashes(t, "▸srv ", " -         - ");
	cockpit_line(t, "del srv");
	cockpit_quit(t);
}

/* ---- forms and tables where it is narrow ---- */

/* In bytes; what stands before is the same in both lines but for ASCII. */
static long arrow_behind(struct term *t, const char *text)
{
	int x, y;
	assert_true(term_find(t, text, &x, &y));
	const char *line = term_line(t, y), *arrow = strstr(line, "▼");
	assert_non_null(arrow);
	return arrow - line;
}

static void a_forms_choices_line_up_and_are_told_whole(void **state)
{
	(void)state;
	struct term *t = cockpit_start(80, 24, NULL);
	term_key(t, "S");
	expect(t, "│ A thread of its own for each connection."); /* cut beside the choice */
	assert_int_equal(arrow_behind(t, "handler  Echo"), arrow_behind(t, "model    Threading"));
	term_key(t, "Tab");
	expect(t, "│ Empty: this machine alone.");
	term_key(t, "Esc");
	assert_true(term_wait_no_text(t, "New server", WAIT_MS));
	cockpit_quit(t);
}

static void a_narrow_table_of_servers_has_whole_columns(void **state)
{
	(void)state;
	struct term *t = cockpit_start(40, 12, NULL);
	term_key(t, "2");
	expect(t, "NAME");
	expect(t, "LIVE│");
	assert_true(term_wait_no_text(t, "…", WAIT_MS));
	term_resize(t, 80, 24);
	expect(t, "OUT│");
	cockpit_quit(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(settings_are_taken_and_options_come_first),
	    cmocka_unit_test(a_wrong_line_of_the_settings_is_told),
	    cmocka_unit_test(the_welcome_is_for_the_first_start),
	    cmocka_unit_test(read_only_no_key_is_offered_that_is_refused),
	    cmocka_unit_test(a_projector_gets_bold_and_few_columns),
	    cmocka_unit_test(with_little_motion_seconds_are_enough),
	    cmocka_unit_test(the_cursor_is_where_the_selection_is),
	    cmocka_unit_test(wide_characters_keep_frames_whole),
	    cmocka_unit_test(zero_is_a_dash),
	    cmocka_unit_test(a_forms_choices_line_up_and_are_told_whole),
	    cmocka_unit_test(a_narrow_table_of_servers_has_whole_columns),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
