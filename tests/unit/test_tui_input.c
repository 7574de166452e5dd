/* What bytes of a terminal become: keys, clicks, pastes; and the names of keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tui/input.h"

/* Feed text at time 0, look at time now_ms, and write what came as names: "Ctrl-P Up ". */
static const char *decode_at(const char *bytes, size_t len, int64_t now_ms)
{
	static char out[512];
	struct input *in;
	struct event ev;
	char name[32];
	out[0] = '\0';
	assert_int_equal(input_new(&in), 0);
	assert_int_equal(input_feed(in, bytes, len, 0), 0);
	while (input_next(in, now_ms, &ev)) {
		if (ev.type == INPUT_KEY)
			strcat(out, key_label(ev.key, ev.mods, name, sizeof(name)));
		else if (ev.type == INPUT_PASTE)
			strncat(strcat(out, "paste:"), ev.text, ev.len);
		else
			strcat(out, "mouse");
		strcat(out, " ");
	}
	input_free(in);
	return out;
}

static const char *decode(const char *bytes)
{
	return decode_at(bytes, strlen(bytes), 0);
}

static void characters_and_controls(void **state)
{
	(void)state;
	assert_string_equal(decode("aZ\xc3\xa9\xe4\xb8\xad"), "a Z \xc3\xa9 \xe4\xb8\xad ");
	assert_string_equal(decode("\r\n\t\x7f\b"), "Enter Enter Tab Backspace Backspace ");
	assert_string_equal(decode("\x01\x1a\x10"), "Ctrl-A Ctrl-Z Ctrl-P ");
	assert_string_equal(decode_at("\0", 1, 0), "Ctrl-Space ");
	assert_string_equal(decode(" "), "Space ");
}

static void keys_of_xterm(void **state)
{
	(void)state;
	assert_string_equal(decode("\033[A\033OA\033[B\033[C\033[D"), "Up Up Down Right Left ");
	assert_string_equal(decode("\033[1;5C\033[1;3D\033[1;2A"), "Ctrl-Right Alt-Left Shift-Up ");
	assert_string_equal(decode("\033[H\033[F\033[1~\033[4~"), "Home End Home End ");
	assert_string_equal(
	    decode("\033[5~\033[6~\033[2~\033[3~"), "PageUp PageDown Insert Delete ");
	assert_string_equal(decode("\033OP\033[15~\033[24~\033[1;5Q"), "F1 F5 F12 Ctrl-F2 ");
	assert_string_equal(decode("\033[Z"), "Shift-Tab ");
	assert_string_equal(decode("\033x\033\x7f"), "Alt-x Alt-Backspace ");
	assert_string_equal(decode("\033[97;5u\033[27;5;13~"), "Ctrl-A Ctrl-Enter ");
}

static void unknown_sequences_are_swallowed(void **state)
{
	(void)state;
	assert_string_equal(decode("\033[?1;2ca\033[I\033[99~b"), "a b ");
	assert_string_equal(decode("\033]11;rgb:0/0/0\033\\c"), "c ");
	assert_string_equal(decode("\033[12\033[A"), "Up ");
}

static void lone_escape_waits_25_ms_at_most(void **state)
{
	(void)state;
	struct input *in;
	struct event ev;
	assert_int_equal(input_new(&in), 0);
	input_feed(in, "\033", 1, 100);
	assert_false(input_next(in, 100, &ev));
	assert_int_equal(input_timeout(in, 100), 25);
	assert_int_equal(input_timeout(in, 110), 15);
	assert_false(input_next(in, 124, &ev));
	assert_true(input_next(in, 125, &ev));
	assert_true(event_is(&ev, K_ESC, 0));
	assert_int_equal(input_timeout(in, 125), -1);
	input_free(in);
}

static void a_sequence_may_come_in_pieces(void **state)
{
	(void)state;
	static const char bytes[] = "\033[1;5A\xe4\xb8\xad";
	struct input *in;
	struct event ev;
	assert_int_equal(input_new(&in), 0);
	int keys = 0;
	for (size_t i = 0; i < sizeof(bytes) - 1; i++) {
		input_feed(in, bytes + i, 1, (int64_t)i);
		while (input_next(in, (int64_t)i, &ev))
			keys++;
	}
	assert_int_equal(keys, 2);
	assert_true(event_is(&ev, 0x4e2d, 0));
	input_free(in);
}

