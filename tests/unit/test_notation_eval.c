/* Lines to effects: values, errors, names, blocks, and when a value is let go. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/notation/env.h"
#include "core/notation/exc.h"
#include "tests/unit/notation_lines.h"

static struct notation n;

static int setup(void **state)
{
	(void)state;
	notation_begin(&n);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	notation_end(&n);
	return 0;
}

struct row {
	const char *text, *says;
};

static void assert_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *said = notation_say(&n, rows[i].text);
		if (strcmp(said, rows[i].says) != 0)
			fail_msg("%s gives %s, not %s", rows[i].text, said, rows[i].says);
	}
}

#define ASSERT_ROWS(...)                                                                           \
	do {                                                                                       \
		static const struct row rows[] = {__VA_ARGS__};                                    \
		assert_rows(rows, sizeof rows / sizeof *rows);                                     \
	} while (0)

static void operators_bind_as_in_python(void **state)
{
	(void)state;
	ASSERT_ROWS({"1 + 2 * 3 - 4 / 2", "5.0"}, {"-2 * 3 + 4 % 3 // 2", "-6"},
	    {"1 | 2 ^ 3 & 4 << 1", "3"}, {"not 1 == 2 and 3", "3"}, {"0 or '' or []", "[]"},
	    {"1 < 2 < 3 == 3.0 != 4", "True"}, {"2 < 1 < 1 / 0", "False"}, {"1 or 1 / 0", "1"},
	    {"'b' in 'abc' not in (1, 2)", "True"}, {"- -+~1", "-2"},
	    {"(1,) + (2,) * 2", "(1, 2, 2)"},
	    {"'%s|%5.1f|%-4d|%#x' % ('a', 2.25, 7, 255)", "'a|  2.2|7   |0xff'"},
	    {"'abcdef'[4:0:-2] + 'abc'[-1]", "'ecc'"}, {"b'abc'[1], b'abc'[1:]", "(98, b'bc')"},
	    {"'日本語'[1:]", "'本語'"}, {"(1, (2, [3]))[1][1][0]", "3"});
}

static void division_has_pythons_signs(void **state)
{
	(void)state;
	ASSERT_ROWS({"-7 // 2, -7 % 2, 7 // -2, 7 % -2", "(-4, 1, -4, -1)"},
	    {"-7.5 // 2, -7.5 % 2", "(-4.0, 0.5)"},
	    {"5 // 0", "ZeroDivisionError: integer division or modulo by zero"},
	    {"5 % 0", "ZeroDivisionError: integer modulo by zero"},
	    {"5.0 / 0", "ZeroDivisionError: float division by zero"},
	    {"-9223372036854775808 % -1", "0"}, {"1 << -1", "ValueError: negative shift count"},
	    {"-1 >> 100", "-1"});
}

static void ints_have_64_bits_and_say_so(void **state)
{
	(void)state;
	ASSERT_ROWS({"9223372036854775807", "9223372036854775807"},
	    {"-9223372036854775808", "-9223372036854775808"},
	    {"9223372036854775807 + 1",
		"OverflowError: ints have 64 bits here: the result does not fit"},
	    {"1 << 63", "OverflowError: ints have 64 bits here: the result does not fit"},
	    {"-9223372036854775808 // -1",
		"OverflowError: ints have 64 bits here: the result does not fit"},
	    {"99999999999999999999",
		"OverflowError: Python int too large to convert: ints have 64 bits here"});
}

static void memory_is_bounded(void **state)
{
	(void)state;
	ASSERT_ROWS({"b'x' * (1 << 40)", "MemoryError"}, {"'x' * (1 << 62)", "MemoryError"},
	    {"(1, 2) * (1 << 40)", "MemoryError"}, {"bytes(1 << 40)", "MemoryError"},
	    {"'%99999999999d' % 1", "MemoryError"}, {"len(b'x' * 1000000)", "1000000"});
}

static void names_are_bound_and_not(void **state)
{
	(void)state;
	ASSERT_ROWS({"a", "NameError: name 'a' is not defined"},
	    {"a = 1; b, c = 2, 3; (a, b, c)", "(1, 2, 3)"}, {"a, b = b, a; (a, b)", "(2, 1)"},
	    {"[a, b] = 'xy'; a + b", "'xy'"}, {"del a, b; b", "NameError: name 'b' is not defined"},
	    {"del a", "NameError: name 'a' is not defined"}, {"print = 5; print", "5"},
	    {"del print; print", "<built-in function print>"},
	    {"a, b = 1, 2, 3", "ValueError: too many values to unpack (expected 2)"},
	    {"a, b = 1,", "ValueError: not enough values to unpack (expected 2, got 1)"},
	    {"a, b = 5", "TypeError: cannot unpack non-iterable int object"});
}

static void imports_bind(void **state)
{
	(void)state;
	ASSERT_ROWS({"time", "NameError: name 'time' is not defined"},
	    {"import time, errno as e; e.EPERM", "1"},
	    {"from errno import (EPERM as P, ENOENT,); (P, ENOENT)", "(1, 2)"},
	    {"from errno import EFOO",
		"ImportError: cannot import name 'EFOO' from 'errno' (unknown location)"},
	    {"errno.EFOO", "NameError: name 'errno' is not defined"},
	    {"e.nothing_like_it",
		"AttributeError: module 'errno' has no attribute 'nothing_like_it'"},
	    {"e.errorcode[111], 111 in e.errorcode, 9999 in e.errorcode",
		"('ECONNREFUSED', True, False)"});
}

static void errors_are_caught_by_class(void **state)
{
	(void)state;
	ASSERT_ROWS({"try: 1 / 0\nexcept ValueError: x = 1\nexcept (LookupError, ArithmeticError) "
		     "as e: x = repr(e)\nx",
			"\"ZeroDivisionError('division by zero')\""},
	    {"e", "NameError: name 'e' is not defined"},
	    {"try:\n a\nexcept NameError as e:\n x = e.args; y = type(e).__name__\n\nx, y",
		"((\"name 'a' is not defined\",), 'NameError')"},
	    {"try: open('/nonexistent')\nexcept IOError as e: x = e.errno, e.strerror, e.filename, "
	     "str(e)\nx",
		"(2, 'No such file or directory', '/nonexistent', \"[Errno 2] No such file or "
		"directory: '/nonexistent'\")"},
	    {"try: 1 / 0\nexcept ValueError: pass", "ZeroDivisionError: division by zero"},
	    {"try: 1 / 0\nexcept: b", "NameError: name 'b' is not defined"},
	    {"try: 1 / 0\nexcept len: pass", "TypeError: catching classes that do not inherit from "
					     "BaseException is not allowed"},
	    {"try: quit(3)\nexcept Exception: pass", "SystemExit: 3"}, {"assert 1 == 1, 1 / 0", ""},
	    {"assert 1 == 2, (1, 2)", "AssertionError: (1, 2)"}, {"assert 0", "AssertionError"});
}

static void calls_are_checked_with_words_that_help(void **state)
{
	(void)state;
	ASSERT_ROWS({"len()", "TypeError: len(obj) needs obj"},
	    {"len(1, 2)", "TypeError: len(obj) takes 1 argument by position, not 2"},
	    {"len(obj=1)", "TypeError: len(obj) takes no keywords: leave out obj"},
	    {"'a'.encode(foo=1)",
		"TypeError: encode(encoding='utf-8', errors='strict') has no argument foo"},
	    {"'a'.encode('ascii', encoding='x')",
		"TypeError: encode(encoding='utf-8', errors='strict') got twice: encoding"},
	    {"5()", "TypeError: a value of type int cannot be called: are the parentheses too "
		    "many, or a comma missing?"},
	    {"'a' + b'b'", "TypeError: unsupported operand types for +: 'str' and 'bytes': "
			   "text.encode() makes bytes, data.decode() makes str"});
}

static void codecs_word_errors_as_cpython(void **state)
{
	(void)state;
	ASSERT_ROWS(
	    {"'aé'.encode('ascii')", "UnicodeEncodeError: 'ascii' codec can't encode character "
				     "'\\xe9' in position 1: ordinal not in range(128)"},
	    {"b'a\\xff'.decode()", "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in "
				   "position 1: invalid start byte"},
	    {"b'\\xe2\\x82'.decode()", "UnicodeDecodeError: 'utf-8' codec can't decode bytes in "
				       "position 0-1: unexpected end of data"},
	    {"b'a\\xffb'.decode(errors='replace')", "'a\xef\xbf\xbd"
						    "b'"},
	    {"'é'.encode('latin-1')", "b'\\xe9'"},
	    {"b'\\xe9'.decode('foo')", "LookupError: unknown encoding: foo"},
	    {"bytes.fromhex('0f F0').hex(':')", "'0f:f0'"},
	    {"bytes.fromhex('0g')",
		"ValueError: non-hexadecimal number found in fromhex() arg at position 1"});
}

static void structs_are_packed_as_cpython_does(void **state)
{
	(void)state;
	ASSERT_ROWS({"import struct", ""},
	    {"struct.pack('!HI2sx?', 1, 2, b'abc', 5)",
		"b'\\x00\\x01\\x00\\x00\\x00\\x02ab\\x00\\x01'"},
	    {"struct.unpack('<hQ', b'\\xff\\xff\\1\\0\\0\\0\\0\\0\\0\\0')", "(-1, 1)"},
	    {"struct.calcsize('bi'), struct.calcsize('!bi')", "(8, 5)"},
	    {"struct.pack('!H', 70000)", "struct.error: 'H' format requires 0 <= number <= 65535"},
	    {"struct.pack('ii', 1)", "struct.error: pack expected 2 items for packing (got 1)"},
	    {"struct.unpack('!I', b'abc')", "struct.error: unpack requires a buffer of 4 bytes"},
	    {"struct.pack('y')", "struct.error: bad char in struct format"});
}

static void print_writes_once_and_ends_as_told(void **state)
{
	(void)state;
	notation_say(&n, "print(1, 'a', b'a', (1.5,), sep='-', end='!')\nprint()\nprint(end='')");
	assert_string_equal(buf_text(&n.out), "1-a-b'a'-(1.5,)!\n");
	ASSERT_ROWS({"print('\\ud800')", "UnicodeEncodeError: 'utf-8' codec can't encode character "
					 "'\\ud800' in position 0: surrogates not allowed"},
	    {"print(sep=1)", "TypeError: print(): sep is a str or None, not int"});
}

/* ---- when values are let go ---- */

