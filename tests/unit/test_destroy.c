/*
 * destroy: the socket that is named is ended, and no other. What this kernel answers, and to this
 * user, a request made here by hand finds out first: then destroy_socket() has to say the same.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/notation/run.h"
#include "core/observe/destroy.h"
#include "core/trace.h"
#include "tests/unit/kernel_destroy.h"

#define NOBODY 65534

/* ---- sockets ---- */

static uint64_t cookie_of(int fd)
{
	uint64_t cookie;
	socklen_t len = sizeof cookie;
	assert_int_equal(getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &len), 0);
	return cookie;
}

static struct address loopback(int family)
{
	struct address a = {.len = sizeof a.in};
	a.in.sin_family = AF_INET;
	a.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (family == AF_INET)
		return a;
	a = (struct address){.len = sizeof a.in6};
	a.in6.sin6_family = AF_INET6;
	a.in6.sin6_addr = in6addr_loopback;
	return a;
}

static int bound(int family, int type)
{
	struct address a = loopback(family);
	int fd = socket(family, type | SOCK_CLOEXEC, 0);
	assert_true(fd >= 0);
	assert_int_equal(bind(fd, &a.sa, a.len), 0);
	return fd;
}

static struct address name_of(int fd)
{
	struct address a = {.len = sizeof a.storage};
	assert_int_equal(getsockname(fd, &a.sa, &a.len), 0);
	return a;
}

struct pair {
	int listener, client, server;
};

static struct pair new_pair(int family)
{
	struct pair p = {.listener = bound(family, SOCK_STREAM)};
	assert_int_equal(listen(p.listener, 5), 0);
	struct address a = name_of(p.listener);
	p.client = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(p.client, &a.sa, a.len), 0);
	p.server = accept4(p.listener, NULL, NULL, SOCK_CLOEXEC);
	assert_true(p.server >= 0);
	return p;
}

static void close_pair(struct pair *p)
{
	close(p->listener);
	close(p->client);
	close(p->server);
}

static struct destroy_target target_of(int fd, enum diag_proto proto)
{
	struct destroy_target t = {.proto = proto, .local = name_of(fd), .cookie = cookie_of(fd)};
	t.family = t.local.sa.sa_family;
	t.remote.len = sizeof t.remote.storage;
	if (getpeername(fd, &t.remote.sa, &t.remote.len) < 0)
		t.remote.len = 0;
	return t;
}

static int destroy(const struct destroy_target *t)
{
	struct waiter waiter = {0};
	struct run run = {.waiter = &waiter};
	return destroy_socket(&run, t);
}

/* ---- what becomes of them ---- */

static bool is_alive(const struct pair *p)
{
	char got = 0;
	return send(p->client, "x", 1, MSG_NOSIGNAL) == 1 && recv(p->server, &got, 1, 0) == 1 &&
	       got == 'x';
}

static void expect_recv(int fd, int error)
{
	char got;
	errno = 0;
	assert_int_equal(recv(fd, &got, 1, MSG_DONTWAIT), -1);
	assert_int_equal(errno, error);
}

static void try_connection(int family)
{
	struct pair p = new_pair(family);
	const struct destroy_target t = target_of(p.client, DIAG_TCP);
	int says = kernel_destroy_says();
	assert_int_equal(destroy(&t), says);
	if (says == 0) {
		expect_recv(p.client, ECONNABORTED);
		expect_recv(p.server, ECONNRESET);
		assert_int_equal(destroy(&t), -ENOENT); /* once is all */
	} else {
		assert_true(is_alive(&p));
	}
	close_pair(&p);
}

static void a_connection_is_ended_as_the_kernel_says(void **state)
{
	(void)state;
	try_connection(AF_INET);
	try_connection(AF_INET6);
}

static void another_cookie_leaves_the_socket_alone(void **state)
{
	(void)state;
	static const uint64_t wrong[] = {1, UINT64_C(1) << 32, UINT64_C(0xffffffff00000000)};
	struct pair p = new_pair(AF_INET);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct destroy_target t = target_of(p.client, DIAG_TCP);
		t.cookie ^= wrong[i];
		int says = kernel_destroy_says() == -EOPNOTSUPP ? -EOPNOTSUPP : -ENOENT;
		assert_int_equal(destroy(&t), says);
		assert_true(is_alive(&p));
	}
	close_pair(&p);
}

