/* The line editor: its keys, its history, its completion. Typed by the names of keys. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/edit.h"

static void press(struct edit *e, const char *name)
{
	struct event ev = {.type = INPUT_KEY};
	assert_int_equal(key_parse(name, &ev.key, &ev.mods), 0);
	edit_key(e, &ev);
}

/* Letters as they are, names of keys in <>: "ab<Left>c". */
static void keys(struct edit *e, const char *text)
{
	while (*text != '\0') {
		char name[16] = {0};
		size_t n = *text == '<' ? strcspn(text, ">") + 1 : 1;
		if (*text == '<')
			memcpy(name, text + 1, n - 2);
		else
			memcpy(name, *text == ' ' ? "Space" : text, *text == ' ' ? 5 : 1);
		press(e, name);
		text += n;
	}
}

static void expect_keys(const char *text, const char *result)
{
	struct edit e = {0};
	keys(&e, text);
	assert_string_equal(edit_text(&e), result);
	edit_free(&e);
}

static void typing_and_moving(void **state)
{
	(void)state;
	expect_keys("", "");
	expect_keys("abc", "abc");
	expect_keys("ac<Left>b", "abc");
	expect_keys("bc<Home>a<End>d", "abcd");
	expect_keys("bc<Ctrl-A>a<Ctrl-E>d", "abcd");
	expect_keys("<Left><Backspace><Delete><Right>x", "x");
	expect_keys("abc<Home><Delete><Ctrl-D>", "c");
	expect_keys("abc<Left><Backspace>", "ac");
}

static void words(void **state)
{
	(void)state;
	expect_keys("s.bind x<Ctrl-Left><Ctrl-Left>_", "s._bind x");
	expect_keys("one two<Home><Ctrl-Right>_", "one_ two");
	expect_keys("s.bind 127.0.0.1<Ctrl-W>", "s.bind ");
	expect_keys("s.bind<Alt-Backspace>", "s.");
	expect_keys("one two<Home><Alt-d>", " two");
}

static void kill_and_yank(void **state)
{
	(void)state;
	expect_keys("one two<Ctrl-W><Home><Ctrl-Y>", "twoone ");
	expect_keys("abcd<Left><Left><Ctrl-K><Home><Ctrl-Y>", "cdab");
	expect_keys("abcd<Left><Left><Ctrl-U><End><Ctrl-Y>", "cdab");
	expect_keys("a<Ctrl-K><Ctrl-Y>", "a");
}

static void characters_that_combine_go_together(void **state)
{
	(void)state;
	struct edit e = {0};
	edit_set(&e, "\xe4\xb8\xad"
		     "e\xcc\x81");
	press(&e, "Backspace");
	assert_string_equal(edit_text(&e), "\xe4\xb8\xad");
	press(&e, "Left");
	press(&e, "a");
	assert_string_equal(edit_text(&e), "a\xe4\xb8\xad");
	press(&e, "Delete");
	assert_string_equal(edit_text(&e), "a");
	edit_free(&e);
}

static void paste_becomes_one_line(void **state)
{
	(void)state;
	struct edit e = {0};
	struct event ev = {.type = INPUT_PASTE, .text = "a\tb\nc\033[31m\x01\n", .len = 12};
	edit_key(&e, &ev);
	assert_string_equal(edit_text(&e), "a b c[31m");
	edit_free(&e);
}

static void too_long_is_refused_and_nothing_lost(void **state)
{
	(void)state;
	struct edit e = {0};
	char *big = malloc(EDIT_MAX + 2);
	memset(big, 'x', EDIT_MAX + 1);
	big[EDIT_MAX + 1] = '\0';
	edit_set(&e, "abc");
	assert_true(edit_set(&e, big) < 0);
	assert_true(edit_insert(&e, big, EDIT_MAX) < 0);
	assert_string_equal(edit_text(&e), "abc");
	free(big);
	edit_free(&e);
}

static void intents(void **state)
{
	(void)state;
	struct edit e = {0};
	assert_int_equal(
	    edit_key(&e, &(struct event){.type = INPUT_KEY, .key = K_ENTER}), INTENT_SUBMIT);
	assert_int_equal(
	    edit_key(&e, &(struct event){.type = INPUT_KEY, .key = K_ESC}), INTENT_CANCEL);
	assert_int_equal(
	    edit_key(&e, &(struct event){.type = INPUT_KEY, .key = K_F1}), INTENT_NONE);
	assert_int_equal(
	    edit_key(&e, &(struct event){.type = INPUT_KEY, .key = K_TAB}), INTENT_NONE);
	assert_int_equal(edit_key(&e, &(struct event){.type = INPUT_RESIZE}), INTENT_NONE);
	edit_free(&e);
}

/* ---- history ---- */

