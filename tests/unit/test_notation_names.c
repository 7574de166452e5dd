/* What can be asked of a line before it runs: its names, whether it may wait, how it goes on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/notation_lines.h"

static int add_word(void *ctx, const char *word)
{
	struct buf *b = ctx;
	return buf_printf(b, "%s%s", b->len ? " " : "", word);
}

static struct program *parsed(const char *text)
{
	struct program *p;
	struct value *exc;
	assert_int_equal(program_parse(text, strlen(text), "test.py", &p, &exc), 0);
	return p;
}

static void assert_names(const char *text, const char *reads, const char *binds)
{
	struct program *p = parsed(text);
	struct buf r = {0}, b = {0};
	assert_int_equal(program_reads(p, 0, add_word, &r), 0);
	assert_int_equal(program_binds(p, 0, add_word, &b), 0);
	assert_string_equal(buf_text(&r), reads);
	assert_string_equal(buf_text(&b), binds);
	buf_free(&r);
	buf_free(&b);
	program_free(p);
}

static void names_read_and_bound_are_told(void **state)
{
	(void)state;
	assert_names("f(a, b=c)[d].e", "f a c d", "");
	assert_names("x, y = z", "z", "x y");
	assert_names("s.timeout = t + 1", "t s", "");
	assert_names("del a, b", "a b", "a b");
	assert_names("assert a, b", "a b", "");
	assert_names("import m as n, k", "", "n k");
	assert_names("from m import a as b, c", "", "b c");
	assert_names("try:\n a = b\nexcept C as d:\n e", "b C e", "a d");
	assert_names("'a' < b[c:d:2] is not None", "b c d", "");
}

static int stop_at_second(void *ctx, const char *word)
{
	(void)word;
	return ++*(int *)ctx == 2 ? 7 : 0;
}

static void a_visit_can_be_stopped(void **state)
{
	(void)state;
	int seen = 0;
	struct program *p = parsed("a + b + c");
	assert_int_equal(program_reads(p, 0, stop_at_second, &seen), 7);
	assert_int_equal(seen, 2);
	program_free(p);
}

static void assert_may_wait(const char *text, bool may)
{
	struct program *p = parsed(text);
	if (program_blocks(p, 0, notation_modules) != may)
		fail_msg("wrong about: %s", text);
	program_free(p);
}

static void rows_tell_what_may_wait(void **state)
{
	(void)state;
	assert_may_wait("time.sleep(1)", true);
	assert_may_wait("x = (1, [time.sleep(1)])", true);
	assert_may_wait("print(len(a[time.sleep(0):]), end='')", true);
	assert_may_wait("try: pass\nexcept OSError: sleep(1)", true);
	assert_may_wait("assert 1, sleep(1)", true);
	assert_may_wait("f = open('x')", true);
	assert_may_wait("f(1)", true); /* nobody knows what f holds */
	assert_may_wait("(a or b)(1)", true);
	assert_may_wait("time.monotonic()", false);
	assert_may_wait("print(len(str(1)), struct.pack('b', 1))", false);
	assert_may_wait("sleep", false);
	assert_may_wait("x = y.foo", false);
}

static int add_completion(void *ctx, const char *word, size_t typed)
{
	return buf_printf(ctx, "%s:%zu ", word, typed);
}

static void assert_offers(struct notation *n, const char *text, const char *words)
{
	struct buf b = {0};
	notation_complete(&n->run, text, strlen(text), add_completion, &b);
	if (strcmp(buf_text(&b), words) != 0)
		fail_msg("%s offers %s, not %s", text, buf_text(&b), words);
	buf_free(&b);
}

static void words_are_offered_where_they_can_stand(void **state)
{
	(void)state;
	struct notation n;
	notation_begin(&n);
	notation_say(&n, "import time, struct; alpha = 1; data = b'x'; f = data.hex; "
			 "buf = bytearray(1); view = memoryview(buf)");
	assert_offers(&n, "al", "alpha:2 ");
	assert_offers(&n, "x = al", "alpha:2 ");
	assert_offers(&n, "print(al", "alpha:2 ");
	assert_offers(&n, "time.", "sleep:0 monotonic:0 time:0 ");
	assert_offers(&n, "time.mo", "monotonic:2 ");
	assert_offers(&n, "data.", "decode:0 hex:0 ");
	assert_offers(&n, "bytes.", "fromhex:0 ");
	assert_offers(&n, "buf.", "decode:0 hex:0 ");
	assert_offers(&n, "view.", "tobytes:0 ");
	assert_offers(&n, "alpha.", "");
	assert_offers(&n, "data.hex(by", "bytes_per_sep=:2 bytes:2 bytearray:2 ");
	assert_offers(&n, "f(se", "sep=:2 ");
	assert_offers(&n, "print(1, se", "sep=:2 ");
	assert_offers(&n, "import ti", "time:2 ");
	assert_offers(&n, "import time, er", "errno:2 ");
	assert_offers(&n, "from st", "struct:2 ");
	assert_offers(&n, "from struct i", "import:1 ");
	assert_offers(&n, "from struct import calc", "calcsize:4 ");
	assert_offers(&n, "from struct import pack, un", "unpack:2 ");
	assert_offers(&n, "'al", "");
	assert_offers(&n, "x # al", "");
	assert_offers(&n, "a\nal", "alpha:2 ");
	assert_offers(&n, "nothing.", "");
	assert_offers(&n, "a.b.c.", "");
	notation_end(&n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_read_and_bound_are_told),
	    cmocka_unit_test(a_visit_can_be_stopped),
	    cmocka_unit_test(rows_tell_what_may_wait),
	    cmocka_unit_test(words_are_offered_where_they_can_stand),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
