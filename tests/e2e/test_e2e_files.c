/*
 * What the cockpit writes where somebody has put a symbolic link. The
 * history and the results of a comparison have tests of their own.
 */
#include <fcntl.h>
#include <setjmp.h>
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

#define PRECIOUS "precious"

static int plant(void **state)
{
	const char *tmp = getenv("TMPDIR");
	(void)state;
	if (chdir(tmp ? tmp : "/tmp") < 0)
		return -1;
	unlink("link");
	unlink("target");
	int fd = open("target", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, PRECIOUS, strlen(PRECIOUS)) < 0)
		return -1;
	return close(fd) < 0 || symlink("target", "link") < 0;
}

static void expect_target_untouched(void)
{
	char text[64] = "";
	int fd = open("target", O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0 && read(fd, text, sizeof text - 1) >= 0);
	close(fd);
	assert_string_equal(text, PRECIOUS);
}

static mode_t mode_of(const char *path)
{
	struct stat st;
	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode;
}

static void an_export_replaces_a_link_only_when_asked(void **state)
{
	(void)state;
	struct term *t = cockpit_start(120, 40, NULL);
	cockpit_line(t, "export(\"link\")");
	assert_true(term_wait_text(t, "FileExistsError: [Errno 17] File exists: 'link'", WAIT_MS));
	assert_true(S_ISLNK(mode_of("link")));
	cockpit_line(t, "export(\"link\", True); print(\"written\")");
	assert_true(term_wait_text(t, "written", WAIT_MS));
	cockpit_quit(t);
	expect_target_untouched();
	assert_int_equal(mode_of("link"), S_IFREG | 0600);
}

static void a_journal_through_a_link_is_refused(void **state)
{
	struct term *t;
	char program[4096];
	(void)state;
	snprintf(program, sizeof program, "%s", cockpit_program());
	const struct term_options options = {
	    .argv = (const char *[]){program, "--journal", "link", NULL},
	    .width = 120,
	    .height = 40,
	};
	assert_int_equal(term_start(&t, &options), 0);
	assert_true(term_wait_text(t, "No journal is written: link: ", WAIT_MS));
	cockpit_line(t, "s = socket.socket()");
	assert_true(term_wait_text(t, "→ s", WAIT_MS));
	cockpit_quit(t);
	expect_target_untouched();
	assert_true(S_ISLNK(mode_of("link")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(an_export_replaces_a_link_only_when_asked, plant),
	    cmocka_unit_test_setup(a_journal_through_a_link_is_refused, plant),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
