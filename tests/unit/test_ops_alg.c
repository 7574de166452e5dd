/*
 * The control data that sendmsg_afalg() gives to the kernel. A kernel without AF_ALG makes no such
 * socket; so one of AF_UNIX is told to be one, and what sendmsg() is called with is looked at. It
 * is wrapped by the linker.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "tests/unit/ops_lines.h"

ssize_t __real_sendmsg(int fd, const struct msghdr *msg, int flags);
ssize_t __wrap_sendmsg(int fd, const struct msghdr *msg, int flags);

static unsigned char control[256]; /* of the last call */
static size_t control_len;
static int last_flags;

ssize_t __wrap_sendmsg(int fd, const struct msghdr *msg, int flags)
{
	control_len = msg->msg_controllen;
	assert_true(control_len <= sizeof control);
	memcpy(control, msg->msg_control, control_len);
	last_flags = flags;
	return __real_sendmsg(fd, msg, flags);
}

/* One control message: its length, level 279 (SOL_ALG) and type, then data up to a multiple of 8.
 */
#define HEAD(len, type) (len), 0, 0, 0, 0, 0, 0, 0, 0x17, 1, 0, 0, (type), 0, 0, 0
#define NUMBER(n) (n), 0, 0, 0, 0, 0, 0, 0
#define CHECK(...)                                                                                 \
	do {                                                                                       \
		static const unsigned char want[] = {__VA_ARGS__};                                 \
		assert_int_equal(control_len, sizeof want);                                        \
		assert_memory_equal(control, want, sizeof want);                                   \
	} while (0)

static void open_pair(struct lines *l)
{
	lines_init(l);
	lines_do(l, "a, b = socket.socketpair()");
	lines_do(l, "s = socket.socket(socket.AF_ALG, socket.SOCK_STREAM, 0, a.detach())");
}

static void only_what_is_given_is_told(void **state)
{
	struct lines l;
	(void)state;
	open_pair(&l);
	assert_string_equal(lines_say(&l, "s.sendmsg_afalg([b'abc'], op=5)"), "3");
	CHECK(HEAD(20, 3), NUMBER(5));
	assert_int_equal(last_flags, MSG_NOSIGNAL);
	lines_do(&l, "s.sendmsg_afalg(op=socket.ALG_OP_DECRYPT, assoclen=7)");
	CHECK(HEAD(20, 3), NUMBER(0), HEAD(20, 4), NUMBER(7));
	lines_do(&l, "s.sendmsg_afalg(op=1, iv=b'', flags=socket.MSG_MORE)");
	CHECK(HEAD(20, 3), NUMBER(1), HEAD(24, 2), NUMBER(0));
	assert_int_equal(last_flags, MSG_NOSIGNAL | MSG_MORE);
	lines_fini(&l);
}

static void all_of_it_in_its_order(void **state)
{
	struct lines l;
	(void)state;
	open_pair(&l);
	lines_do(&l, "s.sendmsg_afalg([b'x'], assoclen=2, iv=bytearray(b'12345'), op=1)");
	CHECK(HEAD(20, 3), NUMBER(1), HEAD(32, 2), 5, 0, 0, 0, '1', '2', '3', '4', '5', 0, 0, 0, 0,
	    0, 0, 0, HEAD(20, 4), NUMBER(2));
	assert_string_equal(lines_say(&l, "b.recv(9)"), "b'x'");
	lines_fini(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_what_is_given_is_told),
	    cmocka_unit_test(all_of_it_in_its_order),
	};
	return cmocka_run_group_tests_name("sendmsg_afalg", tests, NULL, NULL);
}
