/* How a comparison is told: figures in three digits, and the comment that the journal gets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/clock.h"
#include "views/compare_cells.h"
#include "views/compare_form.h"
#include "views/compare_text.h"

static void durations_have_three_digits_and_a_unit(void **state)
{
	(void)state;
	static const struct {
		double ns;
		const char *text;
	} rows[] = {
	    {850, "0.85 us"},
	    {85049, "85.0 us"},
	    {999400, "999 us"},
	    {999600, "1.00 ms"},
	    {12.34e6, "12.3 ms"},
	    {2.5e9, "2.50 s"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[UNITS_MAX];
		assert_string_equal(compare_text_ns(rows[i].ns, text), rows[i].text);
	}
}

static void what_is_not_known_is_a_dash(void **state)
{
	(void)state;
	char text[UNITS_MAX];
	for (size_t i = 0; i < COMPARE_MEASURES; i++)
		assert_string_equal(compare_text_value(&compare_measures[i], -1, text), "-");
}

static void check_note(const char *model, const char *handler, const char *address,
    struct compare_load load, const char *expected)
{
	struct compare_run *r = calloc(1, sizeof *r);
	struct buf text = {0};
	r->model = model_find(model);
	r->state = COMPARE_DONE;
	strcpy(r->address, address);
	const struct compare_result c = {.handler = handler, .load = load, .runs = r, .n = 1};
	compare_text_note(&c, r, &text);
	assert_int_equal(strncmp(buf_text(&text), expected, strlen(expected)), 0);
	assert_null(strchr(buf_text(&text), '\n'));
	buf_free(&text);
	free(r);
}

static void a_note_is_a_comment_with_the_commands_that_repeat_it(void **state)
{
	(void)state;
	check_note("ForkingTCPServer", "Echo", "127.0.0.1:9000",
	    (struct compare_load){.clients = 16, .duration_ns = NS_PER_S / 2, .size = 64},
	    "# compare: sockpit serve ForkingTCPServer 127.0.0.1:9000 --handler Echo; "
	    "sockpit load 127.0.0.1:9000 --clients 16 --seconds 0.5 --size 64  # ");
	check_note("UDPServer", "Reply(b'a')", "127.0.0.1:9000",
	    (struct compare_load){.clients = 1, .requests = 10, .size = 9000, .persistent = true},
	    "# compare: sockpit serve UDPServer 127.0.0.1:9000 --handler 'Reply(b'\\''a'\\'')' "
	    "--max-packet 9000; "
	    "sockpit load udp:127.0.0.1:9000 --clients 1 --requests 10 --size 9000  # ");
}

static void a_note_tells_of_a_limit_that_was_raised(void **state)
{
	(void)state;
	check_note("ForkingUnixStreamServer", "Echo", "unix:@x",
	    (struct compare_load){.clients = 50, .requests = 9, .size = 1, .persistent = true},
	    "# compare: sockpit serve ForkingUnixStreamServer unix:@x --handler Echo "
	    "--max-children 50; "
	    "sockpit load unix:@x --clients 50 --requests 9 --size 1 --persistent  # ");
	check_note("UnixDatagramServer", "Echo", "unix:@x",
	    (struct compare_load){.clients = 50, .requests = 9, .size = 1, .persistent = true},
	    "# compare: sockpit serve UnixDatagramServer unix:@x --handler Echo; "
	    "sockpit load unix-dgram:@x --clients 50 --requests 9 --size 1  # ");
}

static void every_measure_has_a_column(void **state)
{
	(void)state;
	for (size_t i = 0; i < COMPARE_MEASURES; i++)
		assert_string_equal(
		    compare_columns[COMPARE_FIRST + i].title, compare_measures[i].title);
}

/* Those that cannot serve several clients at a time are left out at first. */
static void the_first_choice_can_serve_its_clients(void **state)
{
	(void)state;
	struct compare_choice choice;
	compare_choice_init(&choice);
	for (size_t i = 0; model_all()[i]; i++) {
		const char *name = model_name(model_all()[i]);
		bool plain =
		    strcmp(name, "TCPServer") == 0 || strcmp(name, "UnixStreamServer") == 0;
		assert_int_equal(choice.on[i], !plain);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(durations_have_three_digits_and_a_unit),
	    cmocka_unit_test(what_is_not_known_is_a_dash),
	    cmocka_unit_test(a_note_is_a_comment_with_the_commands_that_repeat_it),
	    cmocka_unit_test(a_note_tells_of_a_limit_that_was_raised),
	    cmocka_unit_test(every_measure_has_a_column),
	    cmocka_unit_test(the_first_choice_can_serve_its_clients),
	};
	return cmocka_run_group_tests_name("compare text", tests, NULL, NULL);
}
