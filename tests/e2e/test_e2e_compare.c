/*
 * View 4: two models compared to the end, cancelled, exported; every size; and that nothing of it
 * is left, whatever the cockpit ends by.
 */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <setjmp.h>
#include <signal.h>
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

static char folder[200];

static int make_folder(void **state)
{
	(void)state;
	files_new_folder(folder, sizeof folder);
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	return rmdir(folder); /* fails where anything is left */
}

static const char *path_of(const char *name, char path[256])
{
	snprintf(path, 256, "%s/%s", folder, name);
	return path;
}

/* ---- the form ---- */

static void set_field(struct term *t, int tabs, const char *text)
{
	for (int i = 0; i < tabs; i++)
		term_key(t, "Tab");
	cockpit_type_over(t, text);
}

static struct term *open_form_of(struct term *t)
{
	term_key(t, "4");
	assert_true(term_wait_text(t, "Nothing was compared yet", WAIT_MS));
	term_key(t, "Enter");
	assert_true(term_wait_text(t, "handler", WAIT_MS));
	return t;
}

static struct term *open_form(int w, int h, const char *const *env)
{
	return open_form_of(cockpit_start(w, h, env));
}

/* Forking and Epoll only, for so many seconds each. */
static struct term *start_two(int w, int h, const char *seconds)
{
	static const char *const others[] = {
	    "ThreadingTCPServer", "PreforkTCPServer", "PoolTCPServer"};
	struct term *t = open_form(w, h, NULL);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		char on[64], off[64];
		snprintf(on, sizeof on, "%-18s  [✓]", others[i]);
		snprintf(off, sizeof off, "%-18s  [ ]", others[i]);
		assert_true(term_wait_text(t, on, WAIT_MS));
		assert_true(term_click_text(t, others[i]));
		assert_true(term_wait_text(t, off, WAIT_MS));
	}
	/* From the last one clicked to the amount. */
	for (int i = 0; i < 7; i++)
		term_key(t, "Shift-Tab");
	set_field(t, 0, seconds);
	char shown[64];
	snprintf(shown, sizeof shown, "--seconds %s ", seconds);
	assert_true(term_wait_text(t, shown, WAIT_MS));
	assert_true(term_wait_text(t, "2 servers, one after the other", WAIT_MS));
	term_key(t, "Enter");
	return t;
}

static struct term *run_two(int w, int h)
{
	struct term *t = start_two(w, h, "0.2");
	assert_true(term_wait_text(t, "Best: ", WAIT_MS));
	return t;
}

/* ---- what is shown ---- */

static void compares_two_models_to_the_end(void **state)
{
	(void)state;
	struct term *t = run_two(120, 40);
	assert_true(term_wait_text(t, "CONN/S", WAIT_MS));
	assert_true(term_wait_text(t, "connections a second", WAIT_MS));
	assert_true(term_wait_text(t, "  best  ", WAIT_MS)); /* without any colour */
	assert_true(term_wait_text(t, "  done  ", WAIT_MS));
	assert_true(term_wait_text(t, "the best of its column", WAIT_MS));
	assert_true(cockpit_wait_frame(t));
	assert_true(term_wait_processes(t, 2, GONE_MS)); /* guardian and cockpit */
	term_key(t, "1");
	/* The journal has the two commands that repeat each run. */
	assert_true(
	    term_wait_text(t, "# compare: sockpit serve ForkingTCPServer 127.0.0.1:", WAIT_MS));
	assert_true(
	    term_wait_text(t, "# compare: sockpit serve EpollTCPServer 127.0.0.1:", WAIT_MS));
	cockpit_quit(t);
}

static void is_whole_at_every_size(void **state)
{
	(void)state;
	static const char *const plain[] = {"LC_ALL=C", "NO_COLOR=1", NULL};
	static const int sizes[][2] = {{200, 50}, {80, 24}, {60, 12}, {40, 12}};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct term *t = open_form(sizes[i][0], sizes[i][1], i % 2 ? plain : NULL);
		set_field(t, 4, "0.1");
		term_key(t, "Enter");
		assert_true(term_wait_text(t, "Best: ", WAIT_MS));
		for (int k = 0; k < 3; k++) {
			if (i % 2 == 0)
				assert_true(cockpit_wait_frame(t));
			term_key(t, "Tab");
			term_take(t);
		}
		cockpit_quit(t);
	}
}