struct told {
	struct value base;
	int *freed;
};

static void fini_told(struct value *v)
{
	++*((struct told *)v)->freed;
}

static const struct type type_told = {.name = "told", .fini = fini_told};

static void bind_told(const char *name, int *freed)
{
	struct told *t = value_new(&type_told, sizeof *t);
	assert_non_null(t);
	t->freed = freed;
	assert_int_equal(env_set(n.run.env, name, &t->base), 0);
	value_unref(&t->base);
}

static void assert_freed_by(const char *text, int before_last_line)
{
	int freed = 0;
	bind_told("v", &freed);
	notation_say(&n, text);
	assert_int_equal(freed, before_last_line);
	env_del(n.run.env, "v");
	env_del(n.run.env, "w");
	assert_int_equal(freed, 1);
}

static void values_go_with_their_last_name(void **state)
{
	(void)state;
	assert_freed_by("v", 0);
	assert_freed_by("del v", 1);
	assert_freed_by("v = 1", 1);
	assert_freed_by("w = v; del v", 0);
	assert_freed_by("w = [v]; del v; w = w[0]; w = 1", 1);
	assert_freed_by("(v, v) == (v, v); len([v, v]); v is v; v and v", 0);
	assert_freed_by("w = v,; del v; w.foo", 0);
	assert_freed_by("w = (v,); v = 1; w = len(w)", 1);
	assert_freed_by("v = (v, 1 / 0)", 0);
	assert_freed_by("v, w = 1, 2", 1);
	assert_freed_by("try: v.foo\nexcept AttributeError as w: del v", 1);
}

