/*
 * The screen on a real pty: what is drawn arrives, nothing else does, and the terminal is left as
 * it was found. The cases at the end must fail the harness: a stand-in that leaves a mess.
 */
#include <locale.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/term/term.h"
#include "tests/term/token.h"
#include "tui/draw.h"
#include "tui/edit.h"
#include "tui/form.h"
#include "tui/screen.h"
#include "tui/table.h"

#define WAIT 5000

/* ---- in the child: draws until q is pressed ---- */

struct stage {
	void (*draw)(struct screen *s);
	void (*key)(struct screen *s, const struct event *ev);
	bool leave_a_mess; /* the stand-in that must be caught */
};

static int winch_pipe[2];

static void on_winch(int sig)
{
	(void)sig;
	if (write(winch_pipe[1], "", 1) < 0)
		return;
}

/* The key that ended a round of events, or 0. */
static uint32_t handle_events(const struct stage *stage, struct screen *s)
{
	struct event ev;
	uint32_t last = 0;
	while (screen_read_key(s, &ev)) {
		if (stage->key != NULL)
			stage->key(s, &ev);
		if (event_is(&ev, 'z', MOD_CTRL)) {
			screen_suspend(s);
			raise(SIGSTOP);
			screen_resume(s);
		}
		if (ev.type == INPUT_KEY)
			last = ev.key;
	}
	return last;
}

static void wait_for_events(struct screen *s)
{
	struct pollfd p[2] = {{0, POLLIN, 0}, {winch_pipe[0], POLLIN, 0}};
	char byte;
	if (poll(p, 2, screen_timeout(s)) > 0 && p[1].revents != 0 &&
	    read(winch_pipe[0], &byte, 1) == 1)
		screen_resized(s);
}

static int perform(void *ctx)
{
	const struct stage *stage = ctx;
	struct screen *s;
	char why[200];
	setlocale(LC_ALL, "");
	if (pipe(winch_pipe) < 0)
		return 9;
	signal(SIGWINCH, on_winch);
	if (screen_open(&s, &(struct screen_options){.in = 0, .out = 1}, why, sizeof(why)) < 0) {
		fprintf(stderr, "%s\n", why);
		return 2;
	}
	uint32_t last = 0;
	while (last != 'q' && !screen_gone(s)) {
		screen_begin(s);
		stage->draw(s);
		screen_end(s);
		wait_for_events(s);
		last = handle_events(stage, s);
	}
	if (stage->leave_a_mess)
		return 0;
	screen_close(s);
	return 0;
}

/* ---- in the test ---- */

static struct term *play(const struct stage *stage, int w, int h, const char *const *env)
{
	struct term *t;
	const struct term_options options = {
	    .act = perform,
	    .ctx = (void *)(uintptr_t)stage,
	    .width = w,
	    .height = h,
	    .env = env,
	};
	assert_int_equal(term_start(&t, &options), 0);
	return t;
}

static void finish(struct term *t)
{
	int status;
	term_key(t, "q");
	assert_true(term_wait_exit(t, &status, WAIT));
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	term_free(t);
}

static void assert_line(struct term *t, int y, const char *text)
{
	assert_string_equal(term_line(t, y), text);
}

/* ---- drawing ---- */

static void draw_whole_box(struct screen *s)
{
	struct rect in = draw_box(s, screen_rect(s), ROLE_BORDER, "Title");
	draw_text(s, in.x, in.y, in.w, ROLE_NORMAL, "inside");
	draw_text(s, in.x, in.y + 1, in.w, ROLE_NORMAL, "0123456789");
}

static const struct stage whole_box = {.draw = draw_whole_box};

static void a_box_is_closed_to_the_last_corner(void **state)
{
	(void)state;
	struct term *t = play(&whole_box, 12, 4, NULL);
	assert_true(term_wait_text(t, "0123456789", WAIT));
	assert_true(term_wait_text(t, "└──────────┘", WAIT));
	assert_line(t, 0, "┌ Title ───┐");
	assert_line(t, 1, "│inside    │");
	assert_line(t, 2, "│0123456789│");
	finish(t);
}

static void without_utf8_all_is_ascii(void **state)
{
	(void)state;
	struct term *t = play(&whole_box, 12, 4, (const char *[]){"LC_ALL=C", NULL});
	assert_true(term_wait_text(t, "+----------+", WAIT));
	assert_line(t, 0, "+ Title ---+");
	assert_line(t, 1, "|inside    |");
	size_t len;
	const char *raw = term_raw(t, &len);
	assert_true(token_all_ascii(raw, len));
	finish(t);
}

