/* Text to statements: what is refused, with which words, where, and within which bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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

static struct program *parsed(const char *text)
{
	struct program *p;
	struct value *exc;
	assert_int_equal(program_parse(text, strlen(text), "test.py", &p, &exc), 0);
	assert_null(exc);
	return p;
}

static void assert_source(const struct program *p, size_t i, int line, const char *text)
{
	size_t len;
	const char *source = program_source(p, i, &len);
	assert_int_equal(program_line(p, i), line);
	assert_int_equal(len, strlen(text));
	assert_memory_equal(source, text, len);
}

static void statements_have_their_lines(void **state)
{
	(void)state;
	struct program *p = parsed("a = 1; b = 2\n\n# words\nc = (1,\n  2)\r\ntry:\n\tx\n\n"
				   "except NameError:\n\tpass # no x\nd = 3");
	assert_int_equal(program_count(p), 5);
	assert_source(p, 0, 1, "a = 1; b = 2");
	assert_source(p, 1, 1, "a = 1; b = 2");
	assert_source(p, 2, 4, "c = (1,\n  2)");
	assert_source(p, 3, 6, "try:\n\tx\n\nexcept NameError:\n\tpass # no x");
	assert_source(p, 4, 11, "d = 3");
	program_free(p);
	p = parsed("\xef\xbb\xbf# only words\n");
	assert_int_equal(program_count(p), 0);
	program_free(p);
}

static void assert_refused(const char *text, const char *last_line)
{
	assert_string_equal(notation_say(&n, text), last_line);
}

static void what_is_lacking_is_named(void **state)
{
	(void)state;
	static const struct {
		const char *text, *what;
	} rows[] = {{"for x in y: pass", "for"}, {"while 1: pass", "while"},
	    {"def f(): pass", "def"}, {"class A: pass", "class"}, {"with a as b: pass", "with"},
	    {"lambda: 0", "lambda"}, {"[x for x in y]", "for"}, {"f'{a}'", "f-string"},
	    {"{1: 2}", "dict"}, {"x = {}", "dict"}, {"a += 1", "+="}, {"a if b else c", "if"},
	    {"if a: b", "if"}, {"raise x", "raise"}, {"return", "return"}, {"f(*a)", "*args"},
	    {"f(**a)", "**"}, {"2 ** 3", "**"}, {"(a := 1)", ":="}, {"@a", "@"},
	    {"global a", "global"}, {"yield", "yield"}, {"a: int = 1", "annotation"},
	    {"a = b = 1", "a = b = c"}, {"import a.b", "packages"}, {"from a import *", "import *"},
	    {"try: a\nfinally: b", "finally"}, {"a[0] = 1", "changing of items"},
	    {"import os", "os"}, {"3j", "complex numbers"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf b = {0};
		buf_printf(&b, "SyntaxError: sockpit notebooks have no '%s' (test.py, line %d)",
		    rows[i].what, strchr(rows[i].text, '\n') ? 2 : 1);
		assert_refused(rows[i].text, buf_text(&b));
		buf_free(&b);
	}
}

static void errors_are_worded_as_pythons(void **state)
{
	(void)state;
	static const struct {
		const char *text, *words;
	} rows[] = {{"x = = 1", "invalid syntax"}, {"a b", "invalid syntax"},
	    {"(1, 2", "'(' was never closed"}, {"x = [1,\ny = 2", "'[' was never closed"},
	    {"1)", "unmatched ')'"},
	    {"(]", "closing parenthesis ']' does not match opening parenthesis '('"},
	    {"'abc", "unterminated string literal (detected at line 1)"},
	    {"'''abc\n", "unterminated triple-quoted string literal (detected at line 2)"},
	    {"012", "leading zeros in decimal integer literals are not permitted; use an 0o prefix "
		    "for octal integers"},
	    {"1x", "invalid decimal literal"}, {"0xg", "invalid hexadecimal literal"},
	    {"b'\xc3\xa9'", "bytes can only contain ASCII literal characters"},
	    {"'a' b'b'", "cannot mix bytes and nonbytes literals"},
	    {"f(a=1, a=2)", "keyword argument repeated: a"},
	    {"f(a=1, 2)", "positional argument follows keyword argument"},
	    {"None = 1", "cannot assign to None"},
	    {"f() = 1",
		"cannot assign to function call here. Maybe you meant '==' instead of '='?"},
	    {"print 'a'", "Missing parentheses in call to 'print'. Did you mean print(...)?"},
	    {"\xe2\x80\x9c", "invalid character '\xe2\x80\x9c' (U+201C)"},
	    {"f(a b)", "invalid syntax. Perhaps you forgot a comma?"},
	    {"try: a", "expected 'except' block"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf b = {0};
		buf_printf(&b, "SyntaxError: %s (test.py, line 1)", rows[i].words);
		assert_refused(rows[i].text, buf_text(&b));
		buf_free(&b);
	}
}

static void indentation_is_checked(void **state)
{
	(void)state;
	assert_refused("  a", "IndentationError: unexpected indent (test.py, line 1)");
	assert_refused("try:\na",
	    "IndentationError: expected an indented block after 'try' statement on line 1 "
	    "(test.py, line 2)");
	assert_refused("try:\n   a\n b",
	    "IndentationError: unindent does not match any outer indentation level "
	    "(test.py, line 3)");
	assert_refused("try:\n\ta\n        b\n",
	    "TabError: inconsistent use of tabs and spaces in indentation (test.py, line 3)");
}

static void a_caret_stands_under_the_place(void **state)
{
	(void)state;
	const char *text = "\tx = 1\n";
	assert_string_equal(notation_show(&n, text + 1, strlen(text) - 1), "");
	text = "a = 1\nb = ('é', $)\n";
	assert_string_equal(notation_show(&n, text, strlen(text)),
	    "  File \"test.py\", line 2, column 11\n"
	    "    b = ('é', $)\n"
	    "              ^\n"
	    "SyntaxError: invalid syntax (test.py, line 2)\n");
	text = "a = pritn";
	assert_string_equal(notation_show(&n, text, strlen(text)),
	    "  File \"test.py\", line 1\n"
	    "    a = pritn\n"
	    "NameError: name 'pritn' is not defined. Did you mean: 'print'?\n");
	text = "a = 1\na.foo  # why\n";
	assert_string_equal(notation_show(&n, text, strlen(text)),
	    "  File \"test.py\", line 2\n"
	    "    a.foo  # why\n"
	    "AttributeError: 'int' object has no attribute 'foo'\n");
}

static void only_text_is_read(void **state)
{
	(void)state;
	assert_string_equal(notation_show(&n, "a = 1\nb\0c\n", 10),
	    "  File \"test.py\", line 2, column 2\n    b\xef\xbf\xbd"
	    "c\n     ^\n"
	    "SyntaxError: source code cannot contain null bytes (test.py, line 2)\n");
	assert_string_equal(notation_show(&n, "a = '\xff'", 7),
	    "  File \"test.py\", line 1, column 6\n    a = '\xef\xbf\xbd'\n         ^\n"
	    "SyntaxError: (unicode error) source code is not UTF-8 (test.py, line 1)\n");
}

/* text times times, then tail. */
static char *repeated(const char *head, const char *text, size_t times, const char *tail)
{
	struct buf b = {0};
	buf_str(&b, head);
	for (size_t i = 0; i < times; i++)
		buf_str(&b, text);
	buf_str(&b, tail);
	char *all = buf_take(&b);
	assert_non_null(all);
	return all;
}