static void history_by_prefix(void **state)
{
	(void)state;
	struct history h = {0};
	struct edit e = {.history = &h};
	history_add(&h, "s.bind(1)");
	history_add(&h, "print(1)");
	history_add(&h, "s.listen()");
	keys(&e, "<Up>");
	assert_string_equal(edit_text(&e), "s.listen()");
	keys(&e, "<Up><Up><Up><Up>");
	assert_string_equal(edit_text(&e), "s.bind(1)");
	keys(&e, "<Down><Down><Down>");
	assert_string_equal(edit_text(&e), "");
	keys(&e, "s.<Up><Up>");
	assert_string_equal(edit_text(&e), "s.bind(1)");
	keys(&e, "<Down>");
	assert_string_equal(edit_text(&e), "s.listen()");
	keys(&e, "<Down>");
	assert_string_equal(edit_text(&e), "s.");
	edit_free(&e);
	history_free(&h);
}

static void a_line_of_the_history_can_be_changed(void **state)
{
	(void)state;
	struct history h = {0};
	struct edit e = {.history = &h};
	history_add(&h, "abc");
	keys(&e, "<Up>d<Up>");
	assert_string_equal(edit_text(&e), "abcd");
	assert_string_equal(h.lines[0], "abc");
	edit_free(&e);
	history_free(&h);
}

static void history_is_saved_and_loaded(void **state)
{
	(void)state;
	struct history h = {0}, copy = {0};
	history_add(&h, "one");
	history_add(&h, "one");
	history_add(&h, "");
	history_add(&h, "try:\n  x\\n");
	assert_int_equal(h.count, 2);
	char *text = history_save(&h);
	assert_string_equal(text, "one\ntry:\\n  x\\\\n\n");
	assert_int_equal(history_load(&copy, text, strlen(text)), 0);
	assert_int_equal(copy.count, 2);
	assert_string_equal(copy.lines[1], h.lines[1]);
	free(text);
	history_free(&h);
	history_free(&copy);
}

static void history_forgets_the_oldest(void **state)
{
	(void)state;
	struct history h = {0};
	char line[16];
	for (int i = 0; i < HISTORY_MAX + 5; i++) {
		snprintf(line, sizeof(line), "%d", i);
		history_add(&h, line);
	}
	assert_int_equal(h.count, HISTORY_MAX);
	assert_string_equal(h.lines[0], "5");
	history_free(&h);
}

/* ---- completion ---- */

static void offer_socket_words(void *ctx, struct edit *e)
{
	static const char *const known[] = {"sendall", "send", "sendto", "setblocking", "recv"};
	const char *text = edit_text(e), *dot = strrchr(text, '.');
	const char *typed = dot == NULL ? text : dot + 1;
	(void)ctx;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strncmp(known[i], typed, strlen(typed)) == 0)
			edit_offer(e, known[i], strlen(typed));
}

static void the_only_candidate_is_inserted(void **state)
{
	(void)state;
	struct edit e = {.complete = offer_socket_words};
	keys(&e, "s.r<Tab>(");
	assert_string_equal(edit_text(&e), "s.recv(");
	assert_int_equal(edit_candidates(&e), 0);
	edit_free(&e);
}

static void several_candidates_first_share_then_cycle(void **state)
{
	(void)state;
	struct edit e = {.complete = offer_socket_words};
	keys(&e, "s.sen<Tab>");
	assert_string_equal(edit_text(&e), "s.send");
	assert_int_equal(edit_candidates(&e), 3);
	keys(&e, "<Tab>");
	assert_string_equal(edit_text(&e), "s.sendall");
	keys(&e, "<Tab><Tab>");
	assert_string_equal(edit_text(&e), "s.sendto");
	keys(&e, "<Tab>");
	assert_string_equal(edit_text(&e), "s.sendall");
	keys(&e, "<Shift-Tab>");
	assert_string_equal(edit_text(&e), "s.sendto");
	keys(&e, "(");
	assert_int_equal(edit_candidates(&e), 0);
	edit_free(&e);
}

static void nothing_to_offer_changes_nothing(void **state)
{
	(void)state;
	struct edit e = {.complete = offer_socket_words};
	keys(&e, "s.x<Tab><Tab>");
	assert_string_equal(edit_text(&e), "s.x");
	edit_free(&e);
}

int main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(typing_and_moving),
	    cmocka_unit_test(words),
	    cmocka_unit_test(kill_and_yank),
	    cmocka_unit_test(characters_that_combine_go_together),
	    cmocka_unit_test(paste_becomes_one_line),
	    cmocka_unit_test(too_long_is_refused_and_nothing_lost),
	    cmocka_unit_test(intents),
	    cmocka_unit_test(history_by_prefix),
	    cmocka_unit_test(a_line_of_the_history_can_be_changed),
	    cmocka_unit_test(history_is_saved_and_loaded),
	    cmocka_unit_test(history_forgets_the_oldest),
	    cmocka_unit_test(the_only_candidate_is_inserted),
	    cmocka_unit_test(several_candidates_first_share_then_cycle),
	    cmocka_unit_test(nothing_to_offer_changes_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
