/* When something runs out, or a client behaves badly: that client suffers, and nobody else. */
#include <errno.h>
#include <grp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/server/model.h"
#include "tests/unit/serve.h"

/* Those that serve many at once. */
static const char *const forms[] = {"ThreadingTCPServer", "ForkingTCPServer", "PreforkTCPServer",
    "PoolTCPServer", "EpollTCPServer"};
#define FORMS (sizeof forms / sizeof *forms)

static void say_hello(int fd)
{
	char back[5];
	send_all(fd, "hello", 5);
	recv_exactly(fd, back, 5);
	assert_memory_equal(back, "hello", 5);
}

/* ---- no descriptors ---- */

static void allow_16_descriptors(void)
{
	struct rlimit lim = {16, 16};
	setrlimit(RLIMIT_NOFILE, &lim);
}

static double cpu_seconds(int pid)
{
	char path[64], line[512];
	unsigned long user = 0, system = 0;
	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	FILE *f = fopen(path, "re");
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof line, f));
	fclose(f);
	assert_int_equal(sscanf(strrchr(line, ')') + 2,
			     "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system),
	    2);
	return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static void run_out_of_descriptors(const char *model)
{
	struct served s;
	int fd[30];
	served_start_with(&s, model, "127.0.0.1:0", NULL, allow_16_descriptors);
	for (int i = 0; i < 30; i++)
		fd[i] = served_connect(&s);
	say_hello(fd[0]);
	double before = cpu_seconds(s.server);
	nanosleep(
	    &(struct timespec){.tv_sec = 1}, NULL); /* what it costs is measured over a second */
	assert_true(cpu_seconds(s.server) - before < 0.05);
	for (int i = 0; i < 30; i++) { /* as clients leave, those that waited are served */
		say_hello(fd[i]);
		close(fd[i]);
	}
	served_stop(&s);
	assert_int_equal(served_total(&s, "connections"), 30);
	assert_true(served_count(&s, "error") >= 1);
	assert_true(served_count(&s, "error") <= 10);
	served_free(&s);
}

static void test_without_descriptors_the_listener_pauses(void **state)
{
	(void)state;
	run_out_of_descriptors("ThreadingTCPServer");
	run_out_of_descriptors("EpollTCPServer");
}

/* ---- no processes or threads ---- */

#define UNUSED_UID 64321

static void allow_4_processes(void)
{
	struct rlimit lim = {4, 4};
	setrlimit(RLIMIT_NPROC, &lim);
	if (setgroups(0, NULL) < 0 || setgid(UNUSED_UID) < 0 || setuid(UNUSED_UID) < 0)
		_exit(126);
}

static bool others_may_run_it(void)
{
	const char *program = getenv("SOCKPIT");
	char command[512];
	snprintf(command, sizeof command,
	    "setpriv --reuid=%d --clear-groups test -x '%s' 2>/dev/null", UNUSED_UID,
	    program ? program : "./sockpit");
	return geteuid() == 0 && system(command) == 0;
}

static void run_out_of_processes(const char *model)
{
	struct served s;
	int fd[4];
	served_start_with(&s, model, "127.0.0.1:0", NULL, allow_4_processes);
	for (int i = 0; i < 2; i++)
		say_hello(fd[i] = served_connect(&s));
	for (int i = 2; i < 4; i++) {
		fd[i] = served_connect(&s);
		assert_true(gives_eof(fd[i]));
	}
	say_hello(fd[0]); /* who is served is served on */
	for (int i = 0; i < 4; i++)
		close(fd[i]);
	served_stop(&s);
	assert_int_equal(served_total(&s, "refused"), 2);
	assert_int_equal(served_count(&s, "refused"), 2);
	served_free(&s);
}

static void test_without_processes_a_client_is_refused(void **state)
{
	(void)state;
	if (!others_may_run_it())
		skip();
	run_out_of_processes("ForkingTCPServer");
	run_out_of_processes("ThreadingTCPServer");
}

/* ---- bad clients ---- */

static long resident_kb(int pid)
{
	char path[64], line[128];
	long kb = 0;
	snprintf(path, sizeof path, "/proc/%d/status", pid);
	FILE *f = fopen(path, "re");
	assert_non_null(f);
	while (fgets(line, sizeof line, f))
		sscanf(line, "VmRSS: %ld", &kb);
	fclose(f);
	return kb;
}

static size_t push_until_it_blocks(int fd)
{
	static const char data[65536];
	size_t sent = 0;
	int patience = 100;
	while (patience > 0 && sent < ((size_t)100 << 20)) {
		ssize_t n = send(fd, data, sizeof data, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n > 0) {
			sent += (size_t)n;
			continue;
		}
		patience--;
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
	}
	return sent;
}

/* Workers of a pool that start only now, with a sanitizer's memory for each; not what is pushed. */
#define GROWTH_KB 4096

static void test_who_never_reads_costs_no_memory_and_holds_nobody_up(void **state)
{
	(void)state;
	for (size_t i = 0; i < FORMS; i++) {
		struct served s;
		served_start(&s, forms[i], "127.0.0.1:0", NULL);
		int honest = served_connect(&s);
		say_hello(honest);
		long before = resident_kb(s.server);
		int rude = served_connect(&s);
		assert_true(push_until_it_blocks(rude) < (size_t)100 << 20);
		say_hello(honest);
		assert_true(resident_kb(s.server) - before < GROWTH_KB);
		close(rude);
		close(honest);
		served_stop(&s);
		served_free(&s);
	}
}

static void test_a_reset_is_told_and_counted(void **state)
{
	(void)state;
	for (size_t i = 0; i < FORMS; i++) {
		struct served s;
		struct linger linger = {1, 0};
		served_start(&s, forms[i], "127.0.0.1:0", NULL);
		int fd = served_connect(&s);
		say_hello(fd);
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
		close(fd);
		served_await(&s, "closed");
		int other = served_connect(&s);
		say_hello(other);
		close(other);
		served_stop(&s);
		assert_int_equal(served_total(&s, "errors"), 1);
		assert_int_equal(served_total(&s, "bytes_received"), 10);
		served_free(&s);
	}
}

static void test_a_datagram_from_our_own_port_gets_no_answer(void **state)
{
	(void)state;
	static const char *const models_udp[] = {
	    "UDPServer", "ThreadingUDPServer", "ForkingUDPServer"};
	for (size_t i = 0; i < 3; i++) {
		struct served s;
		char back[16];
		served_start(&s, models_udp[i], "127.0.0.1:0", NULL);
		struct sockaddr_in same = s.address.in;
		same.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);
		int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), other = served_datagram(&s);
		assert_int_equal(bind(fd, (struct sockaddr *)&same, sizeof same), 0);
		assert_int_equal(sendto(fd, "loop", 4, 0, &s.address.sa, s.address.len), 4);
		assert_int_equal(send(other, "hello", 5, 0), 5);
		assert_int_equal(recv(other, back, sizeof back, 0), 5);
		assert_int_equal(recv(fd, back, sizeof back, MSG_DONTWAIT), -1);
		close(fd);
		close(other);
		served_stop(&s);
		assert_int_equal(served_total(&s, "refused"), 1);
		assert_int_equal(served_total(&s, "connections"), 1);
		served_free(&s);
	}
}

