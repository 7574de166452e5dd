/* observe: the facts are the kernel's, at every step of a socket's life. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/observe/observe.h"
#include "core/ops/options.h"
#include "ops_lines.h"

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

static struct socket_facts look(struct lines *l, const char *name)
{
	struct socket_facts f;
	assert_int_equal(observe_socket(atomic_load(&lines_sock(l, name)->fd), &f), 0);
	return f;
}

static void a_connection_is_followed(void **state)
{
	struct lines *l = *state;
	lines_do(l, "s = socket.socket()");
	assert_string_equal(look(l, "s").state, "unbound");
	assert_string_equal(look(l, "s").local, "");
	lines_do(l, "s.bind(('127.0.0.1', 0))");
	assert_string_equal(look(l, "s").state, "bound");
	lines_do(l, "s.listen(2)");
	struct socket_facts f = look(l, "s");
	assert_string_equal(f.state, "LISTEN");
	assert_true(f.listening);
	assert_int_equal(f.backlog, 2);
	assert_int_equal(f.queue, 0);
	lines_do(l, "c = socket.create_connection(s.getsockname())");
	assert_int_equal(look(l, "s").queue, 1);
	lines_do(l, "d, a = s.accept(); c.send(b'hello')");
	f = look(l, "d");
	assert_string_equal(f.state, "ESTABLISHED");
	assert_int_equal(f.recv_queue, 5);
	assert_true(f.has_tcp && f.mss > 0 && f.cwnd > 0);
	assert_string_equal(f.peer, look(l, "c").local);
	lines_do(l, "c.close()");
	assert_string_equal(look(l, "d").state, "CLOSE_WAIT");
}

static void other_families_have_states_too(void **state)
{
	struct lines *l = *state;
	lines_do(l, "a, b = socket.socketpair(); u = socket.socket(type=socket.SOCK_DGRAM)");
	assert_string_equal(look(l, "a").state, "connected");
	assert_string_equal(look(l, "u").state, "unbound");
	lines_do(l, "u.bind(('127.0.0.1', 0)); v = socket.socket(type=socket.SOCK_DGRAM)\n"
		    "v.connect(u.getsockname()); v.send(b'abc'); b.send(b'xy')");
	assert_string_equal(look(l, "u").state, "bound");
	assert_string_equal(look(l, "v").state, "connected");
	assert_int_equal(look(l, "u").recv_queue, 3);
	assert_int_equal(look(l, "a").recv_queue, 2);
	assert_false(look(l, "a").has_tcp);
	lines_do(l, "n = socket.socket(socket.AF_UNIX); n.bind(b'\\0sockpit-observe'); n.listen()");
	assert_string_equal(look(l, "n").state, "LISTEN");
	assert_string_equal(look(l, "n").local, "unix:@sockpit-observe");
	lines_do(l, "n.listen(7); m = socket.socket(socket.AF_UNIX); m.connect(n.getsockname())");
	assert_int_equal(look(l, "n").queue, 1);
	assert_int_equal(look(l, "n").backlog, 7);
}

static void a_closed_one_says_so(void **state)
{
	struct socket_facts f;
	(void)state;
	assert_true(observe_socket(-1, &f) < 0);
	assert_string_equal(f.state, "closed");
}

static void options_are_shown(void **state)
{
	struct lines *l = *state;
	char text[64];
	lines_do(l, "s = socket.socket(); s.setsockopt(6, 1, 1)\n"
		    "s.setsockopt(1, 13, struct.pack('ii', 1, 7))");
	int fd = atomic_load(&lines_sock(l, "s")->fd);
	assert_int_equal(option_show(fd, option_find(6, 1), text, sizeof text), 0);
	assert_string_equal(text, "on");
	assert_int_equal(option_show(fd, option_find(1, 13), text, sizeof text), 0);
	assert_string_equal(text, "7 s");
	assert_int_equal(option_show(fd, option_find(1, 20), text, sizeof text), 0);
	assert_string_equal(text, "off");
	assert_int_equal(option_show(fd, option_find(1, 3), text, sizeof text), 0);
	assert_string_equal(text, "SOCK_STREAM (1)");
	assert_int_equal(option_show(fd, option_find(1, 39), text, sizeof text), 0);
	assert_string_equal(text, "AF_INET (2)");
	assert_int_equal(option_show(fd, option_find(1, 38), text, sizeof text), 0);
	assert_string_equal(text, "IPPROTO_TCP (6)");
	lines_do(l, "u = socket.socket(socket.AF_UNIX)");
	int local = atomic_load(&lines_sock(l, "u")->fd);
	assert_int_equal(option_show(local, option_find(1, 38), text, sizeof text), 0);
	assert_string_equal(text, "0"); /* and not IPPROTO_IP */
	assert_true(option_show(fd, option_find(1, 4), text, sizeof text) < 0); /* SO_ERROR */
	assert_null(option_find(99, 99));
	for (size_t i = 0; i < socket_option_count; i++)
		assert_true(
		    socket_options[i].help && socket_options[i].min <= socket_options[i].max);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(a_connection_is_followed),
	    TEST(other_families_have_states_too),
	    TEST(a_closed_one_says_so),
	    TEST(options_are_shown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