static void draw_wide(struct screen *s)
{
	draw_text(s, 0, 0, 20, ROLE_NORMAL, "中文e\xcc\x81|");
	draw_field(s, 0, 1, 10, ROLE_NORMAL, ALIGN_RIGHT, "中文");
	draw_text(s, 0, 2, 4, ROLE_NORMAL, "中文中");
	struct rect before = draw_clip(s, (struct rect){1, 3, 4, 1});
	draw_text(s, 0, 3, 20, ROLE_NORMAL, "中文中");
	draw_set_clip(s, before);
	draw_text(s, -1, 4, 10, ROLE_NORMAL, "xyz");
	draw_text(s, 0, 5, 0, ROLE_NORMAL, "no");
	draw_text(s, 500, 500, 10, ROLE_NORMAL, "no");
	draw_field(s, 18, 5, 10, ROLE_NORMAL, ALIGN_LEFT, "ab");
	draw_text(s, 0, 6, 10, ROLE_NORMAL, "end");
}

static void wide_characters_keep_their_columns(void **state)
{
	(void)state;
	struct term *t = play(&(struct stage){.draw = draw_wide}, 20, 8, NULL);
	assert_true(term_wait_text(t, "end", WAIT));
	assert_line(t, 0, "中文e\xcc\x81|");
	assert_string_equal(term_cell(t, 5, 0).text, "|");
	assert_line(t, 1, "      中文");
	assert_line(t, 2, "中…");
	assert_line(t, 3, "  文");
	assert_line(t, 4, "yz");
	assert_line(t, 5, "                  ab");
	finish(t);
}

/* Everything that must not act on a terminal: all bytes, C1 as UTF-8, sequences, what hides and
 * turns. */
static void draw_hostile(struct screen *s)
{
	static const char *const texts[] = {"\033]52;c;ZXZpbA==\a", "\033[5i\033c",
	    "\x9b"
	    "31m",
	    "\xc2\x9b"
	    "31m\xc2\x85",
	    "a\xe2\x80\xae"
	    "b\xe2\x81\xa6",
	    "\xf3\xa0\x80\x81x", "\xff\xfe\xc0\x80", "\033P1$r\033\\", "\033[?1049l\033[2J",
	    "\016\017\005\a\b\177"};
	char all[257];
	for (int i = 1; i < 256; i++)
		all[i - 1] = (char)i;
	all[255] = '\0';
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		draw_field(s, 0, (int)i, 40, ROLE_ERROR, ALIGN_LEFT, texts[i]);
		draw_text(s, 40, (int)i, 10, ROLE_NORMAL, "|");
	}
	draw_wrapped(s, (struct rect){0, 12, 80, 5}, ROLE_NORMAL, all);
	draw_box(s, (struct rect){0, 18, 80, 4}, ROLE_BORDER, "t\033]0;evil\a\xe2\x80\xae");
	draw_text(s, 0, 23, 10, ROLE_NORMAL, "end");
}

static void expect_tame(const char *locale)
{
	struct term *t =
	    play(&(struct stage){.draw = draw_hostile}, 80, 24, (const char *[]){locale, NULL});
	assert_true(term_wait_text(t, "end", WAIT));
	for (int y = 0; y < 10; y++)
		assert_string_equal(term_cell(t, 40, y).text, "|");
	assert_true(term_alternate(t));
	term_key(t, "q");
	int status;
	assert_true(term_wait_exit(t, &status, WAIT));
	size_t len;
	char why[128] = "";
	const char *raw = term_raw(t, &len);
	token_all_tame(raw, len, why, sizeof(why));
	assert_string_equal(why, "");
	term_free(t);
}

static void hostile_bytes_reach_the_terminal_as_text_only(void **state)
{
	(void)state;
	expect_tame("LC_ALL=C.UTF-8");
	expect_tame("LC_ALL=C");
}

static void no_color_means_none(void **state)
{
	(void)state;
	struct term *t = play(
	    &(struct stage){.draw = draw_hostile}, 80, 24, (const char *[]){"NO_COLOR=1", NULL});
	assert_true(term_wait_text(t, "end", WAIT));
	size_t len;
	const char *raw = term_raw(t, &len);
	assert_true(token_no_color(raw, len));
	finish(t);
	t = play(&(struct stage){.draw = draw_hostile}, 80, 24, NULL);
	assert_true(term_wait_text(t, "end", WAIT));
	raw = term_raw(t, &len);
	assert_false(token_no_color(raw, len));
	finish(t);
}

static void every_terminal_shows_the_box(void **state)
{
	(void)state;
	static const char *const terms[] = {"TERM=xterm", "TERM=vt100", "TERM=linux", "TERM=screen",
	    "TERM=xterm-256color", "TERM=tmux-256color"};
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		struct term *t = play(&whole_box, 12, 4, (const char *[]){terms[i], NULL});
		assert_true(term_wait_text(t, "└──────────┘", WAIT));
		assert_line(t, 0, "┌ Title ───┐");
		finish(t);
	}
}

