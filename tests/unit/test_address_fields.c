/* Nobody listens on all addresses by accident: what the forms write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "views/address_fields.h"

static void expect_written(int family, const char *host, const char *port, const char *text)
{
	struct buf b = {0};
	address_write(family, host, port, &b);
	assert_string_equal(buf_text(&b), text);
	buf_free(&b);
}

static void no_host_is_this_machine_alone(void **state)
{
	static const char *const none[] = {"", "*", "''", "\"\""};
	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		struct buf c = {0};
		expect_written(AF_INET, none[i], "", "(\"127.0.0.1\", 0)");
		expect_written(AF_INET6, none[i], "80", "(\"::1\", 80)");
		address_write_c(AF_INET, none[i], "80", &c);
		assert_string_equal(buf_text(&c), "{AF_INET, htons(80), \"127.0.0.1\"}");
		buf_free(&c);
		assert_false(address_host_is_wildcard(none[i]));
		assert_false(address_host_is_wildcard(address_host(none[i], AF_INET)));
	}
}

static void a_wildcard_is_known_however_it_is_written(void **state)
{
	static const char *const any[] = {
	    "0.0.0.0", "0", "0.0", "0x0", "00", "::", "::0", "0::", "0:0::0:0", "::ffff:0.0.0.0"};
	static const char *const one[] = {
	    "127.0.0.1", "0.0.0.1", "::1", "::ffff:127.0.0.1", "localhost", "0.0.0.0.0", "no host"};
	(void)state;
	for (size_t i = 0; i < sizeof any / sizeof *any; i++)
		assert_true(address_host_is_wildcard(any[i]));
	for (size_t i = 0; i < sizeof one / sizeof *one; i++)
		assert_false(address_host_is_wildcard(one[i]));
	expect_written(AF_INET, "0.0.0.0", "9000", "(\"0.0.0.0\", 9000)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_host_is_this_machine_alone),
	    cmocka_unit_test(a_wildcard_is_known_however_it_is_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
