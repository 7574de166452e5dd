/* Operations: what each gives and raises, on real sockets. python3 is asked in tests/oracle. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/ops/tables.h"
#include "ops_lines.h"
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

static void connect_pair(struct lines *l)
{
	lines_do(l, "srv = socket.create_server(('127.0.0.1', 0))\n"
		    "cli = socket.create_connection(srv.getsockname())\n"
		    "conn, addr = srv.accept()");
}

/* Each line, and what it says. */
struct saying {
	const char *line, *says;
};

static void check_all(struct lines *l, const struct saying *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *said = lines_say(l, s[i].line);
		if (strcmp(said, s[i].says) != 0)
			fail_msg("%s\n  says    %s\n  and not %s", s[i].line, said, s[i].says);
	}
}

#define CHECK(l, sayings) check_all(l, sayings, sizeof(sayings) / sizeof *(sayings))

static void a_new_socket_tells_what_it_is(void **state)
{
	static const struct saying s[] = {
	    {"s = socket.socket()", ""},
	    {"s.family", "<AddressFamily.AF_INET: 2>"},
	    {"s.type", "<SocketKind.SOCK_STREAM: 1>"},
	    {"s.proto", "0"},
	    {"s.timeout", ""},
	    {"s.getsockname()", "('0.0.0.0', 0)"},
	    {"s.getblocking()", "True"},
	    {"s.get_inheritable()", "False"},
	    {"s.fileno() > 2", "True"},
	    {"t = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)", ""},
	    {"t.type", "<SocketKind.SOCK_DGRAM: 2>"},
	    {"t.timeout", "0.0"},
	    {"t.getsockname()", "('::', 0, 0, 0)"},
	    {"u = socket.socket(family=socket.AF_UNIX, type=socket.SOCK_SEQPACKET)", ""},
	    {"u.getsockname()", "''"},
	    {"socket.socket(2, 1).close()", ""},
	    {"socket.socket(99)", "OSError: [Errno 97] Address family not supported by protocol"},
	    {"socket.socket(2, 3)", "OSError: [Errno 93] Protocol not supported"},
	    {"socket.socket(1 << 40)", "OverflowError: Python int too large to convert to C int"},
	};
	CHECK(*state, s);
}

static void a_descriptor_is_adopted(void **state)
{
	static const struct saying s[] = {
	    {"a, b = socket.socketpair(type=socket.SOCK_DGRAM)", ""},
	    {"c = socket.socket(fileno=a.detach())", ""},
	    {"c.family", "<AddressFamily.AF_UNIX: 1>"},
	    {"c.type", "<SocketKind.SOCK_DGRAM: 2>"},
	    {"a.fileno()", "-1"},
	    {"d = c.dup()", ""},
	    {"d.fileno() != c.fileno()", "True"},
	    {"e = socket.fromfd(c.fileno(), socket.AF_UNIX, socket.SOCK_DGRAM)", ""},
	    {"b.send(b'x')", "1"},
	    {"e.recv(5)", "b'x'"},
	    {"socket.socket(fileno=-1)", "ValueError: negative file descriptor"},
	    {"socket.socket(fileno=999)", "OSError: [Errno 9] Bad file descriptor"},
	    {"socket.close(e.detach())", ""},
	    {"socket.close(999)", "OSError: [Errno 9] Bad file descriptor"},
	    {"d.close(); d.close(); d.fileno()", "-1"},
	    {"d.send(b'x')", "OSError: [Errno 9] Bad file descriptor"},
	    {"d", "<socket.socket [closed] fd=-1, family=1, type=2, proto=0>"},
	};
	CHECK(*state, s);
}

