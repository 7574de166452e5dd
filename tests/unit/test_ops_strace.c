/* System calls are noted as strace 6.1 prints them: each text was compared with strace's own. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/ops/address.h"
#include "core/ops/strace.h"
#include "core/ops/tables.h"
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

/* The nth call of the last line, where %d stands for the descriptor of a name. */
static void check_call(struct lines *l, size_t n, const char *name, const char *format)
{
	char wanted[512];
	int fd = name ? atomic_load(&lines_sock(l, name)->fd) : -1;
	const char *percent = strstr(format, "%d");
	size_t head = percent ? (size_t)(percent - format) : strlen(format);
	if (percent)
		snprintf(wanted, sizeof wanted, "%.*s%d%s", (int)head, format, fd, percent + 2);
	else
		snprintf(wanted, sizeof wanted, "%s", format);
	const char *call = lines_call(l, n);
	assert_non_null(call);
	assert_string_equal(call, wanted);
}

static void sockets_are_made(void **state)
{
	struct lines *l = *state;
	lines_do(l, "s = socket.socket()");
	check_call(l, 0, "s", "socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = %d");
	assert_int_equal(lines_calls(l), 1);
	lines_do(l, "s = socket.socket(16, 3 | 2048, 4)");
	check_call(l, 0, "s",
	    "socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC|SOCK_NONBLOCK, NETLINK_SOCK_DIAG) = %d");
	lines_do(l, "s = socket.socket(1, 2)");
	check_call(l, 0, "s", "socket(AF_UNIX, SOCK_DGRAM|SOCK_CLOEXEC, 0) = %d");
	lines_say(l, "socket.socket(99)");
	check_call(
	    l, 0, NULL, "socket(0x63 /* AF_??? */, SOCK_STREAM|SOCK_CLOEXEC, 0) = -1 EAFNOSUPPORT");
	lines_say(l, "socket.socketpair(2)");
	assert_non_null(strstr(lines_call(l, 0), "socketpair(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, "
						 "0, 0x"));
}

static void a_connection_is_told(void **state)
{
	struct lines *l = *state;
	lines_do(l, "s = socket.socket()");
	lines_do(l, "s.bind(('127.0.0.1', 0))");
	check_call(l, 0, "s",
	    "bind(%d, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr(\"127.0.0.1\")}, "
	    "16) = 0");
	lines_do(l, "s.listen(5)");
	check_call(l, 0, "s", "listen(%d, 5) = 0");
	lines_do(l, "c = socket.socket()");
	lines_do(l, "c.settimeout(1.5)");
	check_call(l, 0, "c", "ioctl(%d, FIONBIO, [1]) = 0");
	lines_do(l, "c.connect(s.getsockname())"); /* getsockname, connect, poll, getsockopt */
	assert_int_equal(lines_calls(l), 4);
	check_call(l, 3, "c", "getsockopt(%d, SOL_SOCKET, SO_ERROR, [0], [4]) = 0");
	lines_do(l, "d, a = s.accept()");
	assert_non_null(strstr(lines_call(l, 0), "accept4("));
	assert_non_null(strstr(lines_call(l, 0), "\")}, [16], SOCK_CLOEXEC) = "));
	lines_do(l, "d.send(b'hi\\n\\0\\x80' + b'x' * 40)");
	check_call(l, 0, "d",
	    "sendto(%d, \"hi\\n\\0\\200xxxxxxxxxxxxxxxxxxxxxxxxxxx\"..., 45, MSG_NOSIGNAL, NULL, "
	    "0) = 45");
	lines_do(l, "c.settimeout(None)");
	lines_do(l, "c.recv(3)");
	check_call(l, 0, "c", "recvfrom(%d, \"hi\\n\", 3, 0, NULL, NULL) = 3");
	lines_do(l, "d.shutdown(socket.SHUT_WR)");
	check_call(l, 0, "d", "shutdown(%d, SHUT_WR) = 0");
	lines_do(l, "d.close()");
	assert_non_null(strstr(lines_call(l, 0), "close("));
}

static void datagrams_are_told(void **state)
{
	struct lines *l = *state;
	lines_do(l, "u = socket.socket(1, 2); u.bind(b'\\0a\\0b1'); v = socket.socket(1, 2)");
	lines_do(l, "v.sendto(b'1', b'\\0a\\0b1')");
	check_call(l, 0, "v",
	    "sendto(%d, \"1\", 1, MSG_NOSIGNAL, {sa_family=AF_UNIX, sun_path=@\"a\\0b1\"}, 7) = 1");
	lines_do(l, "u.recvfrom(9)");
	assert_non_null(strstr(lines_call(l, 0), "recvfrom("));
	assert_non_null(strstr(lines_call(l, 0), "\"1\", 9, MSG_TRUNC, 0x"));
	assert_non_null(strstr(lines_call(l, 0), ", [110 => 0]) = 1"));
}