static void half_a_character_is_given_up_for_the_next(void **state)
{
	(void)state;
	assert_string_equal(decode("\xe4\xb8"
				   "a"),
	    "a ");
	assert_string_equal(decode_at("\xe4\xb8", 2, 1000), "");
	assert_string_equal(decode("\xff\xc0q"), "q ");
}

static void unseen_characters_are_no_keys(void **state)
{
	(void)state;
	assert_string_equal(decode("\xe2\x80\xae\xc2\x9bq"), "q ");
}

static void escape_and_bracket_is_alt_after_the_wait(void **state)
{
	(void)state;
	assert_string_equal(decode_at("\033[", 2, 30), "Alt-[ ");
	assert_string_equal(decode_at("\033O", 2, 30), "Alt-O ");
	assert_string_equal(decode_at("\033\033", 2, 30), "Esc Esc ");
}

static void paste_is_one_event_and_no_keys(void **state)
{
	(void)state;
	assert_string_equal(decode("\033[200~q\033[A\n\033[201~x"), "paste:q\033[A\n x ");
	assert_string_equal(decode("\033[200~half"), "");
}

static void long_paste_comes_in_pieces_and_whole(void **state)
{
	(void)state;
	struct input *in;
	struct event ev;
	char chunk[1000];
	size_t got = 0;
	memset(chunk, 'x', sizeof(chunk));
	assert_int_equal(input_new(&in), 0);
	input_feed(in, "\033[200~", 6, 0);
	for (int i = 0; i < 200; i++) {
		input_feed(in, chunk, sizeof(chunk), 0);
		while (input_next(in, 0, &ev))
			got += ev.len;
	}
	input_feed(in, "\033[20", 4, 0);
	while (input_next(in, 0, &ev))
		got += ev.len;
	input_feed(in, "1~", 2, 0);
	while (input_next(in, 0, &ev))
		got += ev.len;
	assert_int_equal(got, 200 * sizeof(chunk));
	input_feed(in, "q", 1, 0);
	assert_true(input_next(in, 0, &ev));
	assert_true(event_is(&ev, 'q', 0));
	input_free(in);
}

static struct event click_at(struct input *in, const char *bytes, int64_t now_ms)
{
	struct event ev;
	input_feed(in, bytes, strlen(bytes), now_ms);
	assert_true(input_next(in, now_ms, &ev));
	assert_int_equal(ev.type, INPUT_MOUSE);
	return ev;
}

static void mouse_by_sgr(void **state)
{
	(void)state;
	struct input *in;
	assert_int_equal(input_new(&in), 0);
	struct event ev = click_at(in, "\033[<0;10;5M", 0);
	assert_int_equal(ev.mouse, MOUSE_PRESS);
	assert_int_equal(ev.x, 9);
	assert_int_equal(ev.y, 4);
	assert_int_equal(ev.clicks, 1);
	assert_int_equal(click_at(in, "\033[<0;10;5m", 10).mouse, MOUSE_RELEASE);
	assert_int_equal(click_at(in, "\033[<0;10;5M", 100).clicks, 2);
	assert_int_equal(click_at(in, "\033[<0;10;5M", 150).clicks, 1);
	assert_int_equal(click_at(in, "\033[<64;1;1M", 200).mouse, MOUSE_WHEEL_UP);
	assert_int_equal(click_at(in, "\033[<65;1;1M", 200).mouse, MOUSE_WHEEL_DOWN);
	assert_int_equal(click_at(in, "\033[<2;300;200M", 200).mouse, MOUSE_RIGHT);
	assert_int_equal(click_at(in, "\033[M !!", 900).mouse, MOUSE_PRESS);
	input_free(in);
}