static void a_connection_carries_bytes(void **state)
{
	static const struct saying s[] = {
	    {"cli.send(b'hello')", "5"},
	    {"conn.recv(3)", "b'hel'"},
	    {"conn.recv(100)", "b'lo'"},
	    {"conn.sendall(b'x' * 1000)", ""},
	    {"cli.recv(1000, socket.MSG_WAITALL) == b'x' * 1000", "True"},
	    {"cli.send(b'peek')", "4"},
	    {"conn.recv(10, socket.MSG_PEEK)", "b'peek'"},
	    {"conn.recvfrom(10)", "(b'peek', None)"},
	    {"conn.getpeername() == cli.getsockname() and addr == cli.getsockname()", "True"},
	    {"cli.shutdown(socket.SHUT_WR)", ""},
	    {"conn.recv(10)", "b''"},
	    {"conn.send(b'still')", "5"},
	    {"cli.recv(10)", "b'still'"},
	    {"cli.send(b'x')", "BrokenPipeError: [Errno 32] Broken pipe"},
	    {"conn.recv(-1)", "ValueError: negative buffersize in recv"},
	    {"conn.recv(1 << 40)", "MemoryError"},
	    {"conn.recv(0)", "b''"},
	};
	connect_pair(*state);
	CHECK(*state, s);
}

static void unread_data_resets_the_peer(void **state)
{
	static const struct saying s[] = {
	    {"cli.send(b'unread')", "6"},
	    {"conn.recv(1)", "b'u'"},
	    {"conn.close()", ""},
	    {"cli.recv(10)", "ConnectionResetError: [Errno 104] Connection reset by peer"},
	    {"cli.recv(10)", "b''"},
	};
	connect_pair(*state);
	CHECK(*state, s);
}

static void connecting_fails_as_the_kernel_says(void **state)
{
	static const struct saying s[] = {
	    {"free = socket.socket(); free.bind(('127.0.0.1', 0)); gone = free.getsockname()", ""},
	    {"free.close()", ""},
	    {"s = socket.socket()", ""},
	    {"s.connect(gone)", "ConnectionRefusedError: [Errno 111] Connection refused"},
	    {"s.connect_ex(gone)", "111"},
	    {"socket.create_connection(gone)",
		"ConnectionRefusedError: [Errno 111] Connection refused"},
	    {"s.connect(('127.0.0.1', 65536))", "OverflowError: connect(): port must be 0-65535."},
	    {"s.connect_ex(('127.0.0.1', -1))",
		"OverflowError: connect_ex(): port must be 0-65535."},
	    {"s.connect(('::1', 1))",
		"socket.gaierror: [Errno -9] Address family for hostname not supported"},
	    {"cli.connect(srv.getsockname())",
		"OSError: [Errno 106] Transport endpoint is already connected"},
	    {"n = socket.socket(); n.setblocking(False)", ""},
	    {"n.connect_ex(srv.getsockname())", "115"},
	    {"srv.accept()[0].close()", ""},
	    {"n.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)", "0"},
	    {"socket.socket(socket.AF_UNIX).connect('/nosuch/file')",
		"FileNotFoundError: [Errno 2] No such file or directory"},
	    {"socket.socket(socket.AF_UNIX).connect('x' * 108)", "OSError: AF_UNIX path too long"},
	};
	connect_pair(*state);
	CHECK(*state, s);
}

static void servers_are_made_in_one_step(void **state)
{
	static const struct saying s[] = {
	    {"s = socket.create_server(('127.0.0.1', 0), backlog=2)", ""},
	    {"s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)", "1"},
	    {"s.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)", "1"},
	    {"t = socket.create_server(('::1', 0), family=socket.AF_INET6)", ""},
	    {"t.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY)", "1"},
	    {"socket.create_server(('127.0.0.1', 0), dualstack_ipv6=True)",
		"ValueError: dualstack_ipv6 requires AF_INET6 family"},
	    {"socket.create_server(('203.0.113.1', 80))",
		"OSError: [Errno 99] Cannot assign requested address (while attempting to bind on "
		"address ('203.0.113.1', 80))"},
	    {"socket.has_dualstack_ipv6()", "True"},
	};
	CHECK(*state, s);
}

static void timeouts_are_pythons(void **state)
{
	static const struct saying s[] = {
	    {"s = socket.create_server(('127.0.0.1', 0))", ""},
	    {"s.settimeout(0.02); s.timeout", "0.02"},
	    {"s.accept()", "TimeoutError: timed out"},
	    {"s.getblocking()", "True"},
	    {"s.setblocking(False); s.gettimeout()", "0.0"},
	    {"s.accept()", "BlockingIOError: [Errno 11] Resource temporarily unavailable"},
	    {"s.settimeout(None); s.timeout", ""},
	    {"s.settimeout(-1)", "ValueError: Timeout value out of range"},
	    {"s.settimeout(1e12)", "OverflowError: timestamp too large to convert to C _PyTime_t"},
	    {"socket.setdefaulttimeout(1.5); t = socket.socket(); t.timeout", "1.5"},
	    {"a, b = socket.socketpair(); a.timeout", "1.5"},
	    {"socket.setdefaulttimeout(None); socket.getdefaulttimeout()", ""},
	};
	CHECK(*state, s);
}

