/* What the views see of a server and do to it, while it serves lines of the same session. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/clock.h"
#include "core/server/server.h"
#include "tests/unit/serve.h"
#include "tests/unit/session_lines.h"

static const char *const forms[] = {"TCPServer", "ThreadingTCPServer", "ForkingTCPServer",
    "PreforkTCPServer", "PoolTCPServer", "EpollTCPServer"};
#define FORMS (sizeof forms / sizeof *forms)

struct bench {
	struct session *session;
	struct server *server;
	uint64_t serving; /* the line that waits */
};

static void good(struct bench *b, const char *line)
{
	session_line_do(b->session, line);
}

static const char *bad(struct bench *b, const char *line)
{
	const struct journal_row *row = session_line_run(b->session, line);
	assert_int_equal(row->state, ROW_FAILED);
	return row->error;
}

static struct server_facts facts_of(struct bench *b)
{
	struct server_facts facts;
	server_facts(b->server, &facts);
	return facts;
}

static bool is_serving(void *ctx)
{
	return facts_of(ctx).state == SERVER_SERVING;
}

/* The client may have its answer before the server has counted it. */
static bool is_counted(void *ctx)
{
	struct conn_facts conn;
	return server_conns(((struct bench *)ctx)->server, &conn, 1) == 1 && conn.bytes_out == 5 &&
	       conn.pid > 0;
}

static void open_bench(struct bench *b, const char *model)
{
	char text[200];
	struct server **all;
	assert_int_equal(session_new(&b->session, NULL), 0);
	snprintf(text, sizeof text, "s = socketserver.%s((\"127.0.0.1\", 0), Echo)", model);
	good(b, text);
	assert_int_equal(server_list_all(session_servers(b->session), &all), 1);
	b->server = all[0];
	free(all);
	assert_int_equal(facts_of(b).state, SERVER_BOUND);
	b->serving = session_line_submit(b->session, "s.serve_forever()");
	await(is_serving, b);
	good(b, "c = socket.create_connection(s.server_address)");
	good(b, "c.sendall(b'hello')");
	good(b, "c.recv(5)");
	await(is_counted, b);
}

static void close_bench(struct bench *b)
{
	value_unref(server_value(b->server));
	session_free(b->session);
}

static struct conn_facts only_conn(struct bench *b)
{
	struct conn_facts conn[4];
	assert_int_equal(server_conns(b->server, conn, 4), 1);
	return conn[0];
}

static void test_facts_of_a_server_at_work(void **state)
{
	(void)state;
	for (size_t i = 0; i < FORMS; i++) {
		struct bench b;
		open_bench(&b, forms[i]);
		struct server_facts f = facts_of(&b);
		struct conn_facts c = only_conn(&b);
		assert_string_equal(f.model, forms[i]);
		assert_string_equal(f.handler, "Echo");
		assert_true(strncmp(f.address, "127.0.0.1:", 10) == 0);
		assert_int_equal(f.live, 1);
		assert_int_equal(f.accepted, 1);
		assert_int_equal(f.bytes_in, 5);
		assert_int_equal(f.bytes_out, 5);
		assert_true(f.pid > 0);
		assert_int_equal(c.bytes_in, 5);
		assert_int_equal(c.bytes_out, 5);
		assert_true(c.pid > 0);
		assert_true(c.last_ns >= c.start_ns);
		assert_int_equal(f.children > 0, i != 0 && i != FORMS - 1);
		close_bench(&b);
	}
}

static bool has_no_conn(void *ctx)
{
	struct conn_facts conn;
	return server_conns(((struct bench *)ctx)->server, &conn, 1) == 0;
}

static void expect_close_event(struct bench *b, const char *why)
{
	struct server_event e[32];
	uint64_t seq = 0;
	size_t n = server_events(b->server, &seq, e, 32);
	for (size_t i = 0; i < n; i++)
		if (e[i].kind == EVENT_CLOSED) {
			assert_string_equal(e[i].text, why);
			assert_int_equal(e[i].bytes_in, 5);
			return;
		}
	fail_msg("no connection was closed");
}

static void test_a_connection_can_be_closed(void **state)
{
	(void)state;
	for (size_t i = 0; i < FORMS; i++) {
		struct bench b;
		open_bench(&b, forms[i]);
		assert_int_equal(server_drop(b.server, only_conn(&b).id, false), 0);
		good(&b, "assert c.recv(1) == b''");
		await(has_no_conn, &b);
		expect_close_event(&b, "closed from the cockpit");
		close_bench(&b);
	}
}

