/* owner: who holds a socket, from /proc; ours and one made up of hostile names. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/observe/owner.h"
#include "tests/unit/files.h"

static uint32_t inode_of(int fd)
{
	struct stat st;
	assert_int_equal(fstat(fd, &st), 0);
	return (uint32_t)st.st_ino;
}

static struct owners *owners_of(const char *proc)
{
	struct owners *o;
	assert_int_equal(owners_new(&o, proc), 0);
	return o;
}

static void whole_pass(struct owners *o)
{
	int r;
	while ((r = owners_step(o, 100)) == 0)
		;
	assert_int_equal(r, 1);
}

static void test_our_own_socket_is_found(void **state)
{
	(void)state;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	size_t count;
	struct owners *o = owners_of("/proc");
	whole_pass(o);
	const struct owner *found = owners_find(o, inode_of(fd), &count);
	assert_non_null(found);
	assert_int_equal(count, 1);
	assert_int_equal(found->pid, getpid());
	assert_int_equal(found->fd, fd);
	assert_non_null(strstr(program_invocation_short_name, found->program));
	uint32_t inode = inode_of(fd);
	close(fd);
	whole_pass(o);
	assert_null(owners_find(o, inode, &count));
	owners_free(o);
}

static void test_a_forked_copy_is_another_holder(void **state)
{
	(void)state;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0), gate[2];
	assert_int_equal(pipe(gate), 0);
	pid_t child = fork();
	if (child == 0) {
		char byte;
		close(gate[1]);
		_exit(read(gate[0], &byte, 1) < 0);
	}
	struct owners *o = owners_of("/proc");
	struct diag_snapshot *s = diag_snapshot_new();
	struct diag_row *row = diag_snapshot_add(s);
	row->inode = inode_of(fd);
	whole_pass(o);
	assert_int_equal(owner_fill(o, s), 0);
	assert_int_equal(row->owner, DIAG_OWNER_KNOWN);
	assert_int_equal(row->holders, 2);
	assert_true(row->pid == getpid() || row->pid == child);
	close(gate[1]);
	waitpid(child, NULL, 0);
	whole_pass(o);
	owner_fill(o, s);
	assert_int_equal(row->holders, 1);
	assert_int_equal(row->pid, getpid());
	diag_snapshot_unref(s);
	owners_free(o);
	close(fd);
	close(gate[0]);
}

/* No step looks at more entries than it may; the pass ends all the same. */
static void test_steps_are_bounded(void **state)
{
	(void)state;
	struct owners *o = owners_of("/proc");
	size_t steps = 0, count;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	while (owners_step(o, 1) == 0)
		steps++;
	assert_true(steps > 10);
	assert_int_equal(owners_passes(o), 1);
	assert_non_null(owners_find(o, inode_of(fd), &count));
	close(fd);
	owners_free(o);
}

static void test_what_nobody_has_is_unknown_and_what_is_young_is_pending(void **state)
{
	(void)state;
	struct owners *o = owners_of("/proc");
	struct diag_snapshot *s = diag_snapshot_new();
	for (int i = 0; i < 3; i++)
		assert_non_null(diag_snapshot_add(s));
	s->rows[0].inode = 4000000000;
	s->rows[1].inode = 4000000000;
	assert_int_equal(owner_fill(o, s), 2); /* nobody looked yet */
	assert_int_equal(s->rows[0].owner, DIAG_OWNER_PENDING);
	assert_int_equal(s->rows[2].owner, DIAG_OWNER_NONE); /* no inode */
	s->rows[1].seen_ns = INT64_MAX;
	whole_pass(o);
	assert_int_equal(owner_fill(o, s), 1);
	assert_int_equal(s->rows[0].owner, DIAG_OWNER_UNKNOWN);
	assert_int_equal(s->rows[1].owner, DIAG_OWNER_PENDING);
	diag_snapshot_unref(s);
	owners_free(o);
}

/* ---- a /proc of our own ---- */

static char root[64];

static void make_dir(const char *name)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", root, name);
	assert_int_equal(mkdir(path, 0700), 0);
}

static void make_file(const char *name, const char *text, size_t len)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", root, name);
	int fd = open(path, O_WRONLY | O_CREAT, 0600);
	assert_int_equal(write(fd, text, len), (ssize_t)len);
	close(fd);
}

static void make_link(const char *name, const char *to)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", root, name);
	assert_int_equal(symlink(to, path), 0);
}

static int make_proc(void **state)
{
	(void)state;
	files_new_folder(root, sizeof root);
	return 0;
}

static int remove_proc(void **state)
{
	char command[128];
	(void)state;
	snprintf(command, sizeof command, "rm -rf '%s'", root);
	return system(command);
}

static void test_strange_names_and_links_are_passed_over(void **state)
{
	(void)state;
	size_t count;
	char many[300];
	memset(many, '9', sizeof many - 1);
	many[sizeof many - 1] = '\0';
	make_dir("self");
	make_dir("-1");
	make_dir("99999999999999999999");
	make_dir("7");
	make_dir("7/fd");
	make_dir("8"); /* without fd: may not be looked into */
	make_file("9", "", 0);
	make_file("7/comm", "an \x1b[31mevil\n name that is far too long\n", 40);
	make_link("7/fd/0", "socket:[5]");
	make_link("7/fd/1", "socket:[");
	make_link("7/fd/2", "socket:[99999999999999999999999]");
	make_link("7/fd/3", "socket:[6");
	make_link("7/fd/4", many);
	make_link("7/fd/x", "socket:[7]");
	struct owners *o = owners_of(root);
	whole_pass(o);
	const struct owner *found = owners_find(o, 5, &count);
	assert_non_null(found);
	assert_int_equal(found->pid, 7);
	assert_int_equal(found->program[sizeof found->program - 1], '\0');
	assert_memory_equal(found->program, "an \x1b[31mevil", 12);
	assert_null(owners_find(o, 6, &count));
	assert_null(owners_find(o, 7, &count));
	assert_null(owners_find(o, 0, &count));
	owners_free(o);
}

static void test_a_proc_that_is_not_there_is_an_error(void **state)
{
	(void)state;
	struct owners *o = owners_of("/nonexistent");
	assert_int_equal(owners_step(o, 10), -ENOENT);
	assert_int_equal(owners_passes(o), 0);
	owners_free(o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_our_own_socket_is_found),
	    cmocka_unit_test(test_a_forked_copy_is_another_holder),
	    cmocka_unit_test(test_steps_are_bounded),
	    cmocka_unit_test(test_what_nobody_has_is_unknown_and_what_is_young_is_pending),
	    cmocka_unit_test_setup_teardown(
		test_strange_names_and_links_are_passed_over, make_proc, remove_proc),
	    cmocka_unit_test(test_a_proc_that_is_not_there_is_an_error),
	};
	return cmocka_run_group_tests_name("owner", tests, NULL, NULL);
}
