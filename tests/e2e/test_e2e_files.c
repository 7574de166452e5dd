/*
 * What the cockpit writes where somebody has put a symbolic link. The
 * history and the results of a comparison have tests of their own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/cockpit.h"
#include "tests/unit/files.h"

#define PRECIOUS "precious"

static int plant(void **state)
{
	(void)state;
	if (chdir(files_folder()) < 0)
		return -1;
	unlink("link");
	unlink("target");
	files_make("target", PRECIOUS, 0644);
	return symlink("target", "link");
}

static void an_export_replaces_a_link_only_when_asked(void **state)
{
	(void)state;
	struct term *t = cockpit_start(120, 40, NULL);
	cockpit_line(t, "export(\"link\")");
	assert_true(term_wait_text(t, "FileExistsError: [Errno 17] File exists: 'link'", WAIT_MS));
	assert_true(S_ISLNK(files_mode("link")));
	cockpit_line(t, "export(\"link\", True); print(\"written\")");
	assert_true(term_wait_text(t, "written", WAIT_MS));
	cockpit_quit(t);
	files_expect("target", PRECIOUS);
	assert_int_equal(files_mode("link"), S_IFREG | 0600);
}

static void a_journal_through_a_link_is_refused(void **state)
{
	(void)state;
	struct term *t = cockpit_start_with((const char *[]){"--journal", "link", NULL}, NULL);
	assert_true(term_wait_text(t, "No journal is written: link: ", WAIT_MS));
	cockpit_line(t, "s = socket.socket()");
	assert_true(term_wait_text(t, "→ s", WAIT_MS));
	cockpit_quit(t);
	files_expect("target", PRECIOUS);
	assert_true(S_ISLNK(files_mode("link")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(an_export_replaces_a_link_only_when_asked, plant),
	    cmocka_unit_test_setup(a_journal_through_a_link_is_refused, plant),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
