/* clean: nothing that a terminal would obey, or not show, gets through. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/clean.h"

struct example {
	const char *in;
	const char *utf8, *ascii; /* ascii NULL: the same */
};

static const struct example examples[] = {
    {"", "", NULL},
    {"plain text ~", "plain text ~", NULL},
    {"a\nb\r\tc", "a\\nb\\r\\tc", NULL},
    {"\033]52;c;eA==\a", "\\x1b]52;c;eA==\\x07", NULL},
    {"\x7f", "\\x7f", NULL},
    {"\xc2\x9b"
     "31m",
	"\\x9b31m", NULL}, /* C1 as UTF-8 */
    {"\x9b"
     "31m",
	"\\x9b31m", NULL}, /* C1 raw */
    {"\xe2\x80\xae"
     "abc",
	"\\u202eabc", NULL},				    /* right-to-left override */
    {"\xe2\x81\xa6x\xe2\x81\xa9", "\\u2066x\\u2069", NULL}, /* isolates */
    {"\xe2\x80\x8b", "\\u200b", NULL},			    /* zero width space */
    {"\xef\xbb\xbf", "\\ufeff", NULL},
    {"\xc2\xad", "\\xad", NULL},	       /* soft hyphen */
    {"\xf3\xa0\x81\x81", "\\U000e0041", NULL}, /* tag */
    {"\xff\xfe", "\\xff\\xfe", NULL},
    {"\xc0\x80", "\\xc0\\x80", NULL},			/* overlong NUL */
    {"\xed\xa0\x80", "\\xed\\xa0\\x80", NULL},		/* surrogate */
    {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80", NULL}, /* past U+10FFFF */
    {"\xe4\xb8", "\\xe4\\xb8", NULL},			/* cut short */
    {"\xe4\xb8\xad\xc3\xa9", "\xe4\xb8\xad\xc3\xa9", "\\u4e2d\\xe9"},
    {"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80", "\\U0001f600"},
};

static void each_example_is_cleaned(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		const struct example *e = &examples[i];
		char *utf8 = clean_new(e->in, strlen(e->in), CLEAN_UTF8);
		char *ascii = clean_new(e->in, strlen(e->in), CLEAN_ASCII);
		assert_string_equal(utf8, e->utf8);
		assert_string_equal(ascii, e->ascii ? e->ascii : e->utf8);
		free(utf8);
		free(ascii);
	}
}

static void nul_bytes_are_shown(void **state)
{
	(void)state;
	char *text = clean_new("a\0b", 3, CLEAN_UTF8);
	assert_string_equal(text, "a\\x00b");
	free(text);
}

/* Whatever the bytes, the ASCII form is printable ASCII, and no control passes the other. */
static void no_control_passes(void **state)
{
	unsigned char all[512];
	(void)state;
	for (size_t i = 0; i < sizeof all; i++)
		all[i] = (unsigned char)(i * 167 + i / 256);
	char *ascii = clean_new((char *)all, sizeof all, CLEAN_ASCII);
	char *utf8 = clean_new((char *)all, sizeof all, CLEAN_UTF8);
	for (const char *s = ascii; *s; s++)
		assert_in_range((unsigned char)*s, 0x20, 0x7e);
	for (const char *s = utf8; *s; s++)
		assert_true((unsigned char)*s >= 0x20 && *s != 0x7f);
	free(ascii);
	free(utf8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_example_is_cleaned),
	    cmocka_unit_test(nul_bytes_are_shown),
	    cmocka_unit_test(no_control_passes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
