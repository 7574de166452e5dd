/* lesson: what is read and what is run, told apart; and the lessons that come with the program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/buf.h"
#include "core/lesson.h"
#include "core/modules.h"
#include "core/notation/exc.h"
#include "views/lesson_texts.h"

static struct lesson *parse(const char *text)
{
	struct lesson *l;
	struct value *exc = NULL;
	int r = lesson_parse(text, strlen(text), "demo.py", modules_importable(), &l, &exc);
	assert_int_equal(r, 0);
	assert_null(exc);
	return l;
}

static void tells_text_from_steps(void **state)
{
	(void)state;
	struct lesson *l = parse("# Title\n#\n# Read\n# this.\nimport socket\n\n# Part two.\n"
				 "s = socket.socket()\ns.close()\n\n# The end.\n");
	assert_string_equal(l->title, "Title");
	assert_int_equal(l->nparts, 3);
	assert_string_equal(l->part[0].text, "Read this.");
	assert_int_equal(l->part[0].count, 1);
	assert_false(l->part[0].apart);
	assert_string_equal(l->part[1].text, "Part two.");
	assert_int_equal(l->part[1].first, 1);
	assert_int_equal(l->part[1].count, 2);
	assert_true(l->part[1].apart);
	assert_string_equal(l->part[2].text, "The end.");
	assert_int_equal(l->part[2].first, 3);
	assert_int_equal(l->part[2].count, 0);
	assert_int_equal(l->nsteps, 3);
	assert_string_equal(l->step[1].text, "s = socket.socket()");
	assert_int_equal(l->step[1].line, 8);
	lesson_free(l);
}

static void keeps_paragraphs_lists_and_what_is_indented(void **state)
{
	(void)state;
	struct lesson *l =
	    parse("#!/usr/bin/env python3\n#Title\n# one\n# more\n#\n# two\n\n# three\n"
		  "#     as it\n#      stands\n# four\npass\n");
	assert_string_equal(l->title, "Title");
	assert_string_equal(
	    l->part[0].text, "one more\n\ntwo\n\nthree\n    as it\n     stands\nfour");
	lesson_free(l);
}

static void takes_a_block_and_a_shared_line_as_one_step(void **state)
{
	(void)state;
	static const char block[] =
	    "try:\n    # inside\n    a = 1\n\nexcept OSError as e:\n    pass";
	char text[256];
	snprintf(text, sizeof text, "x = 1; y = 2  # both\n%s\n# after\nz = (1,\n  # in it\n 2)\n",
	    block);
	struct lesson *l = parse(text);
	assert_string_equal(l->title, "");
	assert_int_equal(l->nsteps, 3);
	assert_string_equal(l->step[0].text, "x = 1; y = 2  # both");
	assert_string_equal(l->step[1].text, block);
	assert_string_equal(l->step[2].text, "z = (1,\n  # in it\n 2)");
	assert_int_equal(l->nparts, 2);
	assert_string_equal(l->part[1].text, "after");
	lesson_free(l);
}

static void takes_what_has_no_text_or_no_steps(void **state)
{
	(void)state;
	struct lesson *l = parse("a = 1\r\nb = 2");
	assert_int_equal(l->nparts, 1);
	assert_int_equal(l->nsteps, 2);
	assert_string_equal(l->part[0].text, "");
	assert_string_equal(l->step[0].text, "a = 1");
	lesson_free(l);
	l = parse("# only words");
	assert_string_equal(l->title, "only words");
	assert_int_equal(l->nsteps, 0);
	lesson_free(l);
	l = parse("");
	assert_int_equal(l->nsteps, 0);
	assert_int_equal(l->nparts, 1);
	lesson_free(l);
}

static void refuses_what_is_no_notebook_and_says_where(void **state)
{
	(void)state;
	static const struct {
		const char *text, *words;
	} bad[] = {
	    {"a = 1\nfor x in y:\n  pass\n", "sockpit notebooks have no 'for' (demo.py, line 2)"},
	    {"# text\nimport os\n", "sockpit notebooks have no 'os' (demo.py, line 2)"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct lesson *l;
		struct value *exc = NULL;
		struct buf words = {0};
		assert_true(lesson_parse(bad[i].text, strlen(bad[i].text), "demo.py",
				modules_importable(), &l, &exc) < 0);
		assert_null(l);
		exc_format(exc, &words);
		assert_non_null(strstr(buf_text(&words), bad[i].words));
		buf_free(&words);
		value_unref(exc);
	}
}

static int add(void *ctx, const char *name)
{
	return buf_printf(ctx, "%s ", name);
}

static void knows_the_names_of_a_step(void **state)
{
	(void)state;
	struct buf reads = {0}, binds = {0};
	struct lesson *l = parse("conn, addr = srv.accept(); n = conn.send(data)\ndel n\n");
	lesson_reads(l, 0, add, &reads);
	lesson_binds(l, 0, add, &binds);
	assert_non_null(strstr(buf_text(&reads), "srv "));
	assert_non_null(strstr(buf_text(&reads), "data "));
	assert_string_equal(buf_text(&binds), "conn addr n ");
	buf_clear(&binds);
	lesson_binds(l, 1, add, &binds);
	assert_string_equal(buf_text(&binds), "n ");
	buf_free(&reads);
	buf_free(&binds);
	lesson_free(l);
}

/* Each says what to watch, and ends with a question and its answer. */
static void comes_with_lessons_that_ask_and_answer(void **state)
{
	(void)state;
	assert_true(lesson_texts_count >= 6);
	for (size_t i = 0; i < lesson_texts_count; i++) {
		struct lesson *l = parse(lesson_texts[i].text);
		assert_string_not_equal(l->title, "");
		assert_non_null(strstr(l->part[0].text, "Watch "));
		assert_true(l->nsteps >= 10);
		assert_true(l->nparts >= 3);
		const struct lesson_part *last = &l->part[l->nparts - 1];
		assert_int_equal(last->count, 0);
		assert_int_equal(strncmp(last->text, "Answer: ", 8), 0);
		assert_int_equal(strncmp(last[-1].text, "Question: ", 10), 0);
		lesson_free(l);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tells_text_from_steps),
	    cmocka_unit_test(keeps_paragraphs_lists_and_what_is_indented),
	    cmocka_unit_test(takes_a_block_and_a_shared_line_as_one_step),
	    cmocka_unit_test(takes_what_has_no_text_or_no_steps),
	    cmocka_unit_test(refuses_what_is_no_notebook_and_says_where),
	    cmocka_unit_test(knows_the_names_of_a_step),
	    cmocka_unit_test(comes_with_lessons_that_ask_and_answer),
	};
	return cmocka_run_group_tests_name("lesson", tests, NULL, NULL);
}