static void a_slow_second_click_is_a_first(void **state)
{
	(void)state;
	struct input *in;
	assert_int_equal(input_new(&in), 0);
	assert_int_equal(click_at(in, "\033[<0;1;1M", 0).clicks, 1);
	assert_int_equal(click_at(in, "\033[<0;1;1M", 500).clicks, 1);
	assert_int_equal(click_at(in, "\033[<0;2;1M", 510).clicks, 1);
	input_free(in);
}

static void learned_keys_come_first(void **state)
{
	(void)state;
	struct input *in;
	struct event ev;
	assert_int_equal(input_new(&in), 0);
	input_learn(in, "\033[[A", K_F1, 0);
	input_feed(in, "\033[[A", 4, 0);
	assert_true(input_next(in, 0, &ev));
	assert_true(event_is(&ev, K_F1, 0));
	assert_false(input_next(in, 0, &ev));
	input_free(in);
}

/* Every byte sequence gives some events or none, and uses up all bytes in the end. */
static void any_bytes_are_survived(void **state)
{
	(void)state;
	uint32_t seed = 1;
	struct input *in;
	struct event ev;
	assert_int_equal(input_new(&in), 0);
	for (int i = 0; i < 20000; i++) {
		char bytes[7];
		for (size_t k = 0; k < sizeof(bytes); k++) {
			seed = seed * 1664525 + 1013904223;
			bytes[k] = (char)(seed >> 24);
			if ((seed >> 20 & 7) == 0)
				bytes[k] = "\033[<;~MO"[seed >> 16 & 7 ? seed >> 16 & 7 : 0];
		}
		input_feed(in, bytes, sizeof(bytes), i);
		while (input_next(in, i, &ev))
			assert_int_not_equal(ev.type, INPUT_NONE);
	}
	input_feed(in, "\033[201~", 6, 30000);
	while (input_next(in, 40000, &ev))
		;
	assert_int_equal(input_timeout(in, 40000), -1);
	input_free(in);
}

static void names_both_ways(void **state)
{
	(void)state;
	static const char *const names[] = {"Enter", "Esc", "Ctrl-P", "Shift-Tab", "F1", "F12",
	    "Alt-x", "n", "N", "Space", "Ctrl-Space", "PageUp", "Ctrl-Right", "?", ":", "<", "-",
	    "Ctrl--", "Backspace", "\xc3\xa9"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		uint32_t key;
		unsigned mods;
		char name[32];
		assert_int_equal(key_parse(names[i], &key, &mods), 0);
		assert_string_equal(key_label(key, mods, name, sizeof(name)), names[i]);
	}
}

static void other_spellings_and_wrong_names(void **state)
{
	(void)state;
	uint32_t key;
	unsigned mods;
	assert_int_equal(key_parse("ctrl-p", &key, &mods), 0);
	assert_true(key == 'p' && mods == MOD_CTRL);
	assert_int_equal(key_parse("pgup", &key, &mods), 0);
	assert_true(key == K_PAGE_UP);
	static const char *const wrong[] = {
	    "", "F0", "F13", "F1x", "Ctrl-", "nn", "\x01", "\xff", "Up Down"};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_not_equal(key_parse(wrong[i], &key, &mods), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(characters_and_controls),
	    cmocka_unit_test(keys_of_xterm),
	    cmocka_unit_test(unknown_sequences_are_swallowed),
	    cmocka_unit_test(lone_escape_waits_25_ms_at_most),
	    cmocka_unit_test(a_sequence_may_come_in_pieces),
	    cmocka_unit_test(half_a_character_is_given_up_for_the_next),
	    cmocka_unit_test(unseen_characters_are_no_keys),
	    cmocka_unit_test(escape_and_bracket_is_alt_after_the_wait),
	    cmocka_unit_test(paste_is_one_event_and_no_keys),
	    cmocka_unit_test(long_paste_comes_in_pieces_and_whole),
	    cmocka_unit_test(mouse_by_sgr),
	    cmocka_unit_test(a_slow_second_click_is_a_first),
	    cmocka_unit_test(learned_keys_come_first),
	    cmocka_unit_test(any_bytes_are_survived),
	    cmocka_unit_test(names_both_ways),
	    cmocka_unit_test(other_spellings_and_wrong_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
