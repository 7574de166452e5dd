/*
 * A server process that was stopped (SIGSTOP) answers nobody: whoever looks at its server, or lets
 * go of it, does not wait for it. This program is its own server process.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "core/clock.h"
#include "core/server/server_object.h"
#include "tests/unit/serve.h"
#include "tests/unit/session_lines.h"

/* What a process that cannot be heard was once given to end, under the lock. */
#define WAITED_NS NS_PER_S

static uint64_t serve(struct session *s)
{
	session_line_do(s, "srv = socketserver.ThreadingTCPServer(('127.0.0.1', 0), Echo)");
	uint64_t serves = session_line_submit(s, "srv.serve_forever()");
	session_line_do(s, "c = socket.create_connection(srv.server_address)");
	session_line_do(s, "c.send(b'x')");
	session_line_do(s, "c.recv(1)"); /* now it runs */
	return serves;
}

/* A server whose process runs, and nobody is inside serve_forever(). */
static void serve_for_a_while(struct session *s)
{
	uint64_t serves = serve(s);
	session_line_do(s, "srv.shutdown()");
	session_line_end(s, serves);
}

static struct server *first_server(struct session *s)
{
	struct server **all;
	assert_int_equal(server_list_all(session_servers(s), &all), 1);
	struct server *first = all[0];
	free(all);
	return first;
}

static int process_of(struct session *s)
{
	struct server *server = first_server(s);
	pthread_mutex_lock(&server->lock);
	int pid = server->process.pid;
	pthread_mutex_unlock(&server->lock);
	value_unref(server_value(server));
	return pid;
}

static char process_state(int pid)
{
	char path[64], state = 0;
	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	FILE *f = fopen(path, "re");
	if (f && fscanf(f, "%*d (%*[^)]) %c", &state) != 1)
		state = 0;
	if (f)
		fclose(f);
	return state;
}

static bool is_stopped(void *pid)
{
	return process_state(*(int *)pid) == 'T';
}

static bool is_gone(void *pid)
{
	return process_gone(*(int *)pid);
}

static int stop(struct session *s)
{
	int pid = process_of(s);
	assert_int_equal(kill(pid, SIGSTOP), 0);
	await(is_stopped, &pid);
	return pid;
}

static void letting_go_of_it_does_not_wait_for_its_end(void **state)
{
	struct session *s = *state;
	serve_for_a_while(s);
	int pid = stop(s);
	session_line_do(s, "del srv");
	assert_int_equal(process_state(pid), 'T'); /* it has 300 ms, then it is killed */
	await(is_gone, &pid);
}

/* As if its end of the control socket were closed, while it is there. */
static void cut_off(struct session *s)
{
	struct server *server = first_server(s);
	pthread_mutex_lock(&server->lock);
	int r = shutdown(server->process.control, SHUT_RDWR);
	pthread_mutex_unlock(&server->lock);
	assert_int_equal(r, 0);
	value_unref(server_value(server));
}

struct look {
	struct server *server;
	struct server_facts facts;
};

static bool is_seen_dead(void *ctx)
{
	struct look *l = ctx;
	server_facts(l->server, &l->facts);
	return l->facts.state == SERVER_DIED;
}

static void a_look_at_one_that_cannot_be_heard_does_not_wait(void **state)
{
	struct session *s = *state;
	serve_for_a_while(s);
	stop(s);
	cut_off(s);
	struct look look = {.server = first_server(s)};
	int64_t start = clock_mono_ns();
	server_facts(look.server, &look.facts);
	assert_true(clock_mono_ns() - start < WAITED_NS);
	await(is_seen_dead, &look);
	assert_int_equal(look.facts.pid, 0);
	assert_int_equal(look.facts.status, SIGKILL);
	value_unref(server_value(look.server));
}

static void serving_ends_with_it_and_begins_anew(void **state)
{
	struct session *s = *state;
	uint64_t serves = serve(s);
	stop(s);
	cut_off(s);
	assert_string_equal(session_line_end(s, serves)->error,
	    "ChildProcessError: the server process was killed by SIGKILL");
	serves = session_line_submit(s, "srv.serve_forever()");
	session_line_do(s, "c = socket.create_connection(srv.server_address)");
	session_line_do(s, "c.send(b'x')");
	session_line_do(s, "c.recv(1)");
	session_line_do(s, "srv.shutdown()");
	assert_null(session_line_end(s, serves)->error);
}

#define TEST(NAME) cmocka_unit_test_setup_teardown(NAME, session_setup, session_teardown)

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], SERVER_PROCESS_ARG) == 0)
		return server_process_main(argc - 1, argv + 1);
	const struct CMUnitTest tests[] = {
	    TEST(letting_go_of_it_does_not_wait_for_its_end),
	    TEST(a_look_at_one_that_cannot_be_heard_does_not_wait),
	    TEST(serving_ends_with_it_and_begins_anew),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