static void assert_says(char *text, const char *said)
{
	assert_string_equal(notation_say(&n, text), said);
	free(text);
}

static void depth_is_bounded(void **state)
{
	(void)state;
	const char *brackets = "SyntaxError: too many nested parentheses (test.py, line 1)";
	const char *nested = "SyntaxError: too many nested expressions (test.py, line 1)";
	assert_says(repeated("", "(", 10000, ""), brackets);
	assert_says(repeated("", "[", 10000, ""), brackets);
	assert_says(repeated("", "f(", 10000, ""), nested);
	assert_says(repeated("", "-", 10000, "1"), nested);
	assert_says(repeated("", "not ", 10000, "1"), nested);
	char *closing = repeated("1", ")", 150, "");
	assert_says(repeated("", "(", 150, closing), "1");
	free(closing);
}

static void length_is_not(void **state)
{
	(void)state;
	assert_says(repeated("", "1+", 300000, "1"), "300001");
	assert_says(repeated("", "1 and ", 100000, "2"), "2");
	assert_says(repeated("'a'", "[0]", 100000, ""), "'a'");
	assert_says(repeated("len('", "x", 1000000, "')"), "1000000");
	assert_says(repeated("", "pass;", 100000, "3"), "3");
}

static void incomplete_texts_ask_for_more(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool more;
	} rows[] = {{"", false}, {"a", false}, {"f(", true}, {"f(1,\n2", true}, {"f(1,\n2)", false},
	    {"'''a", true}, {"'''a\n'''", false}, {"'a", false}, {"a = 1 + \\", true},
	    {"a = 1 + \\\n2", false}, {"try:", true}, {"try:\n  a", true},
	    {"try: a\nexcept: b", true}, {"try: a\nexcept: b\n", false}, {"try: a\n", false},
	    {"try: a\nexcept: b\n\nc", false}, {"a = 'try:'", false}, {"# (", false}, {"(]", false},
	    {"for x in y:", false}, {"x = 'a(' # b", false}, {"a\n(", true}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (notation_incomplete(rows[i].text, strlen(rows[i].text)) != rows[i].more)
			fail_msg("wrong about: %s", rows[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(statements_have_their_lines),
	    cmocka_unit_test_setup_teardown(what_is_lacking_is_named, setup, teardown),
	    cmocka_unit_test_setup_teardown(errors_are_worded_as_pythons, setup, teardown),
	    cmocka_unit_test_setup_teardown(indentation_is_checked, setup, teardown),
	    cmocka_unit_test_setup_teardown(a_caret_stands_under_the_place, setup, teardown),
	    cmocka_unit_test_setup_teardown(only_text_is_read, setup, teardown),
	    cmocka_unit_test_setup_teardown(depth_is_bounded, setup, teardown),
	    cmocka_unit_test_setup_teardown(length_is_not, setup, teardown),
	    cmocka_unit_test(incomplete_texts_ask_for_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