static void an_accepted_socket_blocks(void **state)
{
	static const struct saying s[] = {
	    {"srv.settimeout(5)", ""},
	    {"c = socket.create_connection(srv.getsockname())", ""},
	    {"d, a = srv.accept()", ""},
	    {"d.timeout", ""},
	    {"socket.setdefaulttimeout(7)", ""},
	    {"c = socket.create_connection(srv.getsockname())", ""},
	    {"d, a = srv.accept(); d.timeout", "7.0"},
	};
	connect_pair(*state);
	CHECK(*state, s);
}

static void datagrams_keep_their_boundaries(void **state)
{
	static const struct saying s[] = {
	    {"u = socket.socket(type=socket.SOCK_DGRAM); u.bind(('127.0.0.1', 0))", ""},
	    {"v = socket.socket(type=socket.SOCK_DGRAM)", ""},
	    {"v.sendto(b'0123456789', u.getsockname())", "10"},
	    {"v.sendto(b'', 0, u.getsockname())", "0"},
	    {"u.recvfrom(4)[0]", "b'0123'"},
	    {"u.recv(4)", "b''"},
	    {"v.sendto(b'0123456789', u.getsockname())", "10"},
	    {"u.recv(4, socket.MSG_TRUNC)", "b'0123\\x00\\x00\\x00\\x00\\x00\\x00'"},
	    {"v.send(b'x')", "OSError: [Errno 89] Destination address required"},
	    {"v.sendto(b'x' * 65508, u.getsockname())", "OSError: [Errno 90] Message too long"},
	    {"v.sendto(b'x', ('255.255.255.255', 9))",
		"PermissionError: [Errno 13] Permission denied"},
	    {"u.listen()", "OSError: [Errno 95] Operation not supported"},
	};
	CHECK(*state, s);
}

static void descriptors_travel(void **state)
{
	static const struct saying s[] = {
	    {"a, b = socket.socketpair()", ""},
	    {"c, d = socket.socketpair()", ""},
	    {"socket.send_fds(a, [b'fd'], [c.fileno()])", "2"},
	    {"data, fds, flags, addr = socket.recv_fds(b, 10, 4)", ""},
	    {"data, len(fds), flags, addr", "(b'fd', 1, 0, None)"},
	    {"e = socket.socket(fileno=fds[0]); d.send(b'hi')", "2"},
	    {"e.recv(5)", "b'hi'"},
	    {"a.sendmsg([b'ab', b'cd'])", "4"},
	    {"b.recvmsg(10)", "(b'abcd', [], 0, None)"},
	    {"a.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack('ii', 0, 1))])",
		"1"},
	    {"b.recvmsg(10, socket.CMSG_LEN(0))[2] == socket.MSG_CTRUNC", "True"},
	    {"a.recvmsg(-1)", "ValueError: negative buffer size in recvmsg()"},
	};
	CHECK(*state, s);
}

static void options_are_set_and_got(void **state)
{
	static const struct saying s[] = {
	    {"s = socket.socket()", ""},
	    {"s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 5))", ""},
	    {"struct.unpack('ii', s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8))", "(1, 5)"},
	    {"s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)", ""},
	    {"s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)", "1"},
	    {"s.getsockopt(1, 1, 1025)", "OSError: getsockopt buflen out of range"},
	    {"s.getsockopt(1, 9999)", "OSError: [Errno 92] Protocol not available"},
	    {"s.setsockopt(1, 2, None, 4)", "OSError: [Errno 14] Bad address"},
	};
	CHECK(*state, s);
}

