/* explain: the reason names what is so on this machine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/explain.h"
#include "core/explain_failure.h"
#include "core/ops/strace.h"
#include "ops_lines.h"
#include "tests/term/network.h"
#include "tests/unit/files.h"

static int setup(void **state)
{
	struct lines *l = calloc(1, sizeof *l);
	if (!l)
		return -1;
	lines_init(l);
	*state = l;
	return 0;
}

static int teardown(void **state)
{
	lines_fini(*state);
	free(*state);
	return 0;
}

/* The line fails, and its explanation holds the words. */
static void check_why(struct lines *l, const char *line, const char *words)
{
	struct buf why = {0};
	lines_say(l, line);
	assert_non_null(l->error);
	assert_int_equal(
	    explain_error(l->error, &(struct explain_context){.trace = l->run.trace}, &why), 0);
	if (!strstr(buf_text(&why), words))
		fail_msg("%s: %s\nlacks: %s", line, buf_text(&why), words);
	buf_free(&why);
}

static void a_taken_port_names_its_holder(void **state)
{
	struct lines *l = *state;
	char words[64];
	lines_do(l, "s = socket.create_server(('127.0.0.1', 0)); a = s.getsockname()");
	snprintf(words, sizeof words, "is held by this program itself (fd %d), which listens",
	    atomic_load(&lines_sock(l, "s")->fd));
	check_why(l, "socket.socket().bind(a)", words);
	check_why(l, "socket.create_server(a)", words);
	lines_do(l, "u = socket.socket(type=socket.SOCK_DGRAM); u.bind(('127.0.0.1', 0))");
	snprintf(words, sizeof words, "is held by this program itself (fd %d).",
	    atomic_load(&lines_sock(l, "u")->fd));
	check_why(l, "v = socket.socket(type=socket.SOCK_DGRAM); v.bind(u.getsockname())", words);
}

static void want_of_memory_tells_how_large_a_value_may_be(void **state)
{
	lines_do(*state, "s = socket.socket()");
	check_why(*state, "b'x' * (1 << 40)", "A value has at most ");
	check_why(*state, "s.recv(1 << 40)",
	    " MiB here, the room that a receive asks for at most 65536 MiB;");
}

/* Last of all, for it leaves the network: where very many sockets linger, no more are let to. */
static void a_lingering_port_tells_its_seconds(void **state)
{
	struct lines *l = *state;
	network_leave();
	lines_do(l,
	    "s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(); a = s.getsockname()\n"
	    "c = socket.create_connection(a); d, p = s.accept()\n"
	    "d.close(); c.recv(1); c.close(); s.close()");
	check_why(l, "t = socket.socket(); t.bind(a)", "stays in TIME_WAIT for ");
}

static void nobody_listening_is_said(void **state)
{
	struct lines *l = *state;
	lines_do(l, "s = socket.socket(); s.bind(('127.0.0.1', 0)); a = s.getsockname()");
	check_why(l, "socket.socket().connect(a)", "Nobody listens on 127.0.0.1:");
	check_why(l, "socket.create_connection(a, 5)", "Nobody listens on 127.0.0.1:");
	lines_do(l, "t = socket.create_server(('127.0.0.1', 0)); p = t.getsockname()[1]");
	check_why(l, "socket.socket(socket.AF_INET6).connect(('::1', p))",
	    "is listened on at 127.0.0.1 only");
}

static void unix_names_are_explained(void **state)
{
	struct lines *l = *state;
	char folder[4096], name[32], line[64];
	files_new_folder(folder, sizeof folder);
	assert_int_equal(chdir(folder), 0);
	/* The kernel tells a relative name without its folder: others may have it, too. */
	snprintf(name, sizeof name, "name-%d", getpid());
	snprintf(line, sizeof line, "n = '%s'", name);
	lines_do(l, line);
	lines_do(l, "s = socket.socket(socket.AF_UNIX); s.bind(n)");
	check_why(l, "t = socket.socket(socket.AF_UNIX); t.bind(n)", "is held by this program");
	check_why(l, "t.connect(n)", "does not listen");
	lines_do(l, "s.close()");
	check_why(l, "t.bind(n)", "was left behind");
	check_why(l, "t.connect(n)", "its server has ended");
	check_why(l, "t.bind('/nosuch/folder/name')", "directory of that path does not exist");
	check_why(l, "t.connect(b'\\0nobody')", "No socket has the abstract name unix:@nobody");
	assert_int_equal(unlink(name), 0);
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(rmdir(folder), 0);
}

