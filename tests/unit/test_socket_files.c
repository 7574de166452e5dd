/* Socket files that were noted: removed are those that are dead and still the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/ops/socket_files.h"

struct place {
	char folder[32];
	struct sockaddr_un name;
	struct socket_files *files;
};

static struct place place_new(void)
{
	struct place p = {.folder = "/tmp/sockpit-files-XXXXXX", .name.sun_family = AF_UNIX};
	assert_non_null(mkdtemp(p.folder));
	snprintf(p.name.sun_path, sizeof p.name.sun_path, "%s/s", p.folder);
	p.files = socket_files_new();
	assert_non_null(p.files);
	return p;
}

/* A socket bound there, and noted where it is ours. */
static int bind_there(const struct place *p, int type, bool ours)
{
	const struct sockaddr *sa = (const struct sockaddr *)&p->name;
	int fd = socket(AF_UNIX, type, 0);
	assert_int_equal(bind(fd, sa, sizeof p->name), 0);
	if (ours)
		socket_files_note(p->files, sa, sizeof p->name);
	return fd;
}

static bool is_there(const struct place *p)
{
	return access(p->name.sun_path, F_OK) == 0;
}

static void place_free(struct place *p)
{
	if (is_there(p))
		unlink(p->name.sun_path);
	assert_int_equal(rmdir(p->folder), 0);
	socket_files_free(p->files);
}

static void a_dead_one_is_removed_by_whoever_outlives_it(void **state)
{
	(void)state;
	struct place p = place_new();
	pid_t pid = fork();
	if (pid == 0) {
		bind_there(&p, SOCK_DGRAM, true);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_true(is_there(&p));
	socket_files_remove(p.files);
	assert_false(is_there(&p));
	place_free(&p);
}

static void a_living_one_stays(void **state)
{
	(void)state;
	static const int types[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET};
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		struct place p = place_new();
		int fd = bind_there(&p, types[i], true);
		if (types[i] != SOCK_DGRAM)
			assert_int_equal(listen(fd, 1), 0);
		socket_files_remove(p.files);
		assert_true(is_there(&p));
		close(fd);
		place_free(&p);
	}
}

static void what_others_put_there_since_stays(void **state)
{
	(void)state;
	struct place p = place_new();
	int ours = bind_there(&p, SOCK_STREAM, true);
	char aside[64];
	snprintf(
	    aside, sizeof aside, "%s/aside", p.folder); /* so that its inode is not used anew */
	assert_int_equal(rename(p.name.sun_path, aside), 0);
	close(ours);
	close(bind_there(&p, SOCK_STREAM, false));
	socket_files_remove(p.files);
	assert_true(is_there(&p));
	assert_int_equal(unlink(aside), 0);
	place_free(&p);
}

static void addresses_without_a_file_are_passed_over(void **state)
{
	(void)state;
	struct place p = place_new();
	struct sockaddr_un abstract = {.sun_family = AF_UNIX, .sun_path = "\0s"};
	struct sockaddr inet = {.sa_family = AF_INET};
	socket_files_note(p.files, (struct sockaddr *)&abstract, 4);
	socket_files_note(p.files, (struct sockaddr *)&abstract, sizeof abstract.sun_family);
	socket_files_note(p.files, &inet, sizeof inet);
	socket_files_note(NULL, (struct sockaddr *)&p.name, sizeof p.name);
	close(bind_there(&p, SOCK_STREAM, false));
	socket_files_remove(p.files);
	socket_files_remove(NULL);
	assert_true(is_there(&p));
	place_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_dead_one_is_removed_by_whoever_outlives_it),
	    cmocka_unit_test(a_living_one_stays),
	    cmocka_unit_test(what_others_put_there_since_stays),
	    cmocka_unit_test(addresses_without_a_file_are_passed_over),
	};
	return cmocka_run_group_tests_name("socket files", tests, NULL, NULL);
}
