/* address: text, Python's values and sockaddrs say the same. */
#include <arpa/inet.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/notation/exc.h"
#include "core/notation/run.h"
#include "core/ops/address.h"

static void text_goes_there_and_back(void **state)
{
	static const char *const texts[] = {
	    "127.0.0.1:9000",
	    "0.0.0.0:0",
	    "255.255.255.255:65535",
	    "[::1]:9000",
	    "[::]:80",
	    "[::ffff:1.2.3.4]:1",
	    "unix:/tmp/x",
	    "unix:relative",
	    "unix:@abstract",
	};
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct address a;
		const char *why = NULL;
		char text[ADDRESS_TEXT_MAX];
		assert_int_equal(address_parse(texts[i], &a, &why), 0);
		size_t len = address_format(&a.sa, a.len, text, sizeof text);
		assert_int_equal(len, strlen(text));
		assert_string_equal(text, texts[i]);
	}
}

static void no_host_is_this_machine_only(void **state)
{
	struct address a;
	const char *why;
	char text[ADDRESS_TEXT_MAX];
	(void)state;
	assert_int_equal(address_parse(":9000", &a, &why), 0);
	address_format(&a.sa, a.len, text, sizeof text);
	assert_string_equal(text, "127.0.0.1:9000");
	assert_false(address_is_wildcard(&a));
	assert_int_equal(address_parse("0.0.0.0:1", &a, &why), 0);
	assert_true(address_is_wildcard(&a));
	assert_int_equal(address_parse("[::]:1", &a, &why), 0);
	assert_true(address_is_wildcard(&a));
	assert_int_equal(address_port(&a), 1);
	assert_int_equal(address_parse("[::ffff:0.0.0.0]:1", &a, &why), 0);
	assert_true(address_is_wildcard(&a));
	assert_int_equal(address_parse("*:9000", &a, &why), 0);
	address_format(&a.sa, a.len, text, sizeof text);
	assert_string_equal(text, "127.0.0.1:9000");
}

static void bad_text_is_refused_with_a_reason(void **state)
{
	static const struct {
		const char *text;
		int error;
	} bad[] = {
	    {"", -EINVAL},
	    {"127.0.0.1", -EINVAL},
	    {"127.0.0.1:", -EINVAL},
	    {"127.0.0.1:65536", -EINVAL},
	    {"127.0.0.1:-1", -EINVAL},
	    {"127.0.0.1:9x", -EINVAL},
	    {"127.0.0.1:99999999999999999999", -EINVAL},
	    {"::1:9000", -EINVAL},
	    {"[::1]", -EINVAL},
	    {"[::1]9000", -EINVAL},
	    {"[::1:9000", -EINVAL},
	    {"[]:9000", -EHOSTUNREACH},
	    {"[*]:9000", -EHOSTUNREACH},
	    {"[127.0.0.1]:9000", -EHOSTUNREACH},
	    {"no host:1", -EHOSTUNREACH},
	    {"unix:", -EINVAL},
	    {"unix:@", -EINVAL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct address a;
		const char *why = NULL;
		assert_int_equal(address_parse(bad[i].text, &a, &why), bad[i].error);
		assert_non_null(why);
	}
}

static void unix_paths_have_their_limit(void **state)
{
	char text[160] = "unix:";
	struct address a;
	const char *why;
	(void)state;
	memset(text + 5, 'x', 107);
	assert_int_equal(address_parse(text, &a, &why), 0);
	assert_int_equal(a.len, 110);
	text[5 + 107] = 'x';
	assert_int_equal(address_parse(text, &a, &why), -ENAMETOOLONG);
}

static void what_does_not_print_is_escaped(void **state)
{
	struct address a = {.un = {.sun_family = AF_UNIX, .sun_path = "\0a\033[2J"}};
	char text[ADDRESS_TEXT_MAX];
	(void)state;
	a.len = offsetof(struct sockaddr_un, sun_path) + 6;
	address_format(&a.sa, a.len, text, sizeof text);
	assert_string_equal(text, "unix:@a\\x1b[2J");
	assert_int_equal(address_format(&a.sa, 0, text, sizeof text), 0);
	assert_string_equal(text, "");
	address_format(&a.sa, 2, text, sizeof text);
	assert_string_equal(text, "unix:");
}

static void text_is_cut_to_its_room(void **state)
{
	struct address a;
	const char *why;
	char text[8];
	(void)state;
	assert_int_equal(address_parse("127.0.0.1:9000", &a, &why), 0);
	assert_int_equal(address_format(&a.sa, a.len, text, sizeof text), 7);
	assert_string_equal(text, "127.0.0");
}

/* Each value as Python has it, through the sockaddr and back. */
static void values_go_there_and_back(void **state)
{
	struct waiter waiter = {0};
	struct run run = {.waiter = &waiter};
	struct value *host[] = {value_str("::1"), value_int(80), value_int(3), value_int(1)};
	struct value *v = value_tuple(4, host), *back = NULL;
	struct address a;
	(void)state;
	assert_int_equal(address_from_value(&run, "connect", AF_INET6, -1, v, &a), 0);
	assert_int_equal(a.len, 28);
	assert_int_equal(ntohl(a.in6.sin6_flowinfo), 3);
	assert_int_equal(address_to_value(&run, -1, &a, &back), 0);
	assert_true(value_equal(v, back));
	value_unref(v);
	value_unref(back);
}

/* A path that is not UTF-8 is a str with lone surrogates (PEP 383). */
static void paths_are_bytes(void **state)
{
	struct waiter waiter = {0};
	struct run run = {.waiter = &waiter};
	struct value *bytes = value_bytes("/tmp/\xff\xe4", 7), *text = NULL;
	struct address a, b;
	(void)state;
	assert_int_equal(address_from_value(&run, "bind", AF_UNIX, -1, bytes, &a), 0);
	assert_int_equal(a.len, 2 + 7 + 1);
	assert_int_equal(address_to_value(&run, -1, &a, &text), 0);
	assert_ptr_equal(text->type, &type_str);
	assert_int_equal(address_from_value(&run, "bind", AF_UNIX, -1, text, &b), 0);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(&a.un, &b.un, a.len);
	value_unref(bytes);
	value_unref(text);
}

static void hosts_are_read_as_python_reads_them(void **state)
{
	struct waiter waiter = {0};
	struct run run = {.waiter = &waiter};
	struct address a;
	(void)state;
	assert_int_equal(address_from_host(&run, "", AF_INET, &a), 0);
	assert_true(address_is_wildcard(&a));
	assert_int_equal(address_from_host(&run, "<broadcast>", AF_INET, &a), 0);
	assert_int_equal(a.in.sin_addr.s_addr, INADDR_BROADCAST);
	assert_true(address_from_host(&run, "<broadcast>", AF_INET6, &a) < 0);
	assert_true(exc_match(run.exc, &exc_OSError));
	value_unref(run.exc);
	run.exc = NULL;
	assert_true(address_from_host(&run, "127.0.0.1", AF_INET6, &a) < 0);
	assert_true(exc_match(run.exc, &exc_gaierror));
	value_unref(run.exc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text_goes_there_and_back),
	    cmocka_unit_test(no_host_is_this_machine_only),
	    cmocka_unit_test(bad_text_is_refused_with_a_reason),
	    cmocka_unit_test(unix_paths_have_their_limit),
	    cmocka_unit_test(what_does_not_print_is_escaped),
	    cmocka_unit_test(text_is_cut_to_its_room),
	    cmocka_unit_test(values_go_there_and_back),
	    cmocka_unit_test(paths_are_bytes),
	    cmocka_unit_test(hosts_are_read_as_python_reads_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
