/* Keys of the settings: each action answers the keys that were given to it and no others; what
 * cannot be is told with its line; nobody is locked in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "views/settings.h"

/* All places of view 1 with the journal's keys. */
#define VIEW_1 (IN_SOCKETS | IN_SOCKET_TABLE | IN_JOURNAL | IN_PANEL | IN_ALL)

static struct settings_problem parse(struct settings *s, const char *text)
{
	struct settings_problem problem = {0};
	settings_init(s);
	settings_parse(s, text, strlen(text), &problem);
	return problem;
}

/* The action that a key has there; "": none. */
static const char *action(const struct settings *s, const char *key, unsigned where)
{
	struct event ev = {.type = INPUT_KEY};
	assert_int_equal(key_parse(key, &ev.key, &ev.mods), 0);
	const struct key_row *row = keymap_find(&s->keys, &ev, where);
	return row ? row->name : "";
}

static void assert_action(
    const struct settings *s, const char *key, unsigned where, const char *expected)
{
	assert_string_equal(action(s, key, where), expected);
}

/* ---- what is taken ---- */

static void an_action_answers_its_new_keys_and_no_old_one(void **state)
{
	(void)state;
	struct settings s;
	assert_int_equal(parse(&s, "key.quit = Ctrl-Q  F10\nKEY.Palette=alt-x\n").lines, 0);
	assert_action(&s, "Ctrl-Q", VIEW_1, "quit");
	assert_action(&s, "F10", VIEW_1, "quit");
	assert_action(&s, "q", VIEW_1, "");
	assert_action(&s, "Alt-x", VIEW_1, "palette");
	assert_action(&s, "Ctrl-P", VIEW_1, "");
	assert_action(&s, "n", VIEW_1, "new");
	parse(&s, "key.help = F3\n");
	assert_action(&s, "F1", VIEW_1, ""); /* the second of its own keys goes, too */
	parse(&s, "key.help = F3\nkey.help = ?\n");
	assert_action(&s, "?", VIEW_1, "help"); /* the last line counts */
	assert_action(&s, "F3", VIEW_1, "");
}

static void an_action_of_several_places_changes_in_all(void **state)
{
	(void)state;
	struct settings s;
	assert_int_equal(parse(&s, "key.filter = F4\nkey.new = Insert\nkey.cancel = F8").lines, 0);
	assert_action(&s, "F4", IN_SYSTEM | IN_ALL, "filter");
	assert_action(&s, "F4", IN_SERVERS | IN_ALL, "filter");
	assert_action(&s, "/", IN_SYSTEM | IN_ALL, "");
	assert_action(&s, "Insert", IN_COMPARE | IN_ALL, "new");
	assert_action(&s, "Insert", VIEW_1, "new");
	assert_action(&s, "n", IN_COMPARE | IN_ALL, "");
	assert_action(&s, "F8", VIEW_1, "cancel");
	assert_action(&s, "c", VIEW_1, "");
	assert_action(&s, "Ctrl-C", VIEW_1, "cancel"); /* always */
}

static void two_actions_may_change_places(void **state)
{
	(void)state;
	struct settings s;
	assert_int_equal(parse(&s, "key.new = s\nkey.send = n").lines, 0);
	assert_action(&s, "s", VIEW_1, "new");
	assert_action(&s, "n", VIEW_1, "send");
	/* And a key may mean two things in places that are never at once. */
	assert_int_equal(parse(&s, "key.close = F5\nkey.stop = F5\nkey.freeze = F5").lines, 0);
	assert_action(&s, "F5", VIEW_1, "close");
	assert_action(&s, "F5", IN_SERVERS | IN_SERVER_TABLE | IN_ALL, "stop");
	assert_action(&s, "F5", IN_SYSTEM | IN_ALL, "freeze");
}

/* ---- what is told ---- */

static void assert_told(const char *text, size_t lines, const char *told)
{
	struct settings s;
	struct settings_problem problem = parse(&s, text);
	assert_string_equal(problem.text, told);
	assert_int_equal(problem.lines, lines);
}

static void a_line_that_cannot_be_is_told_by_its_number(void **state)
{
	(void)state;
	assert_told("\nkey.fly = x", 1,
	    "settings line 2 skipped: there is no action 'fly' to give keys to");
	assert_told("key.actions = x", 1, /* Enter's */
	    "settings line 1 skipped: there is no action 'actions' to give keys to");
	assert_told("key. = x", 1, "settings line 1 skipped: there is no setting 'key.'");
	static const char *const wrong[] = {
	    "", "Hyper-X", "a b c", "F13", "Ctrl-I", "Ctrl-1", "Shift-x", "ab", "Ctrl-", "\x1b[A"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct settings s;
		char text[64];
		snprintf(text, sizeof text, "key.quit = %s", wrong[i]);
		struct settings_problem problem = parse(&s, text);
		if (!strstr(
			problem.text, "a key is x, F2, Ctrl-K, Alt-X or Space, one or two, not '"))
			fail_msg("'%s' is told as '%s'", wrong[i], problem.text);
		assert_int_equal(s.keys.n, 0);
		assert_action(&s, "q", VIEW_1, "quit");
	}
}