/* ---- sizes ---- */

static void draw_size(struct screen *s)
{
	draw_whole_box(s);
	draw_format(s, 0, 0, 20, ROLE_NORMAL, "%dx%d", screen_width(s), screen_height(s));
}

static void follows_the_size_down_to_one_cell(void **state)
{
	(void)state;
	struct term *t = play(&(struct stage){.draw = draw_size}, 80, 24, NULL);
	assert_true(term_wait_text(t, "80x24", WAIT));
	term_resize(t, 200, 50);
	assert_true(term_wait_text(t, "200x50", WAIT));
	term_resize(t, 1, 1);
	assert_true(term_wait_text(t, "1", WAIT));
	term_resize(t, 40, 12);
	assert_true(term_wait_text(t, "40x12", WAIT));
	assert_true(term_wait_text(t, "┘", WAIT));
	assert_string_equal(term_cell(t, 39, 11).text, "┘");
	finish(t);
}

static void a_window_that_shrank_and_grew_back_is_painted_anew(void **state)
{
	(void)state;
	struct term *t = play(&(struct stage){.draw = draw_size}, 80, 24, NULL);
	assert_true(term_wait_text(t, "80x24", WAIT));
	/* Quicker than the program can look: it only ever sees the last size. */
	kill(term_pid(t), SIGSTOP);
	term_resize(t, 2, 2);
	term_resize(t, 80, 24);
	assert_string_equal(term_line(t, 23), "");
	kill(term_pid(t), SIGCONT);
	assert_true(term_wait_text(t, "80x24", WAIT));
	assert_true(term_wait_text(t, "┘", WAIT));
	assert_string_equal(term_cell(t, 79, 23).text, "┘");
	finish(t);
}

/* ---- keys through the whole path ---- */

static char seen[64] = "-";

static void note_key(struct screen *s, const struct event *ev)
{
	(void)s;
	if (ev->type == INPUT_KEY)
		key_label(ev->key, ev->mods, seen, sizeof(seen));
	else if (ev->type == INPUT_MOUSE)
		snprintf(seen, sizeof(seen), "mouse %d at %d,%d", (int)ev->mouse, ev->x, ev->y);
	else if (ev->type == INPUT_PASTE)
		snprintf(seen, sizeof(seen), "paste %.*s", (int)ev->len, ev->text);
}

static void draw_seen(struct screen *s)
{
	draw_format(s, 0, 0, 60, ROLE_NORMAL, "[%s]", seen);
}

static void keys_clicks_and_pastes_arrive(void **state)
{
	(void)state;
	static const char *const names[] = {"Ctrl-P", "Up", "F1", "Shift-Tab", "Alt-x", "Enter",
	    "Ctrl-Right", "PageDown", "Esc", "n"};
	struct term *t = play(&(struct stage){.draw = draw_seen, .key = note_key}, 80, 24, NULL);
	assert_true(term_wait_text(t, "[-]", WAIT));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char text[40];
		snprintf(text, sizeof(text), "[%s]", names[i]);
		term_key(t, names[i]);
		assert_true(term_wait_text(t, text, WAIT));
	}
	term_wheel(t, 3, 4, true);
	assert_true(term_wait_text(t, "[mouse 5 at 3,4]", WAIT));
	term_click(t, 70, 20);
	assert_true(term_wait_text(t, "[mouse 1 at 70,20]", WAIT));
	term_paste(t, "q and more");
	assert_true(term_wait_text(t, "[paste q and more]", WAIT));
	finish(t);
}

static struct edit line;

static void edit_the_line(struct screen *s, const struct event *ev)
{
	(void)s;
	edit_key(&line, ev);
}

static void draw_the_line(struct screen *s)
{
	edit_draw(&line, s, (struct rect){2, 1, 10, 1}, true);
}

static void the_cursor_stands_where_one_types(void **state)
{
	(void)state;
	struct term *t =
	    play(&(struct stage){.draw = draw_the_line, .key = edit_the_line}, 20, 4, NULL);
	int x, y;
	assert_true(term_wait_cursor(t, 2, 1, WAIT));
	term_type(t, "ab中");
	assert_true(term_wait_cursor(t, 6, 1, WAIT));
	assert_true(term_cursor(t, &x, &y));
	term_type(t, "0123456789");
	assert_true(term_wait_text(t, "…23456789", WAIT));
	assert_true(term_wait_cursor(t, 11, 1, WAIT));
	term_key(t, "Home");
	assert_true(term_wait_cursor(t, 2, 1, WAIT));
	assert_true(term_wait_text(t, "ab中01234…", WAIT));
	finish(t);
}

/* ---- leaving ---- */

/* What a program must leave: the modes it found, the main screen, a cursor, no mouse. "" when
 * all is so. */