static void bars_scroll_by_wheel_and_keys(void **state)
{
	(void)state;
	int x, y;
	struct term *t = run_two(80, 24);
	assert_true(term_find(t, "connections a second", &x, &y));
	assert_true(term_wait_text(t, "▼ │", WAIT_MS)); /* there is more */
	for (int i = 0; i < 12; i++)
		term_wheel(t, x, y, true);
	assert_true(term_wait_text(t, "failures", WAIT_MS)); /* the last group */
	assert_true(term_wait_text(t, "▲ │", WAIT_MS));
	assert_true(term_wait_no_text(t, "▼ │", WAIT_MS));
	assert_true(term_click_text(t, "Side by side"));
	term_key(t, "g");
	assert_true(term_wait_text(t, "connections a second  ", WAIT_MS));
	term_key(t, "z");
	assert_true(term_wait_no_text(t, "How many took how long", WAIT_MS));
	term_key(t, "Esc");
	assert_true(term_wait_text(t, "How many took how long", WAIT_MS));
	cockpit_quit(t);
}

static void a_projector_gets_one_chart_at_a_time(void **state)
{
	(void)state;
	struct term *t =
	    open_form_of(cockpit_start_with((const char *[]){"--projector", NULL}, NULL));
	set_field(t, 4, "0.1");
	term_key(t, "Enter");
	assert_true(term_wait_text(t, "Best: ", WAIT_MS));
	assert_true(term_wait_text(t, "Side by side", WAIT_MS));
	assert_true(term_wait_no_text(t, "How many took how long", WAIT_MS));
	term_key(t, "Shift-Tab");
	assert_true(term_wait_text(t, "How many took how long", WAIT_MS));
	assert_true(term_wait_no_text(t, "Side by side", WAIT_MS));
	assert_true(cockpit_wait_frame(t));
	cockpit_quit(t);
}

static void says_what_is_wrong_with_a_choice(void **state)
{
	(void)state;
	struct term *t = open_form(80, 24, NULL);
	set_field(t, 1, "Ecko");
	term_key(t, "Enter");
	assert_true(term_wait_text(t, "NameError: name 'Ecko' is not defined", WAIT_MS));
	set_field(t, 0, "Echo");
	set_field(t, 1, "0");
	term_key(t, "Enter");
	assert_true(term_wait_text(t, "Clients: from 1 to 100000.", WAIT_MS));
	term_key(t, "Esc");
	assert_true(term_wait_text(t, "Nothing was compared yet", WAIT_MS));
	cockpit_quit(t);
}

static void does_not_take_the_numbers_of_the_users_sockets(void **state)
{
	(void)state;
	struct term *t = start_two(120, 40, "60");
	assert_true(term_wait_text(t, "1 of 2  ForkingTCPServer", WAIT_MS));
	assert_true(term_wait_text(t, "▁", WAIT_MS)); /* clients were answered */
	cockpit_line(t, "during = socket.socket().fileno()");
	cockpit_line(t, "during < 100"); /* where our own are */
	assert_true(term_wait_text(t, "during < 100  → True", WAIT_MS));
	term_key(t, "c");
	assert_true(term_wait_text(t, "The comparison is over.", WAIT_MS));
	cockpit_line(t, "after = socket.socket().fileno()");
	cockpit_line(t, "after == during");
	assert_true(term_wait_text(t, "after == during  → True", WAIT_MS));
	cockpit_quit(t);
}

/* ---- ending it ---- */

static void cancelled_it_stops_and_keeps_what_there_is(void **state)
{
	(void)state;
	struct term *t = start_two(120, 40, "60");
	assert_true(term_wait_text(t, "1 of 2  ForkingTCPServer", WAIT_MS));
	assert_true(term_wait_text(t, "▁", WAIT_MS));
	term_key(t, "Enter");
	assert_true(term_wait_text(t, "A comparison is under way", WAIT_MS));
	term_key(t, "c");
	assert_true(term_wait_text(t, "The comparison is over.", WAIT_MS));
	assert_true(term_wait_text(t, "EpollTCPServer     ", WAIT_MS));
	assert_true(term_wait_text(t, "cancelled", WAIT_MS));
	int x, y;
	assert_false(term_find(t, "  best  ", &x, &y));
	assert_true(term_wait_processes(t, 2, GONE_MS));
	cockpit_quit(t);
}

