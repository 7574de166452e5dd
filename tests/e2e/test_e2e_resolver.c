/*
 * A resolver that hangs: names are asked of a server that never answers. The screen goes on, a
 * notebook ends by Ctrl-C. The times are the product's; a machine that is busy may miss them once,
 * not at each of several tries.
 */
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/clock.h"
#include "tests/e2e/cockpit.h"
#include "tests/unit/fault_quiet.h"
#include "tests/unit/silent.h"

#define KEY_MS 100
#define CANCEL_MS 200
#define TRIES 10
#define CANCELLED "InterruptedError: [Errno 4] Interrupted system call"

extern char **environ;

static int64_t ms_since(int64_t ns)
{
	return (clock_mono_ns() - ns) / NS_PER_MS;
}

/* ---- without a screen ---- */

struct notebook {
	pid_t pid;
	int err; /* its stderr */
};

static void start_notebook(struct notebook *n, const char *lines)
{
	int to[2];
	posix_spawn_file_actions_t fa;
	const char *const argv[] = {cockpit_program(), "-c", lines, NULL};
	assert_int_equal(pipe(to), 0);
	assert_int_equal(posix_spawn_file_actions_init(&fa), 0);
	posix_spawn_file_actions_adddup2(&fa, to[1], STDERR_FILENO);
	posix_spawn_file_actions_addclose(&fa, to[0]);
	posix_spawn_file_actions_addclose(&fa, to[1]);
	assert_int_equal(
	    posix_spawn(&n->pid, argv[0], &fa, NULL, (char *const *)(uintptr_t)argv, environ), 0);
	posix_spawn_file_actions_destroy(&fa);
	close(to[1]);
	n->err = to[0];
}

static int count_threads(pid_t pid)
{
	char path[64], line[256];
	int n = 0;
	snprintf(path, sizeof path, "/proc/%d/status", pid);
	FILE *f = fopen(path, "re");
	while (f && !n && fgets(line, sizeof line, f))
		sscanf(line, "Threads: %d", &n);
	if (f)
		fclose(f);
	return n;
}

/* The resolver has a thread of its own; asleep, it waits for the answer. */
static void wait_for_question(const struct notebook *n)
{
	int64_t start = clock_mono_ns();
	int quiet = 0;
	while (quiet < 5) {
		if (ms_since(start) > WAIT_MS)
			fail_msg("no question was asked");
		quiet = count_threads(n->pid) > 1 && fault_quiet(n->pid) ? quiet + 1 : 0;
		poll(NULL, 0, 2);
	}
}

/* How long SIGINT takes to end it; it says why. */
static int64_t time_to_end(const char *lines)
{
	struct notebook n;
	char text[4096];
	size_t len = 0;
	ssize_t r;
	int status, pidfd;
	start_notebook(&n, lines);
	wait_for_question(&n);
	pidfd = pidfd_open(n.pid, 0);
	int64_t start = clock_mono_ns();
	assert_int_equal(kill(n.pid, SIGINT), 0);
	if (poll(&(struct pollfd){.fd = pidfd, .events = POLLIN}, 1, WAIT_MS) != 1)
		kill(n.pid, SIGKILL); /* too late, and told by the time it took */
	int64_t took = ms_since(start);
	close(pidfd);
	assert_int_equal(waitpid(n.pid, &status, 0), n.pid);
	while ((r = read(n.err, text + len, sizeof text - 1 - len)) > 0)
		len += (size_t)r;
	close(n.err);
	text[len] = '\0';
	if (!strstr(text, "KeyboardInterrupt\n") && !strstr(text, CANCELLED))
		fail_msg("%s ended with \"%s\"", lines, text);
	assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	return took;
}

static void a_notebook_ends_by_sigint(void **state)
{
	static const char *const asks[] = {
	    "import socket\nsocket.getaddrinfo('" SILENT_NAME "', 80)",
	    "import socket\nsocket.create_connection(('" SILENT_NAME "', 80))",
	    "import socket\nsocket.gethostbyname('" SILENT_NAME "')",
	};
	(void)state;
	for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
		int64_t best = INT64_MAX;
		for (int try = 0; try < TRIES && best > CANCEL_MS; try++) {
			int64_t took = time_to_end(asks[i]);
			best = took < best ? took : best;
		}
		assert_in_range(best, 0, CANCEL_MS);
	}
}

/* ---- on the screen ---- */

static void ask(struct term *t)
{
	cockpit_line(t, "socket.getaddrinfo('" SILENT_NAME "', 80)");
	assert_true(term_wait_text(t, "for the resolver", WAIT_MS));
}

static int64_t time_to_show(struct term *t, const char *key, const char *text)
{
	int64_t start = clock_mono_ns();
	term_key(t, key);
	assert_true(term_wait_text(t, text, WAIT_MS));
	return ms_since(start);
}

static void the_screen_answers_while_it_waits(void **state)
{
	struct term *t = cockpit_start(120, 40, NULL);
	int64_t best = INT64_MAX;
	(void)state;
	ask(t);
	for (int try = 0; try < TRIES && best > KEY_MS; try++) {
		int64_t there = time_to_show(t, "2", "Servers ─ 0");
		int64_t back = time_to_show(t, "1", "Sockets ─ 0");
		int64_t worse = there > back ? there : back;
		best = worse < best ? worse : best;
	}
	assert_in_range(best, 0, KEY_MS);
	assert_true(term_find(t, "for the resolver", &(int){0}, &(int){0}));
	cockpit_quit(t);
}

static void the_wait_is_cancelled(void **state)
{
	struct term *t = cockpit_start(120, 40, NULL);
	int64_t best = INT64_MAX;
	(void)state;
	for (int try = 0; try < TRIES && best > CANCEL_MS; try++) {
		cockpit_line(t, "new = 1"); /* what stood there before is pushed up */
		ask(t);
		int64_t start = clock_mono_ns();
		term_key(t, "c");
		assert_true(term_wait_no_text(t, "for the resolver", WAIT_MS));
		int64_t took = ms_since(start);
		best = took < best ? took : best;
		assert_true(term_wait_text(t, CANCELLED, WAIT_MS));
	}
	assert_in_range(best, 0, CANCEL_MS);
	cockpit_quit(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_notebook_ends_by_sigint),
	    cmocka_unit_test(the_screen_answers_while_it_waits),
	    cmocka_unit_test(the_wait_is_cancelled),
	};
	silent_nameserver();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
