/* Life and death of server processes: what is killed takes the rest with it, nothing is left. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/server/model.h"
#include "tests/unit/serve.h"

static const char *const forms[] = {"TCPServer", "ThreadingTCPServer", "ForkingTCPServer",
    "PreforkTCPServer", "PoolTCPServer", "EpollTCPServer"};
#define FORMS (sizeof forms / sizeof *forms)

static void say_hello(int fd)
{
	char back[5];
	send_all(fd, "hello", 5);
	recv_exactly(fd, back, 5);
	assert_memory_equal(back, "hello", 5);
}

/* ---- kill -9 ---- */

#define CHILDREN_MAX 64

struct family {
	int pid[CHILDREN_MAX];
	size_t n;
};

static void add_children(struct family *f, int pid)
{
	char path[64];
	int child;
	snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
	FILE *in = fopen(path, "re");
	assert_non_null(in);
	while (f->n < CHILDREN_MAX && fscanf(in, "%d", &child) == 1)
		f->pid[f->n++] = child;
	fclose(in);
}

static bool all_gone(void *ctx)
{
	const struct family *f = ctx;
	for (size_t i = 0; i < f->n; i++)
		if (!process_gone(f->pid[i]))
			return false;
	return true;
}

static void test_killed_cockpit_leaves_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < FORMS; i++) {
		struct served s;
		struct family family = {0};
		served_start(&s, forms[i], "127.0.0.1:0", NULL);
		int fd = served_connect(&s);
		say_hello(fd);
		family.pid[family.n++] = s.server;
		add_children(&family, s.server);
		served_signal(&s, SIGKILL);
		await(all_gone, &family);
		close(fd);
		served_free(&s);
	}
}

static void test_killed_server_takes_its_children_along(void **state)
{
	(void)state;
	for (size_t i = 0; i < FORMS; i++) {
		struct served s;
		struct family family = {0};
		served_start(&s, forms[i], "127.0.0.1:0", NULL);
		int fd = served_connect(&s);
		say_hello(fd);
		add_children(&family, s.server);
		assert_int_equal(kill(s.server, SIGKILL), 0);
		await(all_gone, &family);
		int status;
		assert_int_equal(waitpid(s.pid, &status, 0), s.pid); /* it says so, and ends */
		assert_int_equal(WEXITSTATUS(status), 1);
		s.pid = 0;
		close(fd);
		served_free(&s);
	}
}

static bool has_a_child(void *ctx)
{
	return count_children(((struct served *)ctx)->server, 0) > 0;
}

static void test_killed_child_is_told_and_marks_the_totals(void **state)
{
	(void)state;
	struct served s;
	struct family family = {0};
	served_start(&s, "ForkingTCPServer", "127.0.0.1:0", NULL);
	int fd = served_connect(&s);
	say_hello(fd);
	await(has_a_child, &s);
	add_children(&family, s.server);
	assert_int_equal(family.n, 1);
	kill(family.pid[0], SIGKILL);
	await(all_gone, &family);
	close(fd);
	fd = served_connect(&s); /* everybody else is served on */
	say_hello(fd);
	close(fd);
	served_stop(&s);
	assert_int_equal(served_total(&s, "killed"), 1);
	assert_int_equal(served_total(&s, "connections"), 2);
	served_free(&s);
}

/* ---- zombies and limits of children ---- */

static bool has_zombies(void *ctx)
{
	return count_children(((struct served *)ctx)->server, 'Z') > 0;
}

static bool has_no_children(void *ctx)
{
	return count_children(((struct served *)ctx)->server, 0) == 0;
}

static void test_children_are_zombies_for_a_moment_and_then_reaped(void **state)
{
	(void)state;
	struct served s;
	served_start(&s, "ForkingTCPServer", "127.0.0.1:0", NULL);
	int fd[3];
	for (int i = 0; i < 3; i++)
		say_hello(fd[i] = served_connect(&s));
	assert_int_equal(count_children(s.server, 0), 3);
	for (int i = 0; i < 3; i++)
		close(fd[i]);
	await(has_zombies, &s);
	await(has_no_children, &s);
	served_stop(&s);
	assert_int_equal(served_count(&s, "child_born"), 3);
	assert_int_equal(served_count(&s, "child_ended"), 3);
	served_free(&s);
}