static void options_are_told(void **state)
{
	struct lines *l = *state;
	lines_do(l, "s = socket.socket()");
	lines_do(l, "s.setsockopt(6, 1, 1)");
	check_call(l, 0, "s", "setsockopt(%d, SOL_TCP, TCP_NODELAY, [1], 4) = 0");
	lines_do(l, "s.getsockopt(1, 13, 8)");
	check_call(
	    l, 0, "s", "getsockopt(%d, SOL_SOCKET, SO_LINGER, {l_onoff=0, l_linger=0}, [8]) = 0");
	lines_say(l, "s.getsockopt(99, 5)");
	assert_non_null(strstr(lines_call(l, 0), ", 0x63 /* SOL_?? */, 5, 0x"));
	lines_do(l, "u = socket.socket(type=socket.SOCK_DGRAM)");
	lines_do(l,
	    "u.setsockopt(0, 35, socket.inet_aton('224.1.1.1') + socket.inet_aton('127.0.0.1'))");
	check_call(l, 0, "u",
	    "setsockopt(%d, SOL_IP, IP_ADD_MEMBERSHIP, {imr_multiaddr=inet_addr(\"224.1.1.1\"), "
	    "imr_interface=inet_addr(\"127.0.0.1\")}, 8) = 0");
}

static void messages_are_told(void **state)
{
	struct lines *l = *state;
	lines_do(l, "a, b = socket.socketpair()");
	lines_do(l, "a.sendmsg([b'ab', b'c'], [(1, 1, struct.pack('ii', 0, 1))])");
	check_call(l, 0, "a",
	    "sendmsg(%d, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"ab\", iov_len=2}, "
	    "{iov_base=\"c\", iov_len=1}], msg_iovlen=2, msg_control=[{cmsg_len=24, "
	    "cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[0, 1]}], msg_controllen=24, "
	    "msg_flags=0}, MSG_NOSIGNAL) = 3");
	lines_do(l, "b.recvmsg(2)");
	assert_non_null(strstr(lines_call(l, 0),
	    "msg_namelen=110 => 0, msg_iov=[{iov_base=\"ab\", iov_len=2}], msg_iovlen=1, "
	    "msg_controllen=0, msg_flags=MSG_CTRUNC}, 0) = 2"));
}

/* A socket that is printed asks for its addresses, and the line has to show that. */
static void printing_is_told(void **state)
{
	struct lines *l = *state;
	lines_do(l, "s = socket.socket()");
	lines_do(l, "x = repr((s, 1))");
	assert_int_equal(lines_calls(l), 2);
	check_call(l, 0, "s",
	    "getsockname(%d, {sa_family=AF_INET, sin_port=htons(0), "
	    "sin_addr=inet_addr(\"0.0.0.0\")}, [16]) = 0");
	lines_do(l, "x = '%s' % s + str(s)");
	assert_int_equal(lines_calls(l), 4);
}

struct flag_text {
	unsigned value;
	const char *text;
};

static void flags_are_joined(void **state)
{
	static const struct flag_text flags[] = {
	    {0, "0"},
	    {MSG_PEEK, "MSG_PEEK"},
	    {MSG_PEEK | MSG_DONTWAIT, "MSG_PEEK|MSG_DONTWAIT"},
	    {MSG_PEEK | 0x1000000, "MSG_PEEK|0x1000000"},
	    {0x1000000, "0x1000000 /* MSG_??? */"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
		struct buf b = {0};
		strace_flags(&b, NAMES_MSG, flags[i].value);
		assert_string_equal(buf_text(&b), flags[i].text);
		buf_free(&b);
	}
}

static void escapes_are_as_short_as_they_can_be(void **state)
{
	struct buf b = {0};
	(void)state;
	strace_data(&b, "\0001\0\1\0779\"\\\177", 9);
	assert_string_equal(buf_text(&b), "\"\\0001\\0\\1?9\\\"\\\\\\177\"");
	buf_clear(&b);
	strace_data(&b, "12345678901234567890123456789012", 32);
	assert_null(strstr(buf_text(&b), "..."));
	buf_free(&b);
}

static void numbers_have_names(void **state)
{
	(void)state;
	assert_string_equal(name_of_constant(PARAM_FAMILY, AF_VSOCK), "AF_VSOCK");
	assert_string_equal(name_of_constant(PARAM_LEVEL, SOL_SOCKET), "SOL_SOCKET");
	assert_null(name_of_constant(PARAM_FAMILY, 1000));
	assert_null(name_of_constant(PARAM_BYTES, 1));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(sockets_are_made),
	    TEST(a_connection_is_told),
	    TEST(datagrams_are_told),
	    TEST(options_are_told),
	    TEST(messages_are_told),
	    TEST(printing_is_told),
	    cmocka_unit_test(flags_are_joined),
	    cmocka_unit_test(escapes_are_as_short_as_they_can_be),
	    cmocka_unit_test(numbers_have_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
