/*
 * Files that sockpit writes: for their owner only, whole or not at all,
 * and never through a symbolic link that somebody put there.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/files.h"
#include "views/openfile.h"

/* Names within a folder of the test's own. */
#define FILE_NAME "file"
#define TARGET "target"
#define PRECIOUS "precious"

static char folder[4096];

static int enter_folder(void **state)
{
	(void)state;
	files_new_folder(folder, sizeof folder);
	umask(0); /* what the calls leave open to others, the mask does not hide */
	return chdir(folder);
}

static int leave_folder(void **state)
{
	(void)state;
	unlink(FILE_NAME);
	unlink(TARGET);
	return chdir("/") < 0 || rmdir(folder) < 0; /* fails where anything is left */
}

static int write_some(const char *name)
{
	int fd = openfile_private(name);
	if (fd < 0)
		return fd;
	assert_int_equal(write(fd, "new", 3), 3);
	return close(fd);
}

/* ---- as things happen ---- */

static void a_journal_is_for_its_owner_only(void **state)
{
	(void)state;
	assert_int_equal(write_some(FILE_NAME), 0);
	assert_int_equal(files_mode(FILE_NAME), S_IFREG | 0600);
	unlink(FILE_NAME);
	files_make(FILE_NAME, PRECIOUS, 0666);
	assert_int_equal(write_some(FILE_NAME), 0);
	assert_int_equal(files_mode(FILE_NAME), S_IFREG | 0600);
	files_expect(FILE_NAME, "new");
	mode_t before = files_mode("/dev/null");
	assert_int_equal(write_some("/dev/null"), 0);
	assert_int_equal(files_mode("/dev/null"), before);
}

static void a_journal_follows_no_link(void **state)
{
	(void)state;
	assert_int_equal(symlink(TARGET, FILE_NAME), 0);
	assert_int_equal(write_some(FILE_NAME), -ELOOP); /* a link to nothing */
	assert_int_equal(access(TARGET, F_OK), -1);
	files_make(TARGET, PRECIOUS, 0600);
	assert_int_equal(write_some(FILE_NAME), -ELOOP);
	files_expect(TARGET, PRECIOUS);
	assert_true(S_ISLNK(files_mode(FILE_NAME)));
}

static void a_journal_into_a_pipe_wants_a_reader(void **state)
{
	(void)state;
	assert_int_equal(mkfifo(FILE_NAME, 0600), 0);
	assert_int_equal(write_some(FILE_NAME), -ENXIO);
	int reader = open(FILE_NAME, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	int fd = openfile_private(FILE_NAME);
	assert_true(reader >= 0 && fd >= 0);
	/* when the pipe is full a line waits, and none is lost */
	assert_int_equal(fcntl(fd, F_GETFL) & O_NONBLOCK, 0);
	close(fd);
	close(reader);
}

/* ---- whole or not at all ---- */

static void what_is_saved_takes_its_place(void **state)
{
	(void)state;
	assert_int_equal(openfile_save(FILE_NAME, "one", 3, false), 0);
	files_expect(FILE_NAME, "one");
	assert_int_equal(files_mode(FILE_NAME), S_IFREG | 0600);
	assert_int_equal(openfile_save(FILE_NAME, "two", 3, false), -EEXIST);
	files_expect(FILE_NAME, "one");
	assert_int_equal(openfile_save(FILE_NAME, "two", 3, true), 0);
	files_expect(FILE_NAME, "two");
}

static void what_is_saved_follows_no_link(void **state)
{
	(void)state;
	files_make(TARGET, PRECIOUS, 0644);
	assert_int_equal(symlink(TARGET, FILE_NAME), 0);
	assert_int_equal(openfile_save(FILE_NAME, "new", 3, false), -EEXIST);
	assert_true(S_ISLNK(files_mode(FILE_NAME)));
	assert_int_equal(openfile_save(FILE_NAME, "new", 3, true), 0);
	files_expect(FILE_NAME, "new");
	assert_int_equal(files_mode(FILE_NAME), S_IFREG | 0600);
	files_expect(TARGET, PRECIOUS);
}

/* The name beside it can be guessed. */
static void the_file_beside_it_follows_no_link(void **state)
{
	char beside[64];
	(void)state;
	files_make(TARGET, PRECIOUS, 0644);
	files_make(FILE_NAME, PRECIOUS, 0644);
	snprintf(beside, sizeof beside, FILE_NAME ".%ld", (long)getpid());
	assert_int_equal(symlink(TARGET, beside), 0);
	assert_int_equal(openfile_save(FILE_NAME, "new", 3, true), -EEXIST);
	files_expect(TARGET, PRECIOUS);
	files_expect(FILE_NAME, PRECIOUS);
	assert_true(S_ISLNK(files_mode(beside)));
	unlink(beside);
}

static void what_cannot_be_written_leaves_the_old(void **state)
{
	struct rlimit old;
	(void)state;
	files_make(FILE_NAME, PRECIOUS, 0600);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){2, old.rlim_max}), 0);
	int r = openfile_save(FILE_NAME, "too long", 8, true);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(r, -EFBIG);
	files_expect(FILE_NAME, PRECIOUS); /* and leave_folder() finds no other */
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, enter_folder, leave_folder)
	const struct CMUnitTest tests[] = {
	    TEST(a_journal_is_for_its_owner_only),
	    TEST(a_journal_follows_no_link),
	    TEST(a_journal_into_a_pipe_wants_a_reader),
	    TEST(what_is_saved_takes_its_place),
	    TEST(what_is_saved_follows_no_link),
	    TEST(the_file_beside_it_follows_no_link),
	    TEST(what_cannot_be_written_leaves_the_old),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
