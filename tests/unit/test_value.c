/* Values are counted exactly, print as CPython 3.11 prints them, and nest without bound. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/notation/compare.h"
#include "core/notation/op.h"
#include "core/notation/value.h"

static const struct enum_class family;
static const struct enum_class flags;

static const struct constant family_members[] = {
    {.name = "AF_UNIX", .value = 1, .of = &family},
    {.name = "AF_INET", .value = 2, .of = &family},
    {.name = "AF_ROUTE", .value = 16, .of = &family},
    {.name = "AF_NETLINK", .value = 16, .of = &family},
    {0},
};

static const struct constant flag_members[] = {
    {.name = "MSG_DONTWAIT", .value = 64, .of = &flags},
    {.name = "MSG_OOB", .value = 1, .of = &flags},
    {.name = "MSG_PEEK", .value = 2, .of = &flags},
    {0},
};

static const struct enum_class family = {.name = "AddressFamily", .members = family_members};
static const struct enum_class flags = {.name = "MsgFlag", .flags = 1, .members = flag_members};

/* Takes v. */
static void assert_prints(struct value *v, const char *repr, const char *str)
{
	struct buf r = {0}, s = {0};
	assert_non_null(v);
	assert_int_equal(value_repr(v, &r), 0);
	assert_int_equal(value_str_of(v, &s), 0);
	assert_string_equal(buf_text(&r), repr);
	assert_string_equal(buf_text(&s), str);
	buf_free(&r);
	buf_free(&s);
	value_unref(v);
}

