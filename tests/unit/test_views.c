/* What the screen says and writes, without a screen: keys, units, lines of notation, wrapping. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "core/clock.h"
#include "tui/text.h"
#include "views/address_fields.h"
#include "views/address_guess.h"
#include "views/bars.h"
#include "views/ccall.h"
#include "views/fields.h"
#include "views/keymap.h"
#include "views/label.h"
#include "views/message.h"
#include "views/meter.h"
#include "views/socket_menu.h"
#include "views/units.h"
#include "views/wrap.h"

#define TEXT(buffer) (assert_false((buffer).failed), buf_text(&(buffer)))

/* ---- the key table ---- */

static const struct keymap own = {.n = 0}; /* as the table has them */

static bool has_help(const struct key_row *row)
{
	return row->help && strlen(row->help) > 8 && row->help[strlen(row->help) - 1] == '.';
}

static bool names_a_key(const struct key_row *row)
{
	char name[64];
	return row->where && keymap_name(&own, row, name, sizeof name)[0];
}

static void every_key_has_help(void **state)
{
	(void)state;
	size_t count;
	const struct key_row *rows = keys_all(&count);
	assert_true(count > 20);
	for (size_t i = 0; i < count; i++) {
		assert_true(has_help(&rows[i]));
		assert_true(names_a_key(&rows[i]));
	}
	/* The check can fail. */
	assert_false(has_help(&(struct key_row){.key = 'x', .where = IN_ALL}));
	assert_false(has_help(&(struct key_row){.key = 'x', .where = IN_ALL, .help = "Stop."}));
	assert_false(names_a_key(&(struct key_row){.key = 'x', .help = "Do what has to be done."}));
}

static bool is_word(const char *name)
{
	return name && name[0] && strspn(name, "abcdefghijklmnopqrstuvwxyz_") == strlen(name);
}

/* The palette calls it by its name, and says why not where the footer has nothing to say. */
static bool can_be_listed(const struct key_row *row)
{
	return !row->run || (is_word(row->name) && (!row->label_now || row->lacks));
}

static void every_action_has_a_name_and_says_what_it_lacks(void **state)
{
	(void)state;
	size_t count;
	const struct key_row *rows = keys_all(&count);
	for (size_t i = 0; i < count; i++)
		if (!can_be_listed(&rows[i]))
			fail_msg("the action of row %zu: %s", i, rows[i].help);
	struct key_row wrong = rows[0];
	assert_true(wrong.run && wrong.label_now);
	wrong.lacks = NULL;
	assert_false(can_be_listed(&wrong));
	wrong.name = "two words";
	wrong.label_now = NULL;
	assert_false(can_be_listed(&wrong));
}

static bool clash(const struct key_row *a, const struct key_row *b)
{
	bool same = a->key && a->key == b->key && a->mods == b->mods;
	return same && (a->where & b->where) && a->run && b->run;
}

static void no_key_means_two_things_in_one_place(void **state)
{
	(void)state;
	size_t count;
	const struct key_row *rows = keys_all(&count);
	for (size_t i = 0; i < count; i++)
		for (size_t k = i + 1; k < count; k++)
			assert_false(clash(&rows[i], &rows[k]));
}

static void the_narrower_place_answers_a_key(void **state)
{
	(void)state;
	struct event enter = {.type = INPUT_KEY, .key = K_ENTER};
	const struct key_row *socket =
	    keymap_find(&own, &enter, IN_SOCKETS | IN_SOCKET_TABLE | IN_ALL);
	const struct key_row *journal = keymap_find(&own, &enter, IN_SOCKETS | IN_JOURNAL | IN_ALL);
	assert_non_null(socket);
	assert_non_null(journal);
	assert_ptr_not_equal(socket, journal);
	assert_null(keymap_find(&own, &enter, IN_ALL));
	assert_null(
	    keymap_find(&own, &enter, IN_PROMPT)); /* the widget's own: told, not dispatched */
}

static void every_place_has_a_name(void **state)
{
	(void)state;
	for (unsigned bit = 0; bit < WHERE_COUNT; bit++)
		assert_true(keys_place(bit)[0]);
}

/* ---- units ---- */

static void bytes_keep_three_digits(void **state)
{
	(void)state;
	char text[UNITS_MAX];
	assert_string_equal(units_bytes(0, text), "0 B");
	assert_string_equal(units_bytes(999, text), "999 B");
	assert_string_equal(units_bytes(1000, text), "1.00 kB");
	assert_string_equal(units_bytes(12345, text), "12.3 kB");
	assert_string_equal(units_bytes(999999, text), "1.00 MB");
	assert_string_equal(units_bytes(UINT64_MAX, text), "18.4 EB");
	assert_string_equal(units_rate(0, text), "-");
	assert_string_equal(units_rate(1200000, text), "1.20 MB/s");
	assert_string_equal(units_count(0, text), "-");
	assert_string_equal(units_count(UINT64_MAX, text), "18446744073709551615");
}