static void test_a_connection_can_be_reset(void **state)
{
	(void)state;
	for (size_t i = 0; i < FORMS; i++) {
		struct bench b;
		open_bench(&b, forms[i]);
		uint64_t id = only_conn(&b).id;
		assert_int_equal(server_drop(b.server, id, true), 0);
		assert_string_equal(bad(&b, "c.recv(1)"),
		    "ConnectionResetError: [Errno 104] Connection reset by peer");
		await(has_no_conn, &b);
		expect_close_event(&b, "closed from the cockpit");
		assert_int_equal(server_drop(b.server, id, true), -ENOENT);
		close_bench(&b);
	}
}

static void test_a_child_can_be_killed_and_only_a_child(void **state)
{
	(void)state;
	struct bench b;
	open_bench(&b, "ForkingTCPServer");
	assert_int_equal(server_kill(b.server, getpid(), SIGKILL), -ESRCH);
	assert_int_equal(server_kill(b.server, facts_of(&b).pid, SIGKILL), -ESRCH);
	assert_int_equal(server_kill(b.server, only_conn(&b).pid, SIGKILL), 0);
	good(&b, "assert c.recv(1) == b''");
	await(has_no_conn, &b);
	assert_true(facts_of(&b).inexact);
	close_bench(&b);
}

static void test_max_children_can_be_changed_while_it_serves(void **state)
{
	(void)state;
	struct bench b;
	open_bench(&b, "ForkingTCPServer");
	good(&b, "s.max_children = 1");
	good(&b, "d = socket.create_connection(s.server_address)");
	good(&b, "d.sendall(b'x')");
	good(&b, "d.settimeout(0.3)");
	assert_string_equal(bad(&b, "d.recv(1)"), "TimeoutError: timed out");
	good(&b, "s.max_children = 5");
	good(&b, "c.close()");
	good(&b, "d.settimeout(10)");
	good(&b, "d.recv(1)");
	close_bench(&b);
}

static bool has_died(void *ctx)
{
	return facts_of(ctx).state == SERVER_DIED;
}

static void test_a_server_that_dies_says_so(void **state)
{
	(void)state;
	struct bench b;
	open_bench(&b, "ThreadingTCPServer");
	kill(facts_of(&b).pid, SIGKILL);
	await(has_died, &b);
	struct server_facts f = facts_of(&b);
	assert_int_equal(f.pid, 0);
	assert_int_equal(f.live, 0);
	assert_true(f.inexact);
	good(&b, "assert c.recv(1) == b''");
	close_bench(&b);
}

static void test_cancelling_serve_forever_shuts_it_down(void **state)
{
	(void)state;
	for (size_t i = 0; i < FORMS; i++) {
		struct bench b;
		open_bench(&b, forms[i]);
		assert_int_equal(session_cancel(b.session, 0), 0);
		assert_string_equal(session_line_end(b.session, b.serving)->error,
		    "InterruptedError: [Errno 4] Interrupted system call");
		close_bench(&b);
	}
}

static bool waits_for(const struct journal_row *row, const char *what)
{
	const char *now = row->waiter ? atomic_load(&row->waiter->what) : NULL;
	return now && strncmp(now, what, strlen(what)) == 0;
}

/* Who looks reads what the process reports, and must not take it from the line that waits. */
static void test_looking_takes_nothing_from_who_waits(void **state)
{
	(void)state;
	for (int i = 0; i < 20; i++) {
		struct bench b;
		open_bench(&b, "ThreadingTCPServer");
		good(&b, "s.shutdown()");
		const struct journal_row *row =
		    session_line_row(b.session, session_line_submit(b.session, "s.server_close()"));
		int64_t until = clock_mono_ns() + 10 * NS_PER_S;
		while (!waits_for(row, "clients to leave") && clock_mono_ns() < until)
			facts_of(&b);
		assert_true(waits_for(row, "clients to leave"));
		good(&b, "c.close()");
		close_bench(&b);
	}
}

int main(int argc, char **argv)
{
	/* A server is a process of our own program: this one. */
	if (argc > 1 && strcmp(argv[1], SERVER_PROCESS_ARG) == 0)
		return server_process_main(argc - 1, argv + 1);
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_facts_of_a_server_at_work),
	    cmocka_unit_test(test_a_connection_can_be_closed),
	    cmocka_unit_test(test_a_connection_can_be_reset),
	    cmocka_unit_test(test_a_child_can_be_killed_and_only_a_child),
	    cmocka_unit_test(test_max_children_can_be_changed_while_it_serves),
	    cmocka_unit_test(test_a_server_that_dies_says_so),
	    cmocka_unit_test(test_cancelling_serve_forever_shuts_it_down),
	    cmocka_unit_test(test_looking_takes_nothing_from_who_waits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
