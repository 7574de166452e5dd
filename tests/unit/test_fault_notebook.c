/*
 * Each fallible call of a notebook fails, once and from then on: no crash, nothing lost, a clear
 * error. The harness itself has to find what is wrong.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/fault.h"
#include "tests/unit/fault_notebook.h"

/* ---- what must be found ---- */

static int lose_block(void *ctx)
{
	(void)ctx;
	void *volatile block = malloc(10);
	block = NULL;
	return block != NULL;
}

static int lose_descriptor(void *ctx)
{
	(void)ctx;
	return open("/dev/null", O_RDONLY) < 0;
}

static int close_another(void *ctx)
{
	(void)ctx;
	return close(STDIN_FILENO);
}

static int crash(void *ctx)
{
	(void)ctx;
	signal(SIGSEGV, SIG_DFL);
	return raise(SIGSEGV);
}

static int leave(void *ctx)
{
	(void)ctx;
	_exit(3);
}

static int believe(void *ctx)
{
	(void)ctx;
	volatile char *block = malloc(10);
	*block = 1; /* where the allocation fails: a crash */
	free((void *)(uintptr_t)block);
	return 0;
}

static void what_is_wrong_is_found(void **state)
{
	static const struct {
		fault_body body;
		const char *words;
	} wrongs[] = {
	    {lose_block, "lost 1 blocks"},
	    {lose_descriptor, "lost 1 descriptors"},
	    {close_another, "lost -1 descriptors"},
	    {crash, "killed by"},
	    {leave, "did not come to its end"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
		struct fault_outcome o;
		fault_run(&(struct fault_plan){0}, wrongs[i].body, NULL, &o);
		if (!strstr(fault_wrong(&o), wrongs[i].words))
			fail_msg("\"%s\" for %s", fault_wrong(&o), wrongs[i].words);
	}
}

static void on_alarm(int sig)
{
	(void)sig;
}

static int wait_for_alarm(void *ctx)
{
	struct sigaction sa = {.sa_handler = on_alarm};
	(void)ctx;
	sigaction(SIGALRM, &sa, NULL);
	pid_t child = fork(); /* quiet means its children, too */
	if (child == 0)
		_exit(pause());
	pause();
	kill(child, SIGKILL);
	return waitpid(child, NULL, 0) == child ? 7 : 8;
}

static void what_waits_for_ever_is_told_to_end(void **state)
{
	struct fault_outcome o;
	(void)state;
	fault_run(&(struct fault_plan){.quiet_looks = 3}, wait_for_alarm, NULL, &o);
	assert_string_equal(fault_wrong(&o), "");
	assert_int_equal(o.status, 7);
}

static void only_the_chosen_call_fails(void **state)
{
	struct fault_outcome o;
	(void)state;
	fault_run(&(struct fault_plan){.at = 2}, believe, NULL, &o);
	assert_string_equal(fault_wrong(&o), "");
	assert_int_equal(o.seen, 1);
	assert_int_equal(o.failed, 0);
	fault_run(&(struct fault_plan){.at = 1}, believe, NULL, &o);
	assert_string_not_equal(fault_wrong(&o), "");
	assert_int_equal(o.failed, 1);
	assert_string_equal(o.name, "malloc");
}

/* ---- notebooks ---- */

static void tcp(void **state)
{
	(void)state;
	fault_notebook(&(struct fault_notebook){.name = "tcp.py", .owns_fds = true});
}

static void datagrams(void **state)
{
	(void)state;
	fault_notebook(&(struct fault_notebook){.name = "datagram.py"});
}

static void messages_and_files(void **state)
{
	(void)state;
	fault_notebook(&(struct fault_notebook){.name = "message.py", .owns_fds = true});
}

static void files_over_sockets(void **state)
{
	(void)state;
	fault_notebook(&(struct fault_notebook){.name = "makefile.py", .catches = true});
	fault_notebook(
	    &(struct fault_notebook){.name = "makefile.py", .catches = true, .journal = true});
}

static void buffers(void **state)
{
	(void)state;
	fault_notebook(&(struct fault_notebook){.name = "buffers.py", .owns_fds = true});
}

static void names(void **state)
{
	(void)state;
	fault_notebook(&(struct fault_notebook){.name = "names.py"});
}

static void the_notation(void **state)
{
	(void)state;
	fault_notebook(&(struct fault_notebook){.name = "notation.py", .catches = true});
}

/* A place is tried where it is first come to: that of pthread_create() where it is made again. */
static void threads(void **state)
{
	(void)state;
	fault_notebook(&(struct fault_notebook){.name = "thread_again.py", .catches = true});
	fault_notebook(&(struct fault_notebook){.name = "thread.py"});
}

static void an_uncaught_error(void **state)
{
	(void)state;
	fault_notebook(&(struct fault_notebook){.name = "raises.py", .raises = true});
}

static void a_journal(void **state)
{
	(void)state;
	fault_notebook(
	    &(struct fault_notebook){.name = "tcp.py", .journal = true, .owns_fds = true});
	fault_notebook(&(struct fault_notebook){.name = "datagram.py", .journal = true});
	fault_notebook(
	    &(struct fault_notebook){.name = "message.py", .journal = true, .owns_fds = true});
	fault_notebook(
	    &(struct fault_notebook){.name = "thread_again.py", .journal = true, .catches = true});
	fault_notebook(&(struct fault_notebook){.name = "thread.py", .journal = true});
	fault_notebook(
	    &(struct fault_notebook){.name = "raises.py", .raises = true, .journal = true});
}

static void the_cockpits_session(void **state)
{
	(void)state;
	fault_notebook(
	    &(struct fault_notebook){.name = "tcp.py", .session = true, .owns_fds = true});
	fault_notebook(&(struct fault_notebook){.name = "datagram.py", .session = true});
	fault_notebook(
	    &(struct fault_notebook){.name = "message.py", .session = true, .owns_fds = true});
	fault_notebook(
	    &(struct fault_notebook){.name = "buffers.py", .session = true, .owns_fds = true});
	fault_notebook(&(struct fault_notebook){.name = "thread.py", .session = true});
	fault_notebook(
	    &(struct fault_notebook){.name = "raises.py", .raises = true, .session = true});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_wrong_is_found),
	    cmocka_unit_test(what_waits_for_ever_is_told_to_end),
	    cmocka_unit_test(only_the_chosen_call_fails),
	    cmocka_unit_test(tcp),
	    cmocka_unit_test(datagrams),
	    cmocka_unit_test(messages_and_files),
	    cmocka_unit_test(files_over_sockets),
	    cmocka_unit_test(buffers),
	    cmocka_unit_test(names),
	    cmocka_unit_test(the_notation),
	    cmocka_unit_test(threads),
	    cmocka_unit_test(an_uncaught_error),
	    cmocka_unit_test(a_journal),
	    cmocka_unit_test(the_cockpits_session),
	};
	return cmocka_run_group_tests_name("faults", tests, NULL, NULL);
}