static void quit_under_load_leaves_nothing(void **state)
{
	(void)state;
	struct term *t = start_two(120, 40, "60");
	assert_true(term_wait_text(t, "1 of 2  ForkingTCPServer", WAIT_MS));
	cockpit_quit(t);
}

static void killed_under_load_it_leaves_nothing(void **state)
{
	(void)state;
	struct term *t = start_two(120, 40, "60");
	assert_true(term_wait_text(t, "1 of 2  ForkingTCPServer", WAIT_MS));
	assert_int_equal(kill(cockpit_self(t), SIGKILL), 0);
	assert_true(term_wait_processes(t, 0, GONE_MS));
	assert_string_equal(cockpit_mess_left(t), "");
	term_free(t);
}

/* ---- exports ---- */

static void save_as(struct term *t, const char *path)
{
	term_key(t, "e");
	assert_true(term_wait_text(t, "export to (.csv or .json)", WAIT_MS));
	cockpit_type_over(t, path);
	term_key(t, "Enter");
}

static void exports_csv_and_json_that_only_the_owner_can_read(void **state)
{
	(void)state;
	char csv[256], json[256], line[1024];
	struct stat st;
	struct term *t = run_two(120, 40);
	save_as(t, path_of("a.csv", csv));
	assert_true(term_wait_text(t, "Written: ", WAIT_MS));
	save_as(t, path_of("a.json", json));
	assert_true(term_wait_text(t, "a.json", WAIT_MS));
	cockpit_quit(t);

	assert_int_equal(stat(csv, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	FILE *f = fopen(csv, "re");
	assert_non_null(fgets(line, sizeof line, f));
	assert_non_null(strstr(line, ",requests_per_second,latency_p50_ns,"));
	assert_non_null(fgets(line, sizeof line, f));
	assert_non_null(strstr(line, "ForkingTCPServer,done,"));
	assert_non_null(fgets(line, sizeof line, f));
	assert_non_null(strstr(line, "EpollTCPServer,done,"));
	assert_null(fgets(line, sizeof line, f));
	fclose(f);

	json_t *o = json_load_file(json, 0, NULL), *run;
	assert_non_null(o);
	run = json_array_get(json_object_get(o, "runs"), 0);
	assert_string_equal(json_string_value(json_object_get(run, "model")), "ForkingTCPServer");
	assert_true(json_integer_value(json_object_get(run, "requests")) > 0);
	assert_true(json_integer_value(json_object_get(run, "latency_p99_ns")) > 0);
	json_decref(o);
	unlink(csv);
	unlink(json);
}

static void exports_over_nothing_unasked(void **state)
{
	(void)state;
	char link[256], target[256], text[256], line[64] = "";
	struct stat st;
	struct term *t = run_two(120, 40);
	FILE *f = fopen(path_of("target.txt", target), "we");
	fputs("dear", f);
	fclose(f);
	assert_int_equal(symlink(target, path_of("link.csv", link)), 0);
	save_as(t, link);
	assert_true(term_wait_text(t, "Overwrite it?", WAIT_MS));
	term_key(t, "y");
	assert_true(term_wait_text(t, "Written: ", WAIT_MS)); /* where the link was */
	save_as(t, path_of("name.txt", text));
	assert_true(term_wait_text(t, "A name that ends in .csv or .json", WAIT_MS));
	cockpit_quit(t);
	f = fopen(target, "re");
	assert_non_null(fgets(line, sizeof line, f));
	fclose(f);
	assert_string_equal(line, "dear");
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISREG(st.st_mode));
	unlink(link);
	unlink(target);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(compares_two_models_to_the_end),
	    cmocka_unit_test(is_whole_at_every_size),
	    cmocka_unit_test(bars_scroll_by_wheel_and_keys),
	    cmocka_unit_test(a_projector_gets_one_chart_at_a_time),
	    cmocka_unit_test(says_what_is_wrong_with_a_choice),
	    cmocka_unit_test(does_not_take_the_numbers_of_the_users_sockets),
	    cmocka_unit_test(cancelled_it_stops_and_keeps_what_there_is),
	    cmocka_unit_test(quit_under_load_leaves_nothing),
	    cmocka_unit_test(killed_under_load_it_leaves_nothing),
	    cmocka_unit_test(exports_csv_and_json_that_only_the_owner_can_read),
	    cmocka_unit_test(exports_over_nothing_unasked),
	};
	return cmocka_run_group_tests_name("compare view", tests, make_folder, remove_folder);
}