static void calls_in_the_wrong_order_are_explained(void **state)
{
	struct lines *l = *state;
	lines_do(l, "s = socket.socket(); u = socket.socket(type=socket.SOCK_DGRAM)");
	check_why(l, "s.accept()", "listen() comes first");
	check_why(l, "s.recv(1)", "connect() or accept() comes first");
	check_why(l, "s.send(b'x')", "nobody to receive it");
	check_why(l, "u.send(b'x')", "use sendto()");
	check_why(l, "u.listen()", "SOCK_STREAM");
	check_why(l, "u.sendto(b'x' * 70000, ('127.0.0.1', 9))", "65507");
	check_why(l, "u.sendto(b'x', ('255.255.255.255', 9))", "SO_BROADCAST");
	check_why(l, "s.close(); s.recv(1)", "closed");
	check_why(l, "socket.socket(2, 99)", "type");
	check_why(l, "socket.socket(99)", "does not have the family");
}

static void waiting_in_vain_is_explained(void **state)
{
	struct lines *l = *state;
	lines_do(l,
	    "a, b = socket.socketpair(); a.settimeout(0.01); s = socket.create_server(('127.0."
	    "0.1', 0)); s.settimeout(0.01)");
	check_why(l, "a.recv(1)", "Nothing arrived");
	check_why(l, "s.accept()", "No client connected");
	check_why(l, "a.sendall(b'x' * 10000000)", "bytes went before");
	check_why(l, "a.setblocking(False); a.recv(1)", "Nothing has arrived yet");
}

static void the_resolver_is_explained(void **state)
{
	struct lines *l = *state;
	check_why(l, "socket.getaddrinfo('127.0.0.1', 'nosuchservice')", "/etc/services");
	check_why(l, "socket.getaddrinfo('127.0.0.1', 1, socket.AF_INET6)", "other family");
}

/* Nothing to add is no error, and neither is something that is no error of the kernel. */
static void other_errors_are_left_alone(void **state)
{
	struct lines *l = *state;
	struct buf why = {0};
	lines_say(l, "1 // 0");
	assert_int_equal(explain_error(l->error, NULL, &why), 0);
	assert_int_equal(why.len, 0);
	assert_int_equal(explain_error(NULL, NULL, &why), 0);
	lines_say(l, "socket.socket().connect(('127.0.0.1', 1))");
	assert_int_equal(explain_error(l->error, NULL, &why), 0); /* without a trace, too */
	assert_true(why.len > 0);
	buf_free(&why);
}

static void addresses_are_read_back(void **state)
{
	static const char *const texts[] = {
	    "127.0.0.1:80",
	    "[::1]:9000",
	    "unix:/tmp/a b",
	    "unix:@name",
	};
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct address a, back;
		const char *why;
		struct buf b = {0};
		assert_int_equal(address_parse(texts[i], &a, &why), 0);
		strace_sockaddr(&b, &a.sa, a.len);
		assert_true(failure_parse_address(buf_text(&b), &back));
		assert_int_equal(back.len, a.len);
		assert_memory_equal(&back.storage, &a.storage, a.len);
		buf_free(&b);
	}
	struct address none;
	assert_false(failure_parse_address("{sa_family=AF_INET, sin_port=htons(1)", &none));
	assert_false(failure_parse_address("NULL", &none));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(a_taken_port_names_its_holder),
	    TEST(want_of_memory_tells_how_large_a_value_may_be),
	    TEST(nobody_listening_is_said),
	    TEST(unix_names_are_explained),
	    TEST(calls_in_the_wrong_order_are_explained),
	    TEST(waiting_in_vain_is_explained),
	    TEST(the_resolver_is_explained),
	    TEST(other_errors_are_left_alone),
	    cmocka_unit_test(addresses_are_read_back),
	    TEST(a_lingering_port_tells_its_seconds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