static void files_are_sent(void **state)
{
	static const struct saying s[] = {
	    {"f = open('sockpit-test-file', 'rb')", ""},
	    {"cli.sendfile(f)", "10"},
	    {"f.tell()", "10"},
	    {"cli.sendfile(f, 2, 3)", "3"},
	    {"f.tell()", "5"},
	    {"conn.recv(20)", "b'0123456789234'"},
	    {"cli.sendfile(f, 99)", "0"},
	    {"cli.sendfile(f, 0, 0)", "ValueError: count must be a positive integer (got 0)"},
	    {"cli.sendfile(open('sockpit-test-file'))",
		"ValueError: file should be opened in binary mode"},
	    {"cli.setblocking(False); cli.sendfile(f)",
		"ValueError: non-blocking sockets are not supported"},
	    {"socket.socket(type=socket.SOCK_DGRAM).sendfile(f)",
		"ValueError: only SOCK_STREAM type sockets are supported"},
	};
	char folder[4096];
	files_new_folder(folder, sizeof folder);
	assert_int_equal(chdir(folder), 0);
	FILE *f = fopen("sockpit-test-file", "w");
	assert_non_null(f);
	fputs("0123456789", f);
	fclose(f);
	connect_pair(*state);
	CHECK(*state, s);
	assert_int_equal(unlink("sockpit-test-file"), 0);
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(rmdir(folder), 0);
}

static void names_and_numbers_are_converted(void **state)
{
	static const struct saying s[] = {
	    {"socket.inet_aton('127.1')", "b'\\x7f\\x00\\x00\\x01'"},
	    {"socket.inet_ntop(socket.AF_INET6, b'\\0' * 15 + b'\\1')", "'::1'"},
	    {"socket.inet_pton(2, 'x')", "OSError: illegal IP address string passed to inet_pton"},
	    {"socket.htons(1), socket.ntohl(1)", "(256, 16777216)"},
	    {"socket.htons(-1)", "OverflowError: htons: can't convert negative Python int to C "
				 "16-bit unsigned integer"},
	    {"socket.CMSG_LEN(1), socket.CMSG_SPACE(1)", "(17, 24)"},
	    {"socket.if_nametoindex('lo') == socket.if_nameindex()[0][0]", "True"},
	    {"socket.if_indextoname(0)", "OSError: [Errno 6] No such device or address"},
	    {"socket.getaddrinfo('127.0.0.1', 80, type=socket.SOCK_STREAM)",
		"[(<AddressFamily.AF_INET: 2>, <SocketKind.SOCK_STREAM: 1>, 6, '', ('127.0.0.1', "
		"80))]"},
	    {"socket.getaddrinfo(None, None)",
		"socket.gaierror: [Errno -2] Name or service not known"},
	    {"socket.getnameinfo(('127.0.0.1', 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)",
		"('127.0.0.1', '80')"},
	    {"socket.gethostbyname('')", "'0.0.0.0'"},
	    {"socket.getservbyport(70000)", "OverflowError: getservbyport: port must be 0-65535."},
	    {"socket.timeout is TimeoutError, socket.error is OSError", "(True, True)"},
	    {"socket.has_ipv6", "True"},
	};
	CHECK(*state, s);
}

/* Every row can be shown: a name, help, parameters with help, and code. */
static void every_row_is_complete(void **state)
{
	(void)state;
	for (const struct op_list *const *list = socket_ops; *list; list++) {
		for (size_t i = 0; i < (*list)->count; i++) {
			const struct op *op = &(*list)->rows[i];
			assert_non_null(op->name);
			assert_non_null(op->help);
			assert_non_null(op->run);
			assert_true(!op->prototype == !op->man);
			for (size_t p = 0; p < PARAMS_MAX && op->params[p].name; p++)
				if (!op->params[p].help)
					fail_msg(
					    "%s: %s has no help", op->name, op->params[p].name);
		}
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(a_new_socket_tells_what_it_is),
	    TEST(a_descriptor_is_adopted),
	    TEST(a_connection_carries_bytes),
	    TEST(unread_data_resets_the_peer),
	    TEST(connecting_fails_as_the_kernel_says),
	    TEST(servers_are_made_in_one_step),
	    TEST(timeouts_are_pythons),
	    TEST(an_accepted_socket_blocks),
	    TEST(datagrams_keep_their_boundaries),
	    TEST(descriptors_travel),
	    TEST(options_are_set_and_got),
	    TEST(files_are_sent),
	    TEST(names_and_numbers_are_converted),
	    TEST(every_row_is_complete),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
