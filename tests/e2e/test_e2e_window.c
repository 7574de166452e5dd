/*
 * The window changes under the cockpit, and it is stopped and continued: the last frame is right.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"

#define RESIZES 1000
#define STOPS 20

struct looks {
	const char *text; /* of the whole screen */
};

static bool looks_so(struct term *t, void *ctx)
{
	const struct looks *looks = ctx;
	char *now = term_text(t);
	bool same = strcmp(now, looks->text) == 0;
	free(now);
	return same;
}

/* It takes the alternate screen with its first frame. */
static bool is_drawn(struct term *t, void *ctx)
{
	(void)ctx;
	return term_alternate(t);
}

/* What a cockpit shows that was started at that size. */
static char *fresh_screen(int w, int h)
{
	struct term *t = cockpit_start(w, h, NULL);
	assert_true(term_wait(t, is_drawn, NULL, WAIT_MS));
	assert_true(term_wait_quiet(t, 100, WAIT_MS));
	char *text = term_text(t);
	cockpit_quit(t);
	return text;
}

static void expect_screen_of(struct term *t, int w, int h)
{
	char *text = fresh_screen(w, h);
	struct looks looks = {text};
	if (!term_wait(t, looks_so, &looks, WAIT_MS)) {
		term_show(t, "not as a fresh one");
		fail();
	}
	free(text);
}

static void follows_every_size_of_the_window(void **state)
{
	(void)state;
	static const int sizes[][2] = {{200, 50}, {120, 40}, {80, 24}, {79, 23}, {40, 12}, {20, 5},
	    {10, 3}, {1, 1}, {100, 30}};
	struct term *t = cockpit_start(80, 24, NULL);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		term_resize(t, sizes[i][0], sizes[i][1]);
		expect_screen_of(t, sizes[i][0], sizes[i][1]);
	}
	cockpit_quit(t);
}

static void survives_a_storm_of_resizes(void **state)
{
	(void)state;
	struct term *t = cockpit_start(80, 24, NULL);
	unsigned seed = 7;
	for (int i = 0; i < RESIZES; i++) {
		seed = seed * 1664525 + 1013904223;
		term_resize(t, 1 + (int)(seed >> 8 & 127), 1 + (int)(seed >> 20 & 63));
	}
	term_resize(t, 100, 30);
	expect_screen_of(t, 100, 30);
	assert_true(cockpit_frame_is_whole(t));
	cockpit_quit(t);
}

static void panels_are_whole_at_all_usual_sizes(void **state)
{
	(void)state;
	static const int sizes[][2] = {{200, 50}, {120, 40}, {80, 24}, {40, 12}};
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct term *t = cockpit_start(sizes[i][0], sizes[i][1], NULL);
		assert_true(cockpit_wait_frame(t));
		cockpit_quit(t);
	}
}

/* ---- Ctrl-Z and fg ---- */

static void stop(struct term *t)
{
	term_key(t, "Ctrl-Z");
	assert_true(term_wait_text(t, "Stopped", WAIT_MS));
	assert_string_equal(cockpit_mess_left(t), "");
}

static void go_on(struct term *t)
{
	/* What the shell says next must not be taken for what it said before. */
	term_type(t, "clear; fg\r");
	assert_true(term_wait_text(t, "1 Sockets", WAIT_MS));
	assert_true(term_alternate(t) && term_mouse(t));
	assert_true(term_wait_no_text(t, "Stopped", WAIT_MS));
}

static void stops_and_goes_on_twenty_times(void **state)
{
	(void)state;
	struct term *t = cockpit_start_in_shell(100, 30);
	for (int i = 0; i < STOPS; i++) {
		stop(t);
		go_on(t);
	}
	expect_screen_of(t, 100, 30);
	term_key(t, "q");
	assert_true(term_wait_processes(t, 1, WAIT_MS)); /* the shell */
	assert_string_equal(cockpit_mess_left(t), "");
	term_free(t);
}

static void a_window_resized_while_stopped_is_taken_as_it_is(void **state)
{
	(void)state;
	struct term *t = cockpit_start_in_shell(100, 30);
	stop(t);
	term_resize(t, 120, 40);
	go_on(t);
	expect_screen_of(t, 120, 40);
	term_free(t);
}

static void a_stopped_cockpit_can_be_killed(void **state)
{
	(void)state;
	struct term *t = cockpit_start_in_shell(100, 30);
	stop(t);
	assert_int_equal(kill(cockpit_guardian(t), SIGKILL), 0);
	assert_true(term_wait_processes(t, 1, GONE_MS));
	term_free(t);
}

/* ---- the case that must fail ---- */

static void a_frame_of_another_size_is_found_out(void **state)
{
	(void)state;
	struct term *t = cockpit_start(80, 24, NULL);
	char *text = fresh_screen(80, 23);
	struct looks looks = {text};
	assert_false(term_wait(t, looks_so, &looks, 300));
	free(text);
	cockpit_quit(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(follows_every_size_of_the_window),
	    cmocka_unit_test(panels_are_whole_at_all_usual_sizes),
	    cmocka_unit_test(survives_a_storm_of_resizes),
	    cmocka_unit_test(stops_and_goes_on_twenty_times),
	    cmocka_unit_test(a_window_resized_while_stopped_is_taken_as_it_is),
	    cmocka_unit_test(a_stopped_cockpit_can_be_killed),
	    cmocka_unit_test(a_frame_of_another_size_is_found_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