/* ---- many ---- */

#define CROWD 300

static bool has_a_crowd(void *ctx)
{
	return count_children(((struct served *)ctx)->server, 0) == CROWD;
}

static bool has_no_children(void *ctx)
{
	return count_children(((struct served *)ctx)->server, 0) == 0;
}

static void kill_children(int pid)
{
	char path[64];
	int child;
	snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
	FILE *f = fopen(path, "re");
	assert_non_null(f);
	while (fscanf(f, "%d", &child) == 1)
		kill(child, SIGKILL);
	fclose(f);
}

static void test_many_children_that_die_at_once_are_all_reaped(void **state)
{
	(void)state;
	static const char *const options[] = {"--max-children", "1000", NULL};
	struct served s;
	int fd[CROWD];
	served_start(&s, "ForkingTCPServer", "127.0.0.1:0", options);
	for (int i = 0; i < CROWD; i++)
		say_hello(fd[i] = served_connect(&s));
	await(has_a_crowd, &s);
	kill_children(s.server);
	await(has_no_children, &s);
	for (int i = 0; i < CROWD; i++)
		close(fd[i]);
	served_stop(&s);
	assert_int_equal(served_total(&s, "killed"), CROWD);
	assert_int_equal(served_total(&s, "connections"), CROWD);
	/* What was answered had been counted as received; as sent, a child counts afterwards. */
	assert_int_equal(served_total(&s, "bytes_received"), CROWD * 5);
	assert_true(served_total(&s, "bytes_sent") <= CROWD * 5);
	served_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_without_descriptors_the_listener_pauses),
	    cmocka_unit_test(test_without_processes_a_client_is_refused),
	    cmocka_unit_test(test_who_never_reads_costs_no_memory_and_holds_nobody_up),
	    cmocka_unit_test(test_a_reset_is_told_and_counted),
	    cmocka_unit_test(test_a_datagram_from_our_own_port_gets_no_answer),
	    cmocka_unit_test(test_many_children_that_die_at_once_are_all_reaped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
