/*
 * diag where netlink(7) fails: what one list lacks is marked, and costs the others nothing.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>
#include <sys/socket.h>

#include <cmocka.h>
#include <libmnl/libmnl.h>

#include "core/observe/diag.h"
#include "tests/term/network.h"

/* The first answers fail so. */
static struct {
	int failures, errnum;
} plan;

ssize_t __real_mnl_socket_recvfrom(const struct mnl_socket *s, void *buf, size_t size);
ssize_t __wrap_mnl_socket_recvfrom(const struct mnl_socket *s, void *buf, size_t size);

ssize_t __wrap_mnl_socket_recvfrom(const struct mnl_socket *s, void *buf, size_t size)
{
	if (plan.failures == 0)
		return __real_mnl_socket_recvfrom(s, buf, size);
	plan.failures--;
	errno = plan.errnum;
	return -1;
}

/* TCP is asked first, once for each of its two families. */
static struct diag_snapshot *take(int failures, int errnum, int result)
{
	const struct diag_options options = {.protos = DIAG_BIT(DIAG_TCP) | DIAG_BIT(DIAG_UNIX)};
	struct diag_snapshot *s = NULL;
	struct diag *d;
	assert_int_equal(diag_new(&d), 0);
	plan.failures = failures;
	plan.errnum = errnum;
	assert_int_equal(diag_take(d, &options, &s), result);
	plan.failures = 0;
	diag_free(d);
	return s;
}

static size_t count(const struct diag_snapshot *s, enum diag_proto proto)
{
	size_t n = 0;
	for (size_t i = 0; i < s->count; i++)
		n += s->rows[i].proto == proto;
	return n;
}

static void expect(int failures, int errnum, unsigned partial, size_t tcp)
{
	struct diag_snapshot *s = take(failures, errnum, 0);
	assert_int_equal(s->partial, partial);
	assert_int_equal(s->missing, 0);
	assert_int_equal(count(s, DIAG_TCP), tcp);
	assert_true(count(s, DIAG_UNIX) >= 2);
	diag_snapshot_unref(s);
}

static void test_an_overrun_list_is_marked_and_the_others_are_whole(void **state)
{
	(void)state;
	expect(0, 0, 0, 1);
	expect(2, ENOBUFS, 0, 1);
	expect(3, ENOBUFS, DIAG_BIT(DIAG_TCP), 0);
}

static void test_a_list_that_the_kernel_has_not_is_read_as_text(void **state)
{
	(void)state;
	expect(1, EOPNOTSUPP, 0, 1);
	expect(1, EINVAL, 0, 1);
}

static void test_where_nothing_may_be_asked_that_is_told(void **state)
{
	(void)state;
	assert_null(take(1, EPERM, -EPERM));
}

/* A network of its own: one listener, and nobody else's. */
int main(void)
{
	int pair[2];
	network_leave();
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (listener < 0 || listen(listener, 1) < 0 ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return 1;
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_an_overrun_list_is_marked_and_the_others_are_whole),
	    cmocka_unit_test(test_a_list_that_the_kernel_has_not_is_read_as_text),
	    cmocka_unit_test(test_where_nothing_may_be_asked_that_is_told),
	};
	return cmocka_run_group_tests_name("diag where netlink fails", tests, NULL, NULL);
}
