/* What a server process may not do any more, tried in a child that entered the sandbox. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/server/sandbox.h"
#include "tests/unit/serve.h"

static bool try_open(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC) >= 0;
}

static bool try_exec(void)
{
	char *const argv[] = {"true", NULL}, *const envp[] = {NULL};
	execve("/bin/true", argv, envp);
	return errno != EPERM;
}

static bool try_ptrace(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

static bool try_socket(void)
{
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0;
}

/* In a child: 0 it worked, 1 EPERM, 2 another error. */
static int outcome(bool (*what)(void), bool sandboxed, bool connects)
{
	int pid = fork(), status;
	if (pid == 0) {
		if (sandboxed && sandbox_enter(connects) < 0)
			_exit(3);
		_exit(what() ? 0 : errno == EPERM ? 1 : 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void check(bool (*what)(void))
{
	int plain = outcome(what, false, false);
	assert_int_equal(plain, 0);
	if (outcome(what, true, false) != 1)
		fail_msg("it was possible");
}

static void skip_with_sanitizers(void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	skip();
#endif
}

static void test_no_file_is_opened(void **state)
{
	(void)state;
	skip_with_sanitizers();
	check(try_open);
}

static void test_no_program_is_run(void **state)
{
	(void)state;
	skip_with_sanitizers();
	check(try_exec);
}

static void test_nothing_is_traced(void **state)
{
	(void)state;
	skip_with_sanitizers();
	check(try_ptrace);
}

static void test_only_a_proxy_makes_sockets(void **state)
{
	(void)state;
	skip_with_sanitizers();
	check(try_socket);
	assert_int_equal(outcome(try_socket, true, true), 0);
}

static void test_a_server_process_has_no_capabilities(void **state)
{
	(void)state;
	struct served s;
	char path[64], line[128];
	bool caps = false, privileges = false;
	served_start(&s, "ThreadingTCPServer", "127.0.0.1:0", NULL);
	snprintf(path, sizeof path, "/proc/%d/status", s.server);
	FILE *f = fopen(path, "re");
	assert_non_null(f);
	while (fgets(line, sizeof line, f)) {
		unsigned long n;
		caps |= sscanf(line, "CapEff: %lx", &n) == 1 && n == 0;
		privileges |= sscanf(line, "NoNewPrivs: %lu", &n) == 1 && n == 1;
	}
	fclose(f);
	assert_true(caps);
	assert_true(privileges);
	served_stop(&s);
	served_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_no_file_is_opened),
	    cmocka_unit_test(test_no_program_is_run),
	    cmocka_unit_test(test_nothing_is_traced),
	    cmocka_unit_test(test_only_a_proxy_makes_sockets),
	    cmocka_unit_test(test_a_server_process_has_no_capabilities),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