static void a_cookie_that_means_any_is_never_sent(void **state)
{
	(void)state;
	struct pair p = new_pair(AF_INET);
	struct destroy_target t = target_of(p.client, DIAG_TCP);
	assert_true(destroy_knows(t.cookie));
	static const uint64_t any[] = {0, UINT64_MAX};
	for (size_t i = 0; i < 2; i++) {
		t.cookie = any[i];
		assert_int_equal(destroy(&t), -EINVAL);
		assert_true(is_alive(&p));
	}
	close_pair(&p);
}

static void a_listener_and_a_udp_socket_end_too(void **state)
{
	(void)state;
	int says = kernel_destroy_says();
	int listener = bound(AF_INET, SOCK_STREAM), udp = bound(AF_INET6, SOCK_DGRAM);
	assert_int_equal(listen(listener, 5), 0);
	struct destroy_target t = target_of(listener, DIAG_TCP);
	assert_int_equal(destroy(&t), says);
	t = target_of(udp, DIAG_UDP);
	assert_int_equal(destroy(&t), says);
	if (says == 0) {
		assert_int_equal(accept4(listener, NULL, NULL, SOCK_NONBLOCK), -1);
		assert_int_equal(errno, EINVAL);
		expect_recv(udp, ECONNABORTED);
	}
	close(listener);
	close(udp);
}

static void families_without_the_call_say_so(void **state)
{
	(void)state;
	static const struct {
		enum diag_proto proto;
		int family;
	} others[] = {{DIAG_UNIX, AF_UNIX}, {DIAG_NETLINK, AF_NETLINK}, {DIAG_MPTCP, AF_INET}};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		const struct destroy_target t = {
		    .proto = others[i].proto, .family = others[i].family, .cookie = 1};
		int r = destroy(&t);
		if (r != -EOPNOTSUPP && r != -ENOENT) /* -ENOENT: it has no list of them at all */
			fail_msg("family %d: %s", others[i].family, strerror(-r));
	}
}

/* Nobody may end even what is his own. */
static void without_the_capability_it_is_denied(void **state)
{
	(void)state;
	struct pair p = new_pair(AF_INET);
	const struct destroy_target t = target_of(p.client, DIAG_TCP);
	int status, with = kernel_destroy_says();
	pid_t child = fork();
	if (child == 0) {
		if (geteuid() == 0 && (setgid(NOBODY) < 0 || setuid(NOBODY) < 0))
			_exit(255);
		_exit(-destroy(&t));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), with == -EOPNOTSUPP ? EOPNOTSUPP : EPERM);
	assert_true(is_alive(&p));
	close_pair(&p);
}

static void the_calls_stand_in_the_trace(void **state)
{
	(void)state;
	static const char *const names[] = {"socket", "sendto", "recvfrom", "close"};
	char id[64];
	struct pair p = new_pair(AF_INET);
	const struct destroy_target t = target_of(p.client, DIAG_TCP);
	struct waiter waiter = {0};
	struct run run = {.waiter = &waiter};
	assert_int_equal(trace_new(&run.trace), 0);
	destroy_socket(&run, &t);
	assert_int_equal(trace_count(run.trace), 4);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(trace_at(run.trace, i)->name, names[i]);
	const char *sent = trace_at(run.trace, 1)->arg[1];
	assert_non_null(strstr(sent, "nlmsg_type=SOCK_DESTROY"));
	snprintf(id, sizeof id, "idiag_cookie=[%u, %u]}}]", (uint32_t)t.cookie,
	    (uint32_t)(t.cookie >> 32));
	assert_non_null(strstr(sent, id));
	snprintf(id, sizeof id, "idiag_sport=htons(%u), ", ntohs(t.local.in.sin_port));
	assert_non_null(strstr(sent, id));
	assert_non_null(strstr(trace_at(run.trace, 2)->arg[1], "{error="));
	trace_free(run.trace);
	close_pair(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_connection_is_ended_as_the_kernel_says),
	    cmocka_unit_test(another_cookie_leaves_the_socket_alone),
	    cmocka_unit_test(a_cookie_that_means_any_is_never_sent),
	    cmocka_unit_test(a_listener_and_a_udp_socket_end_too),
	    cmocka_unit_test(families_without_the_call_say_so),
	    cmocka_unit_test(without_the_capability_it_is_denied),
	    cmocka_unit_test(the_calls_stand_in_the_trace),
	};
	return cmocka_run_group_tests_name("destroy", tests, NULL, NULL);
}
