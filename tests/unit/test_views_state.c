/* The files that the cockpit keeps for the next time. */
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

#include "tests/unit/files.h"
#include "views/statefile.h"

struct home {
	char root[64], folder[128], file[160], other[160];
};

static int make_home(void **state)
{
	struct home *h = calloc(1, sizeof *h);
	files_new_folder(h->root, sizeof h->root);
	snprintf(h->folder, sizeof h->folder, "%s/state/sockpit", h->root);
	snprintf(h->file, sizeof h->file, "%s/history", h->folder);
	snprintf(h->other, sizeof h->other, "%s/other", h->root);
	char state_home[96];
	snprintf(state_home, sizeof state_home, "%s/state", h->root);
	setenv("XDG_STATE_HOME", state_home, 1);
	*state = h;
	return 0;
}

static int remove_home(void **state)
{
	struct home *h = *state;
	char state_home[96];
	snprintf(state_home, sizeof state_home, "%s/state", h->root);
	unlink(h->file);
	unlink(h->other);
	rmdir(h->folder);
	rmdir(state_home);
	rmdir(h->root);
	free(h);
	return 0;
}

static void what_was_typed_is_there_the_next_time(void **state)
{
	const struct home *h = *state;
	struct history before = {0}, after = {0};
	struct stat st;
	history_add(&before, "s = socket.socket()");
	history_add(&before, "try:\n    pass");
	assert_int_equal(statefile_save_history(&before), 0);
	assert_int_equal(statefile_load_history(&after), 0);
	assert_int_equal(after.count, 2);
	assert_string_equal(after.lines[1], "try:\n    pass");
	assert_int_equal(lstat(h->file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	history_free(&before);
	history_free(&after);
}

static void a_link_at_the_path_is_replaced_and_never_followed(void **state)
{
	const struct home *h = *state;
	struct history lines = {0}, none = {0};
	struct stat st;
	history_add(&lines, "first");
	assert_int_equal(statefile_save_history(&lines), 0); /* makes the folders */
	assert_int_equal(unlink(h->file), 0);
	FILE *other = fopen(h->other, "w");
	assert_non_null(other);
	fputs("precious\n", other);
	fclose(other);
	assert_int_equal(symlink(h->other, h->file), 0);
	assert_true(statefile_load_history(&none) < 0);
	assert_int_equal(none.count, 0);
	assert_int_equal(statefile_save_history(&lines), 0);
	assert_int_equal(lstat(h->file, &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_int_equal(stat(h->other, &st), 0);
	assert_int_equal(st.st_size, 9);
	history_free(&lines);
}

static void without_a_home_nothing_is_kept_and_nothing_breaks(void **state)
{
	(void)state;
	struct history lines = {0};
	char *home = getenv("HOME") ? strdup(getenv("HOME")) : NULL;
	unsetenv("XDG_STATE_HOME");
	unsetenv("HOME");
	history_add(&lines, "first");
	assert_true(statefile_save_history(&lines) < 0);
	assert_true(statefile_load_history(&lines) < 0);
	assert_int_equal(lines.count, 1);
	history_free(&lines);
	if (home)
		setenv("HOME", home, 1);
	free(home);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		what_was_typed_is_there_the_next_time, make_home, remove_home),
	    cmocka_unit_test_setup_teardown(
		a_link_at_the_path_is_replaced_and_never_followed, make_home, remove_home),
	    cmocka_unit_test_setup_teardown(
		without_a_home_nothing_is_kept_and_nothing_breaks, make_home, remove_home),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