static void a_key_is_given_to_one_action_only(void **state)
{
	(void)state;
	assert_told("key.new = s", 1, "settings line 1 skipped: s is the key of send");
	assert_told("key.copy = F5\nkey.send = F5", 1,
	    "settings line 2 skipped: F5 is the key of copy"); /* both in view 1 */
	assert_told("key.help = F2\nkey.quit = F9 F2\n", 1,
	    "settings line 2 skipped: F2 is the key of help");
	assert_told("key.export = e F6\ntheme = drak\nkey.zoom = F6 z", 2,
	    "settings line 2 skipped: theme is dark, light, contrast or mono, not 'drak'");
	/* The first in the file is told, though clashes are found when all of it is read. */
	assert_told(
	    "key.new = s\ntheme = drak", 2, "settings line 1 skipped: s is the key of send");
	/* What falls back to its own key takes that back from who had it: one after the other. */
	struct settings s;
	assert_int_equal(parse(&s, "key.new = s\nkey.send = r\nkey.recv = q\n").lines, 3);
	assert_int_equal(s.keys.n, 0);
}

static void nobody_is_locked_in(void **state)
{
	(void)state;
	static const char *const keep[] = {"Enter", "Esc", "Tab", "Shift-Tab", "Ctrl-C", "Ctrl-Z",
	    "Ctrl-L", "1", "5", "Up", "j", "PageDown", "G"};
	for (size_t i = 0; i < sizeof keep / sizeof *keep; i++) {
		char text[64], told[128];
		snprintf(text, sizeof text, "key.new = %s", keep[i]);
		snprintf(
		    told, sizeof told, "settings line 1 skipped: %s stays what it is", keep[i]);
		assert_told(text, 1, told);
	}
	struct settings s;
	parse(&s, "key.back = x\nkey.quit = \nkey.help = q\nkey.palette = Esc\n");
	assert_action(&s, "q", VIEW_1, "quit");
	assert_action(&s, "Esc", VIEW_1, "back");
	assert_action(&s, "Ctrl-P", VIEW_1, "palette");
}

/* ---- what is shown ---- */

static void names_and_texts_tell_the_new_keys(void **state)
{
	(void)state;
	struct settings s;
	char text[128];
	parse(&s, "key.new = Insert F7\nkey.demo = Space");
	assert_string_equal(
	    keymap_name(&s.keys, keymap_action("new"), text, sizeof text), "Insert F7");
	assert_string_equal(keymap_name(&s.keys, keymap_action("help"), text, sizeof text), "? F1");
	assert_string_equal(
	    keymap_text(&s.keys, "Press {new} or {demo}, {help} for help.", text, sizeof text),
	    "Press Insert or Space, ? for help.");
	assert_string_equal(
	    keymap_text(&s.keys, "{}{nobody} {new", text, sizeof text), "{}{nobody} {new");
	assert_string_equal(keymap_text(&s.keys, "{new}{new}", text, 9), "InsertIn");
	assert_string_equal(keymap_text(&s.keys, "", text, sizeof text), "");
}

static void each_action_is_listed_once(void **state)
{
	(void)state;
	const struct key_row *row;
	size_t n = 0, cancels = 0;
	for (; (row = keymap_action_at(n)); n++) {
		assert_ptr_equal(keymap_action(row->name), row);
		cancels += strcmp(row->name, "cancel") == 0;
	}
	assert_int_equal(cancels, 1);
	assert_true(n > 20 && n < KEYMAP_MAX);
	assert_null(keymap_action("back"));
	assert_null(keymap_action(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_action_answers_its_new_keys_and_no_old_one),
	    cmocka_unit_test(an_action_of_several_places_changes_in_all),
	    cmocka_unit_test(two_actions_may_change_places),
	    cmocka_unit_test(a_line_that_cannot_be_is_told_by_its_number),
	    cmocka_unit_test(a_key_is_given_to_one_action_only),
	    cmocka_unit_test(nobody_is_locked_in),
	    cmocka_unit_test(names_and_texts_tell_the_new_keys),
	    cmocka_unit_test(each_action_is_listed_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