static void numbers_print(void **state)
{
	(void)state;
	assert_prints(value_int(INT64_MIN), "-9223372036854775808", "-9223372036854775808");
	assert_prints(value_bool(true), "True", "True");
	assert_prints(value_none(), "None", "None");
	static const struct {
		double x;
		const char *repr;
	} rows[] = {{0.0, "0.0"}, {-0.0, "-0.0"}, {1.5, "1.5"}, {100000.0, "100000.0"},
	    {1e16, "1e+16"}, {123456789012345680.0, "1.2345678901234568e+17"}, {0.0001, "0.0001"},
	    {0.00001, "1e-05"}, {0.1 + 0.2, "0.30000000000000004"}, {5e-324, "5e-324"},
	    {1.7976931348623157e308, "1.7976931348623157e+308"}, {INFINITY, "inf"},
	    {-INFINITY, "-inf"}, {NAN, "nan"}, {9007199254740993.0, "9007199254740992.0"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_prints(value_float(rows[i].x), rows[i].repr, rows[i].repr);
}

static void enums_print_as_the_enum_module_does(void **state)
{
	(void)state;
	assert_prints(value_enum(2, &family), "<AddressFamily.AF_INET: 2>", "2");
	/* of two names the first in the alphabet; a number without a name is an int */
	assert_prints(value_enum(16, &family), "<AddressFamily.AF_NETLINK: 16>", "16");
	assert_prints(value_enum(99, &family), "99", "99");
	assert_prints(value_enum(66, &flags), "<MsgFlag.MSG_PEEK|MSG_DONTWAIT: 66>", "66");
	assert_prints(value_enum(0, &flags), "<MsgFlag: 0>", "0");
	assert_prints(value_enum(130, &flags), "<MsgFlag.MSG_PEEK|128: 130>", "130");
	assert_prints(value_enum(~2, &flags), "<MsgFlag.MSG_OOB|MSG_DONTWAIT|60: 125>", "125");
}

static void text_prints(void **state)
{
	(void)state;
	assert_prints(value_str("a'b"), "\"a'b\"", "a'b");
	assert_prints(value_str("a'b\""), "'a\\'b\"'", "a'b\"");
	assert_prints(value_str("\n\x01\x7f"), "'\\n\\x01\\x7f'", "\n\x01\x7f");
	assert_prints(value_str("é日"), "'é日'", "é日");
	assert_prints(value_str("\xe2\x80\xa8"), "'\\u2028'", "\xe2\x80\xa8");
	assert_prints(value_str("\xed\xa0\x80"), "'\\ud800'", "\xed\xa0\x80");
	assert_prints(value_bytes("\0a\xff'", 4), "b\"\\x00a\\xff'\"", "b\"\\x00a\\xff'\"");
}

static void sequences_print(void **state)
{
	(void)state;
	struct value *one[] = {value_enum(2, &family)};
	assert_prints(
	    value_tuple(1, one), "(<AddressFamily.AF_INET: 2>,)", "(<AddressFamily.AF_INET: 2>,)");
	assert_prints(value_tuple(0, NULL), "()", "()");
	struct value *two[] = {value_list(0, NULL), value_str("x")};
	assert_prints(value_list(2, two), "[[], 'x']", "[[], 'x']");
}

/* A value that tells when it is freed. */
struct told {
	struct value base;
	int *freed;
};

static void fini_told(struct value *v)
{
	++*((struct told *)v)->freed;
}

static const struct type type_told = {.name = "told", .fini = fini_told};

static struct value *told(int *freed)
{
	struct told *t = value_new(&type_told, sizeof *t);
	assert_non_null(t);
	t->freed = freed;
	return &t->base;
}

static void the_last_reference_frees(void **state)
{
	(void)state;
	int freed = 0;
	struct value *v = told(&freed);
	value_ref(v);
	value_unref(v);
	assert_int_equal(freed, 0);
	struct value *inner[] = {v, value_int(1000)};
	struct value *outer[] = {value_tuple(2, inner)};
	struct value *list = value_list(1, outer);
	assert_int_equal(freed, 0);
	value_unref(list);
	assert_int_equal(freed, 1);
	value_unref(NULL);
}

static void immortals_are_never_freed(void **state)
{
	(void)state;
	for (int i = 0; i < 10; i++) {
		value_unref(value_none());
		value_unref(value_bool(false));
		value_unref(value_int(256));
		value_unref(value_int(-5));
	}
	assert_ptr_equal(value_int(-5), value_int(-5));
	assert_int_equal(int_of(value_int(256)), 256);
	assert_int_equal(int_of(value_int(-5)), -5);
	for (int64_t i = -5; i <= 256; i++)
		assert_int_equal(int_of(value_int(i)), i);
}

#define DEEP 200000

static struct value *nested(int *freed)
{
	struct value *v = told(freed);
	for (int i = 0; i < DEEP; i++)
		v = i % 2 ? value_tuple(1, &v) : value_list(1, &v);
	assert_non_null(v);
	return v;
}

static void nesting_has_no_bound(void **state)
{
	(void)state;
	int freed = 0;
	struct value *a = nested(&freed), *b = nested(&freed);
	struct buf repr = {0};
	assert_int_equal(value_repr(a, &repr), 0);
	assert_true(repr.len > 2 * DEEP);
	assert_int_equal(value_difference(a, b), ORDER_DEEP);
	assert_int_equal(value_difference(a, a), ORDER_EQUAL);
	buf_free(&repr);
	value_unref(a);
	value_unref(b);
	assert_int_equal(freed, 2);
}

static void equality_is_pythons(void **state)
{
	(void)state;
	struct value *i = value_int(INT64_MAX), *f = value_float(0x1p63), *b = value_bytes("a", 1);
	struct value *s = value_str("a"), *e = value_enum(2, &family), *one = value_float(1.0);
	struct value *nan = value_float(NAN), *in[] = {value_ref(nan)}, *has = value_tuple(1, in);
	assert_false(value_equal(i, f));
	assert_false(value_equal(b, s));
	assert_true(value_equal(e, value_int(2)));
	assert_true(value_equal(value_bool(true), one));
	assert_false(value_equal(nan, nan));
	assert_true(value_equal(has, has));
	struct value *all[] = {i, f, b, s, e, one, nan, has};
	for (size_t n = 0; n < sizeof all / sizeof *all; n++)
		value_unref(all[n]);
}

static void room_is_zeroed_and_cut(void **state)
{
	(void)state;
	struct value *v = value_bytes_room(100);
	assert_non_null(v);
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(text_of(v)[i], 0);
	value_bytes_cut(v, 3);
	assert_int_equal(text_len(v), 3);
	value_bytes_cut(v, 50); /* never grows */
	assert_int_equal(text_len(v), 3);
	value_unref(v);
	assert_null(value_bytes_room(VALUE_BYTES_MAX + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_print),
	    cmocka_unit_test(enums_print_as_the_enum_module_does),
	    cmocka_unit_test(text_prints),
	    cmocka_unit_test(sequences_print),
	    cmocka_unit_test(the_last_reference_frees),
	    cmocka_unit_test(immortals_are_never_freed),
	    cmocka_unit_test(nesting_has_no_bound),
	    cmocka_unit_test(equality_is_pythons),
	    cmocka_unit_test(room_is_zeroed_and_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