static void a_line_of_its_own_commits_what_it_changed(void **state)
{
	(void)state;
	struct env *own;
	assert_int_equal(env_new(&own), 0);
	notation_say(&n, "a = 1; b = 2; c = 3");
	env_seed(own, "a", env_get(n.run.env, "a"));
	env_seed(own, "b", env_get(n.run.env, "b"));
	struct env *names = n.run.env;
	n.run.env = own;
	notation_say(&n, "del a; d = b + 40");
	assert_string_equal(notation_say(&n, "c"), "NameError: name 'c' is not defined");
	n.run.env = names;
	assert_int_equal(env_commit(own, names), 0);
	env_free(own);
	assert_string_equal(notation_say(&n, "b, c, d"), "(2, 3, 42)");
	assert_string_equal(notation_say(&n, "a"), "NameError: name 'a' is not defined");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(operators_bind_as_in_python),
	    TEST(division_has_pythons_signs),
	    TEST(ints_have_64_bits_and_say_so),
	    TEST(memory_is_bounded),
	    TEST(names_are_bound_and_not),
	    TEST(imports_bind),
	    TEST(errors_are_caught_by_class),
	    TEST(calls_are_checked_with_words_that_help),
	    TEST(codecs_word_errors_as_cpython),
	    TEST(structs_are_packed_as_cpython_does),
	    TEST(print_writes_once_and_ends_as_told),
	    TEST(values_go_with_their_last_name),
	    TEST(a_line_of_its_own_commits_what_it_changed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
