/* The terminal of the tests finds what is wrong: bytes that do more than write, waits in vain. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/term/term.h"
#include "tests/term/token.h"

static bool tame(const char *bytes)
{
	char why[64];
	return token_all_tame(bytes, strlen(bytes), why, sizeof(why));
}

static void tokens_that_are_not_tame_are_found(void **state)
{
	(void)state;
	assert_true(tame("plain \033[1;31mtext\033[m\r\n\033[?25h中"));
	assert_false(tame("\033]52;c;x\a"));
	assert_false(tame("\033]0;title\033\\"));
	assert_false(tame("\033c"));
	assert_false(tame("\033[5i"));
	assert_false(tame("\033[?1003h"));
	assert_false(tame("\033P1$r\033\\"));
	assert_false(tame("\xc2\x9b"));
	assert_false(tame("\x9b"));
	assert_false(tame("\xe2\x80\xae"));
	assert_false(tame("\a"));
	assert_false(tame("\033["));
	assert_false(token_no_color("\033[1;38;5;3mx", 12));
	assert_true(token_no_color("\033[1;39;49mx", 11));
}

static void a_wait_that_does_not_come_true_says_so(void **state)
{
	(void)state;
	struct term *t;
	int status;
	const struct term_options options = {
	    .argv = (const char *[]){"sh", "-c", "echo inside; read line", NULL}};
	assert_int_equal(term_start(&t, &options), 0);
	assert_true(term_wait_text(t, "inside", TERM_WAIT_MS));
	assert_false(term_wait_text(t, "never shown", 50));
	assert_false(term_wait_no_text(t, "inside", 50));
	assert_false(term_wait_exit(t, &status, 50));
	assert_false(term_wait_processes(t, 0, 50));
	assert_false(term_click_text(t, "never shown"));
	term_key(t, "Enter");
	assert_true(term_wait_exit(t, &status, TERM_WAIT_MS));
	term_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tokens_that_are_not_tame_are_found),
	    cmocka_unit_test(a_wait_that_does_not_come_true_says_so),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