static const char *left_behind(struct term *t)
{
	int x, y;
	if (!term_modes_restored(t))
		return "modes";
	if (term_alternate(t))
		return "alternate screen";
	if (!term_cursor(t, &x, &y))
		return "cursor";
	if (term_mouse(t))
		return "mouse";
	return term_pastes_in_brackets(t) ? "paste" : "";
}

/* Start, see it drawn, end by q; then say what it left behind. */
static const char *leave(const struct stage *stage, const char *const *env)
{
	int status;
	struct term *t = play(stage, 80, 24, env);
	assert_true(term_wait_text(t, "inside", WAIT));
	assert_false(term_modes_restored(t));
	term_key(t, "q");
	assert_true(term_wait_exit(t, &status, WAIT));
	const char *left = left_behind(t);
	term_free(t);
	return left;
}

static void the_terminal_is_left_as_it_was(void **state)
{
	(void)state;
	assert_string_equal(leave(&whole_box, NULL), "");
	assert_string_equal(leave(&whole_box, (const char *[]){"TERM=xterm", NULL}), "");
	assert_string_equal(leave(&whole_box, (const char *[]){"TERM=linux", NULL}), "");
	assert_string_equal(leave(&whole_box, (const char *[]){"TERM=screen", NULL}), "");
}

static void a_program_that_leaves_a_mess_is_caught(void **state)
{
	(void)state;
	const struct stage messy = {.draw = draw_whole_box, .leave_a_mess = true};
	assert_string_not_equal(leave(&messy, NULL), "");
}

/* The stand-in dies with everything on; then the guardian's bytes are written, as it would. */
static int die_and_restore(void *ctx)
{
	struct stage messy = {.draw = draw_whole_box, .leave_a_mess = true};
	(void)ctx;
	int r = perform(&messy);
	if (write(1, screen_restore_bytes, strlen(screen_restore_bytes)) < 0)
		r = 1;
	return r;
}

static void the_restoring_bytes_mend_all_but_the_modes(void **state)
{
	(void)state;
	struct term *t;
	int status, x, y;
	assert_int_equal(term_start(&t, &(struct term_options){.act = die_and_restore}), 0);
	assert_true(term_wait_text(t, "inside", WAIT));
	assert_true(term_alternate(t));
	term_key(t, "q");
	assert_true(term_wait_exit(t, &status, WAIT));
	assert_false(term_alternate(t));
	assert_true(term_cursor(t, &x, &y));
	assert_false(term_mouse(t));
	assert_false(term_pastes_in_brackets(t));
	size_t len;
	char why[128] = "";
	const char *raw = term_raw(t, &len);
	token_all_tame(raw, len, why, sizeof(why));
	assert_string_equal(why, "");
	term_free(t);
}

static void expect_refusal(const char *setting, const char *words)
{
	struct term *t = play(&whole_box, 80, 24, (const char *[]){setting, NULL});
	int status;
	assert_true(term_wait_exit(t, &status, WAIT));
	assert_int_equal(WEXITSTATUS(status), 2);
	assert_true(term_wait_text(t, words, WAIT));
	assert_false(term_alternate(t));
	size_t len;
	const char *raw = term_raw(t, &len);
	assert_true(token_all_ascii(raw, len));
	assert_null(memchr(raw, '\033', len));
	term_free(t);
}

static void unusable_terminals_are_refused_in_words(void **state)
{
	(void)state;
	expect_refusal("TERM", "TERM is not set");
	expect_refusal("TERM=", "TERM is not set");
	expect_refusal("TERM=dumb", "TERM=dumb cannot place the cursor");
	expect_refusal("TERM=unknown", "TERM=unknown is not known here");
	expect_refusal("TERM=no-such-thing", "TERM=no-such-thing is not known");
	expect_refusal("TERM=\033]52;c;eA==\a", "TERM is not the name of a terminal");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_box_is_closed_to_the_last_corner),
	    cmocka_unit_test(without_utf8_all_is_ascii),
	    cmocka_unit_test(wide_characters_keep_their_columns),
	    cmocka_unit_test(hostile_bytes_reach_the_terminal_as_text_only),
	    cmocka_unit_test(no_color_means_none),
	    cmocka_unit_test(every_terminal_shows_the_box),
	    cmocka_unit_test(follows_the_size_down_to_one_cell),
	    cmocka_unit_test(a_window_that_shrank_and_grew_back_is_painted_anew),
	    cmocka_unit_test(keys_clicks_and_pastes_arrive),
	    cmocka_unit_test(the_cursor_stands_where_one_types),
	    cmocka_unit_test(the_terminal_is_left_as_it_was),
	    cmocka_unit_test(a_program_that_leaves_a_mess_is_caught),
	    cmocka_unit_test(the_restoring_bytes_mend_all_but_the_modes),
	    cmocka_unit_test(unusable_terminals_are_refused_in_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