/* The third client is accepted by the kernel, and waits for one of the two to leave. */
static void wait_for_room(const char *model)
{
	static const char *const options[] = {"--max-children", "2", NULL};
	struct served s;
	char c;
	served_start(&s, model, "127.0.0.1:0", options);
	int a = served_connect(&s), b = served_connect(&s);
	say_hello(a);
	say_hello(b);
	int third = served_connect(&s);
	send_all(third, "x", 1);
	assert_int_equal(recv(third, &c, 1, MSG_DONTWAIT), -1);
	say_hello(a); /* a whole round through the server, and the third still waits */
	assert_int_equal(recv(third, &c, 1, MSG_DONTWAIT), -1);
	assert_int_equal(errno, EAGAIN);
	close(a);
	recv_exactly(third, &c, 1);
	close(b);
	close(third);
	served_stop(&s);
	assert_int_equal(served_total(&s, "connections"), 3);
	assert_int_equal(served_total(&s, "refused"), 0);
	served_free(&s);
}

static void test_with_max_children_the_next_client_waits(void **state)
{
	(void)state;
	for (size_t i = 1; i < FORMS; i++)
		wait_for_room(forms[i]);
}

static void test_a_plain_server_starves_its_second_client(void **state)
{
	(void)state;
	struct served s;
	char c;
	served_start(&s, "TCPServer", "127.0.0.1:0", NULL);
	int a = served_connect(&s);
	say_hello(a);
	int b = served_connect(&s);
	send_all(b, "x", 1);
	say_hello(a);
	assert_int_equal(recv(b, &c, 1, MSG_DONTWAIT), -1);
	close(a);
	recv_exactly(b, &c, 1);
	close(b);
	served_stop(&s);
	served_free(&s);
}

/* ---- signals ---- */

static void test_a_second_signal_does_not_wait(void **state)
{
	(void)state;
	static const char *const options[] = {"--handler", "Delay(1000)", NULL};
	struct served s;
	served_start(&s, "ForkingTCPServer", "127.0.0.1:0", options);
	int fd = served_connect(&s);
	send_all(fd, "x", 1);
	kill(s.pid, SIGINT);
	served_stop(&s);
	close(fd);
	served_free(&s);
}

static void test_sigint_stops_it_too(void **state)
{
	(void)state;
	struct served s;
	served_start(&s, "ThreadingTCPServer", "127.0.0.1:0", NULL);
	served_signal(&s, SIGINT);
	assert_true(WIFEXITED(s.status) && WEXITSTATUS(s.status) == 0);
	served_free(&s);
}

/* So that its threads and children together weigh as much as the cockpit (autogroups, sched(7)). */
static void test_it_is_a_session_of_its_own(void **state)
{
	(void)state;
	struct served s;
	served_start(&s, "PreforkTCPServer", "127.0.0.1:0", NULL);
	assert_int_equal(getsid(s.server), s.server);
	served_stop(&s);
	served_free(&s);
}

static void test_silent_connections_are_closed_after_the_timeout(void **state)
{
	(void)state;
	static const char *const options[] = {"--timeout", "0.2", NULL};
	for (size_t i = 0; i < FORMS; i++) {
		struct served s;
		served_start(&s, forms[i], "127.0.0.1:0", options);
		int fd = served_connect(&s);
		say_hello(fd);
		assert_true(gives_eof(fd));
		close(fd);
		served_stop(&s);
		assert_int_equal(served_total(&s, "bytes_sent"), 5);
		served_free(&s);
	}
}

/* ---- socket files ---- */

static const char *path_of(const struct served *s)
{
	return s->where + strlen("unix:");
}

static bool is_gone(const char *path)
{
	struct stat st;
	return lstat(path, &st) < 0 && errno == ENOENT;
}

static bool path_gone(void *ctx)
{
	return is_gone(path_of(ctx));
}

static void test_the_socket_file_goes_with_the_server(void **state)
{
	(void)state;
	static const int how[] = {SIGTERM, SIGKILL};
	for (size_t i = 0; i < 2; i++) {
		struct served s;
		served_start(&s, "ThreadingUnixStreamServer", "unix:", NULL);
		assert_false(is_gone(path_of(&s)));
		served_signal(&s, how[i]);
		await(path_gone, &s);
		served_free(&s);
	}
}