static void times_are_told_as_people_say_them(void **state)
{
	(void)state;
	char text[UNITS_MAX];
	assert_string_equal(units_wait(12 * NS_PER_S + 449 * NS_PER_MS, text), "12.4 s");
	assert_string_equal(units_wait(185 * NS_PER_S, text), "3 min 05 s");
	assert_string_equal(units_wait(7800 * NS_PER_S, text), "2 h 10 min");
	assert_string_equal(units_took(12000, text), "0.012 ms");
	assert_string_equal(units_took(1204 * NS_PER_MS, text), "1.204 s");
	assert_string_equal(units_age(12 * NS_PER_S, text), "00:00:12");
	assert_string_equal(units_age(-1, text), "00:00:00");
	assert_string_equal(units_age(273900 * NS_PER_S, text), "3 d 04:05");
}

/* ---- rates ---- */

static struct rate look(struct meter *m, int64_t ms, uint64_t first, uint64_t second)
{
	meter_begin(m, ms * NS_PER_MS);
	meter_put(m, 1, first, 0);
	struct rate r = meter_put(m, 5, second, second);
	meter_end(m);
	return r;
}

static void a_rate_is_the_difference_over_a_second(void **state)
{
	(void)state;
	struct meter m = {0};
	struct rate r = {0};
	for (int i = 0; i < 20; i++)
		r = look(&m, i * 200, 0, (uint64_t)i * 100);
	assert_true(r.in > 499 && r.in < 501);
	assert_true(m.total.out > 499 && m.total.out < 501);
	for (int i = 20; i < 26; i++)
		r = look(&m, i * 200, 0, 2000);
	assert_true(r.in == 0); /* nothing moved for a second */
	r = look(&m, 26 * 200, 0, 10);
	assert_true(r.in == 0); /* a counter that went back gives no rate */
	meter_free(&m);
}

static void a_counter_that_wraps_keeps_its_rate(void **state)
{
	(void)state;
	struct meter m = {0};
	uint64_t count = UINT64_MAX - 9; /* 10 before 0 */
	for (int second = 0; second < 6; second++, count += 4) {
		struct rate r = look(&m, second * 1000, 0, count);
		assert_true(r.in == (second ? 4 : 0) && r.out == r.in);
	}
	assert_int_equal(count, 14);
	meter_free(&m);
}

static void a_burst_of_looks_makes_no_rate_of_milliseconds(void **state)
{
	(void)state;
	struct meter m = {0};
	look(&m, 0, 0, 0);
	for (int ms = 1; ms < 10; ms++)
		assert_true(look(&m, ms, 0, 39).in <= 39);
	assert_true(look(&m, 900, 0, 39).in <= 39);
	assert_true(look(&m, 2100, 0, 39).in == 0);
	meter_free(&m);
}

static void what_vanishes_takes_its_rate_with_it(void **state)
{
	(void)state;
	struct meter m = {0};
	look(&m, 0, 0, 0);
	look(&m, 1000, 5000, 700);
	assert_true(m.total.in > 5699);
	meter_begin(&m, 2000 * NS_PER_MS);
	assert_true(meter_put(&m, 5, 700, 700).in == 0);
	meter_end(&m);
	assert_true(m.total.in == 0);
	meter_free(&m);
}

/* ---- notation written by forms ---- */

