/* lesson_page: what of a lesson is shown, and which lines where there is not room for all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal.h"
#include "core/modules.h"
#include "views/lesson_page.h"

#define ROWS 8

static const char text[] = "# Title\n# Watch this.\na = 1\nb = 2\n\n# Second part.\nprint(a)\n"
			   "try:\n    c()\nexcept NameError:\n    d = 1\n# Answer: so.\n";

struct fixture {
	struct lesson *lesson;
	struct lesson_page page;
	struct journal_row row[ROWS];
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	struct value *exc;
	*state = f;
	for (int i = 0; i < ROWS; i++)
		f->row[i] = (struct journal_row){.state = ROW_DONE};
	return lesson_parse(text, strlen(text), "t.py", modules_importable(), &f->lesson, &exc);
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	lesson_page_free(&f->page);
	lesson_free(f->lesson);
	free(f);
	return 0;
}

static const struct journal_row *row_of(void *ctx, size_t step)
{
	struct fixture *f = ctx;
	f->row[step].line = f->lesson->step[step].text;
	return &f->row[step];
}

static void build(struct fixture *f, size_t next, int w)
{
	lesson_page_build(&f->page, &(struct lesson_look){
					.lesson = f->lesson,
					.next = next,
					.row = row_of,
					.ctx = f,
					.w = w,
					.marks = {">", "+", "!", "*"},
					.arrow = ">",
				    });
	assert_false(f->page.failed);
}

/* Line i as one string, what stands at its right edge after a bar. */
static const char *shown(const struct fixture *f, size_t i)
{
	static char whole[LINES_BUF_MAX];
	struct lines_line line = {0};
	size_t len = 0;
	assert_true(i < f->page.n);
	lesson_page_line(&f->page, i, &line);
	whole[0] = '\0';
	for (size_t k = 0; k < line.n; k++)
		len += (size_t)snprintf(whole + len, sizeof whole - len, "%s", line.spans[k].text);
	if (line.right.text)
		snprintf(whole + len, sizeof whole - len, "|%s", line.right.text);
	return whole;
}

static void shows_no_part_before_it_is_reached(void **state)
{
	struct fixture *f = *state;
	build(f, 1, 60);
	assert_int_equal(f->page.n, 3);
	assert_string_equal(shown(f, 0), "Watch this.");
	assert_string_equal(shown(f, 1), "+ a = 1");
	assert_string_equal(shown(f, 2), "> b = 2");
	build(f, 3, 60);
	assert_string_equal(shown(f, f->page.n - 1), "      d = 1");
	assert_int_equal(f->page.next_n, 4);
	build(f, 4, 80);
	assert_int_equal(f->page.next_n, 0);
	assert_string_equal(shown(f, f->page.n - 2), "Answer: so.");
}

static void shows_what_became_of_a_line(void **state)
{
	struct fixture *f = *state;
	f->row[0].result = (char[]){"1"};
	f->row[1].result = (char[]){"a result that is long, too long to stand beside its line"};
	f->row[2].output = (char[]){"x\ny\n"};
	f->row[3].state = ROW_FAILED;
	f->row[3].error = (char[]){"NameError: no \x1b[31m"};
	f->row[3].why = (char[]){"Because."};
	build(f, 4, 50);
	assert_string_equal(shown(f, 1), "+ a = 1|> 1");
	assert_string_equal(shown(f, 2), "+ b = 2");
	assert_string_equal(shown(f, 3), "    > a result that is long, too long to stand ");
	assert_string_equal(shown(f, 4), "      beside its line");
	assert_string_equal(shown(f, 6), "+ print(a)");
	assert_string_equal(shown(f, 7), "    x");
	assert_string_equal(shown(f, 8), "    y");
	assert_string_equal(shown(f, 9), "! try:");
	assert_string_equal(shown(f, 13), "    NameError: no \\x1b[31m");
	assert_string_equal(shown(f, 14), "    Because.");
}

static void leaves_out_a_result_that_only_repeats_the_name(void **state)
{
	struct fixture *f = *state;
	f->row[0].result = (char[]){"a"};
	build(f, 1, 50);
	assert_string_equal(shown(f, 1), "+ a = 1");
}

static void shows_the_next_step_then_its_text_then_what_came_before(void **state)
{
	struct fixture *f = *state;
	f->row[1].output = (char[]){"out"};
	build(f, 2, 60); /* Watch, a, b, out, Second part, print, try (4 lines) */
	assert_int_equal(f->page.n, 10);
	assert_int_equal(f->page.next, 5);
	assert_int_equal(lesson_page_top(&f->page, 20), 0);
	assert_int_equal(lesson_page_top(&f->page, 9), 1);
	assert_int_equal(lesson_page_top(&f->page, 4), 2); /* b, out, text, print */
	assert_int_equal(lesson_page_top(&f->page, 3), 4); /* text, print, try */
	assert_int_equal(lesson_page_top(&f->page, 2), 4);
	assert_int_equal(lesson_page_top(&f->page, 1), 5);
	build(f, 3, 60);
	assert_int_equal(lesson_page_top(&f->page, 4), 6); /* the whole step */
	assert_int_equal(lesson_page_top(&f->page, 2), 8);
}

static void stands_any_size(void **state)
{
	struct fixture *f = *state;
	for (size_t next = 0; next <= f->lesson->nsteps; next++)
		for (int w = 0; w < 40; w++) {
			build(f, next, w);
			for (size_t i = 0; i < f->page.n; i++)
				shown(f, i);
			for (size_t h = 1; h < 40; h++)
				assert_true(lesson_page_top(&f->page, h) < f->page.n);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(shows_no_part_before_it_is_reached, setup, teardown),
	    cmocka_unit_test_setup_teardown(shows_what_became_of_a_line, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		leaves_out_a_result_that_only_repeats_the_name, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		shows_the_next_step_then_its_text_then_what_came_before, setup, teardown),
	    cmocka_unit_test_setup_teardown(stands_any_size, setup, teardown),
	};
	return cmocka_run_group_tests_name("lesson page", tests, NULL, NULL);
}