static void test_somebody_elses_file_is_never_removed(void **state)
{
	(void)state;
	struct served s;
	served_start(&s, "ThreadingUnixStreamServer", "unix:", NULL);
	char path[256];
	snprintf(path, sizeof path, "%s", path_of(&s));
	assert_int_equal(unlink(path), 0);
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0600);
	assert_true(fd >= 0);
	close(fd);
	served_stop(&s);
	assert_false(is_gone(path));
	unlink(path);
	served_free(&s);
}

static void test_a_stale_socket_file_is_replaced(void **state)
{
	(void)state;
	struct served s;
	char path[256], where[300];
	served_start(&s, "ThreadingUnixStreamServer", "unix:", NULL);
	snprintf(path, sizeof path, "%s", path_of(&s));
	served_stop(&s);
	served_free(&s);
	struct sockaddr_un un = {.sun_family = AF_UNIX};
	snprintf(un.sun_path, sizeof un.sun_path, "%.100s", path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&un, sizeof un), 0);
	close(fd); /* the file stays, and nobody listens */
	snprintf(where, sizeof where, "unix:%s", path);
	served_start(&s, "ThreadingUnixStreamServer", where, NULL);
	fd = served_connect(&s);
	say_hello(fd);
	close(fd);
	served_stop(&s);
	served_free(&s);
}

/* ---- descriptors ---- */

static size_t count_descriptors(int pid)
{
	char path[64];
	size_t n = 0;
	snprintf(path, sizeof path, "ls /proc/%d/fd", pid);
	FILE *f = popen(path, "re");
	char line[64];
	while (fgets(line, sizeof line, f))
		n++;
	pclose(f);
	return n;
}

/* Whatever the parent has open: the process has its three, the listener, control and wake-up. */
static void open_some(void)
{
	for (int i = 0; i < 20; i++)
		if (open("/dev/null", O_RDONLY) < 0)
			_exit(126);
}

static void test_no_descriptor_leaks_into_the_server(void **state)
{
	(void)state;
	struct served s;
	served_start_with(&s, "ThreadingTCPServer", "127.0.0.1:0", NULL, open_some);
	assert_int_equal(count_descriptors(s.server), 6);
	served_stop(&s);
	served_free(&s);
}

#define WORKERS 16

struct descriptors {
	int pid;
	size_t most;
};

/* The last client has its answer before its connection is closed in the server. */
static bool no_more_than_before(void *ctx)
{
	const struct descriptors *d = ctx;
	return count_descriptors(d->pid) <= d->most;
}

static void test_connections_leave_no_descriptor_behind(void **state)
{
	(void)state;
	for (size_t i = 0; i < FORMS; i++) {
		struct served s;
		served_start(&s, forms[i], "127.0.0.1:0", NULL);
		/* Workers of a pool open one each, and some may come to it only now. */
		struct descriptors before = {s.server, count_descriptors(s.server) + WORKERS};
		for (int n = 0; n < 300; n++) {
			int fd = served_connect(&s);
			assert_true(echoes(fd, "hello", 5));
			close(fd);
		}
		await(no_more_than_before, &before);
		served_stop(&s);
		served_free(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_killed_cockpit_leaves_nothing),
	    cmocka_unit_test(test_killed_server_takes_its_children_along),
	    cmocka_unit_test(test_killed_child_is_told_and_marks_the_totals),
	    cmocka_unit_test(test_children_are_zombies_for_a_moment_and_then_reaped),
	    cmocka_unit_test(test_with_max_children_the_next_client_waits),
	    cmocka_unit_test(test_a_plain_server_starves_its_second_client),
	    cmocka_unit_test(test_a_second_signal_does_not_wait),
	    cmocka_unit_test(test_sigint_stops_it_too),
	    cmocka_unit_test(test_it_is_a_session_of_its_own),
	    cmocka_unit_test(test_silent_connections_are_closed_after_the_timeout),
	    cmocka_unit_test(test_the_socket_file_goes_with_the_server),
	    cmocka_unit_test(test_somebody_elses_file_is_never_removed),
	    cmocka_unit_test(test_a_stale_socket_file_is_replaced),
	    cmocka_unit_test(test_no_descriptor_leaks_into_the_server),
	    cmocka_unit_test(test_connections_leave_no_descriptor_behind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