static void text_is_quoted_and_escapes_stay(void **state)
{
	(void)state;
	static const struct {
		const char *prefix, *text, *want;
	} cases[] = {
	    {"b", "hello\\n", "b\"hello\\n\""},
	    {"b", "say \"hi\"", "b\"say \\\"hi\\\"\""},
	    {"b", "\\\"", "b\"\\\"\""},
	    {"b", "end\\", "b\"end\\\\\""},
	    {"b", "\xc3\xa9", "b\"\\xc3\\xa9\""},
	    {"", "\xc3\xa9", "\"\xc3\xa9\""},
	    {"b", "\033[", "b\"\\x1b[\""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = {0};
		fields_write_quoted(cases[i].prefix, cases[i].text, &b);
		assert_string_equal(TEXT(b), cases[i].want);
		buf_free(&b);
	}
}

static void check_address(int family, const char *first, const char *port, const char *want)
{
	struct buf b = {0};
	address_write(family, first, port, &b);
	assert_string_equal(TEXT(b), want);
	buf_free(&b);
}

static void no_host_is_this_machine_alone(void **state)
{
	(void)state;
	check_address(AF_INET, "", "80", "(\"127.0.0.1\", 80)");
	check_address(AF_INET, "*", "80", "(\"127.0.0.1\", 80)");
	check_address(AF_INET6, "", "", "(\"::1\", 0)");
	check_address(AF_INET, "0.0.0.0", "80", "(\"0.0.0.0\", 80)");
	check_address(AF_UNIX, "/tmp/x", "", "\"/tmp/x\"");
	check_address(AF_NETLINK, "(0, 0)", "", "(0, 0)");
	assert_true(address_host_is_wildcard("0.0.0.0"));
	assert_true(address_host_is_wildcard("::"));
	assert_false(address_host_is_wildcard("127.0.0.1"));
}

static void an_address_comes_apart_again(void **state)
{
	(void)state;
	char host[NAMES_MAX], port[ADDRESS_PORT_MAX];
	assert_true(address_take_apart("127.0.0.1:9000", AF_INET, host, port));
	assert_string_equal(host, "127.0.0.1");
	assert_string_equal(port, "9000");
	assert_true(address_take_apart("[::1]:80", AF_INET6, host, port));
	assert_string_equal(host, "::1");
	assert_true(address_take_apart("0.0.0.0:80", AF_INET, host, port));
	assert_string_equal(host, "127.0.0.1");
	assert_true(address_take_apart("unix:@name", AF_UNIX, host, port));
	assert_string_equal(host, "\\0name");
	assert_false(address_take_apart("[::1]:80", AF_INET, host, port));
	assert_false(address_take_apart("unix:/tmp/a:1", AF_INET, host, port));
	assert_false(address_take_apart("", AF_INET, host, port));
}

static bool backlog_only(void *ctx, const char *name, struct buf *to)
{
	(void)ctx;
	if (strcmp(name, "backlog") != 0)
		return false;
	buf_str(to, "5");
	return true;
}

static void a_prototype_becomes_a_call(void **state)
{
	(void)state;
	static const struct {
		const char *prototype, *want;
	} cases[] = {
	    {"int listen(int sockfd, int backlog)", "listen(sockfd, 5)"},
	    {"int socketpair(int domain, int type, int protocol, int sv[2])",
		"socketpair(domain, type, protocol, sv)"},
	    {"ssize_t recvfrom(int sockfd, void *buf, size_t len, int flags, NULL, NULL)",
		"recvfrom(sockfd, buf, len, flags, NULL, NULL)"},
	    {"int nothing()", "nothing()"},
	    {"not a prototype", ""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = {0};
		ccall_write(cases[i].prototype, backlog_only, NULL, &b);
		assert_string_equal(TEXT(b), cases[i].want);
		buf_free(&b);
	}
}

/* ---- the actions of a socket ---- */

static void every_method_is_offered_with_a_key_of_its_own(void **state)
{
	(void)state;
	struct socket_row row = {.type = SOCK_STREAM, .facts = {.listening = true}};
	struct socket_menu_item items[SOCKET_MENU_MAX];
	size_t n = socket_menu_fill(&row, items, SOCKET_MENU_MAX);
	assert_true(n > 15 && n < SOCKET_MENU_MAX);
	assert_string_equal(items[0].op->name, "accept"); /* likely for a listener */
	for (size_t i = 0; i < n; i++) {
		assert_true(items[i].key > ' ');
		assert_ptr_equal(socket_menu_by_id(socket_menu_id(items[i].op)), items[i].op);
		for (size_t k = 0; k < i; k++) {
			assert_true(items[i].key != items[k].key);
			assert_ptr_not_equal(items[i].op, items[k].op);
		}
	}
}

/* ---- bars ---- */

static void a_bar_shows_how_much_of_how_much(void **state)
{
	(void)state;
	char text[BARS_TEXT_MAX];
	assert_string_equal(bars_gauge(0, 5, 5, true, text), ".....");
	assert_string_equal(bars_gauge(1, 1000, 5, true, text), "#....");
	assert_string_equal(bars_gauge(5, 5, 5, true, text), "#####");
	assert_string_equal(bars_gauge(9, 5, 5, true, text), "#####");
	assert_string_equal(bars_gauge(0, 0, 3, true, text), "...");
	assert_string_equal(bars_gauge(1, 0, 3, true, text), "###"); /* listen(0) still has room */
	assert_int_equal(text_width(bars_gauge(1, 2, 99, false, text)), BARS_CELLS_MAX);
}

static void a_sparkline_has_the_newest_at_the_right(void **state)
{
	(void)state;
	static const double values[] = {0, 4, 8, 0.001};
	char text[BARS_TEXT_MAX];
	assert_string_equal(bars_spark(values, 4, 6, true, text), "   -#_");
	assert_string_equal(bars_spark(values, 4, 2, true, text), "#_");
	assert_string_equal(bars_spark(NULL, 0, 3, true, text), "   ");
}

/* ---- text ---- */

static void long_text_breaks_at_blanks(void **state)
{
	(void)state;
	size_t len;
	assert_int_equal(wrap_count("one two three", 7), 2);
	assert_memory_equal(wrap_at("one two three", 7, 1, &len), "three", 5);
	assert_int_equal(len, 5);
	assert_int_equal(wrap_count("abcdefghij", 4), 3);
	assert_int_equal(wrap_count("a\nb", 10), 2);
	assert_int_equal(wrap_count("", 10), 0);
	assert_int_equal(wrap_count(NULL, 10), 0);
	assert_null(wrap_at("a b", 10, 1, &len));
	assert_true(wrap_count("\xe4\xb8\xad\xe6\x96\x87", 1) >= 1); /* wider than there is room */
}

static void labels_are_cleaned_and_cut_at_characters(void **state)
{
	(void)state;
	char text[8];
	assert_string_equal(label_clean("\033[2J", text, sizeof text), "\\x1b[2J");
	assert_string_equal(label_clean("abcdefghij", text, sizeof text), "abcdefg");
	assert_string_equal(label_clean("abcdef\xc3\xa9", text, sizeof text), "abcdef");
	assert_string_equal(label_after("AF_INET", "AF_"), "INET");
	assert_string_equal(label_after("7", "AF_"), "7");
}

static void errors_stay_until_somebody_acts(void **state)
{
	(void)state;
	struct message m = {0};
	message_set(&m, ROLE_ERROR, "OSError: no", "because");
	message_set(&m, ROLE_NORMAL, "fine", NULL);
	assert_string_equal(m.text, "OSError: no");
	message_set(&m, ROLE_ERROR, "OSError: again", NULL);
	assert_string_equal(m.text, "OSError: again");
	assert_string_equal(m.why, "");
	message_release(&m);
	message_set(&m, ROLE_NORMAL, "fine", NULL);
	assert_string_equal(m.text, "fine");
}

/* Words are not broken: that may take a line more than their letters do. */
static void an_explanation_has_the_lines_that_its_words_take(void **state)
{
	(void)state;
	struct message m = {0};
	message_set(&m, ROLE_ERROR, "OSError: no", "twelve_words 9 elevenwords 123");
	assert_int_equal(message_height(&m, 16, 9), 1 + 2);
	message_set(&m, ROLE_ERROR, "OSError: no", "twelve_words elevenwords twelve_words");
	assert_int_equal(message_height(&m, 20, 9), 1 + 3);
	assert_int_equal(message_height(&m, 20, 2), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_key_has_help),
	    cmocka_unit_test(every_action_has_a_name_and_says_what_it_lacks),
	    cmocka_unit_test(no_key_means_two_things_in_one_place),
	    cmocka_unit_test(the_narrower_place_answers_a_key),
	    cmocka_unit_test(every_place_has_a_name),
	    cmocka_unit_test(bytes_keep_three_digits),
	    cmocka_unit_test(times_are_told_as_people_say_them),
	    cmocka_unit_test(a_rate_is_the_difference_over_a_second),
	    cmocka_unit_test(a_counter_that_wraps_keeps_its_rate),
	    cmocka_unit_test(a_burst_of_looks_makes_no_rate_of_milliseconds),
	    cmocka_unit_test(what_vanishes_takes_its_rate_with_it),
	    cmocka_unit_test(text_is_quoted_and_escapes_stay),
	    cmocka_unit_test(no_host_is_this_machine_alone),
	    cmocka_unit_test(an_address_comes_apart_again),
	    cmocka_unit_test(a_prototype_becomes_a_call),
	    cmocka_unit_test(every_method_is_offered_with_a_key_of_its_own),
	    cmocka_unit_test(a_bar_shows_how_much_of_how_much),
	    cmocka_unit_test(a_sparkline_has_the_newest_at_the_right),
	    cmocka_unit_test(long_text_breaks_at_blanks),
	    cmocka_unit_test(labels_are_cleaned_and_cut_at_characters),
	    cmocka_unit_test(errors_stay_until_somebody_acts),
	    cmocka_unit_test(an_explanation_has_the_lines_that_its_words_take),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
