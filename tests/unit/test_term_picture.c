/* What is written over in a picture, so that two runs of a script make the same one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/term/picture.h"

#define W 24

static void draw(struct picture *p, const char *const *lines, int height)
{
	*p = (struct picture){.width = W, .height = height};
	p->cells = calloc((size_t)(W * height), sizeof *p->cells);
	assert_non_null(p->cells);
	for (int y = 0; y < height; y++) {
		for (int x = 0; x < W; x++) {
			size_t len = strlen(lines[y]);
			struct term_cell *cell = &p->cells[y * W + x];
			*cell = (struct term_cell){.text = " ", .width = 1, .bold = x == 3};
			if ((size_t)x < len)
				cell->text[0] = lines[y][x];
		}
	}
}

static void assert_row(const struct picture *p, int y, const char *text)
{
	char row[W + 1];
	for (int x = 0; x < W; x++)
		row[x] = picture_cell(p, x, y).text[0];
	row[W] = '\0';
	for (int x = W; x > 0 && row[x - 1] == ' '; x--)
		row[x - 1] = '\0';
	assert_string_equal(row, text);
}

static const char *next_letter(void *ctx, const char *found)
{
	char *text = ctx;
	snprintf(text + 1, 30, "%c%s", ++text[0], strlen(found) > 4 ? "xxxxxxxxxx" : "");
	return text + 1;
}

static void matches_are_written_over_in_reading_order(void **state)
{
	(void)state;
	struct picture p;
	char text[32] = "A";
	draw(&p, (const char *[]){"took 1.234 ms, 77 ms", "", "12345 ms"}, 3);
	assert_int_equal(picture_write_over(&p, "([0-9.]+) ms", next_letter, text), 0);
	assert_row(&p, 0, "took Bxxxx ms,  C ms"); /* cut; right-aligned behind a blank */
	assert_row(&p, 1, "");
	assert_row(&p, 2, "Dxxxx ms");
	assert_true(picture_cell(&p, 3, 2).bold); /* looks stay */
	assert_string_equal(picture_cell(&p, W, 0).text, " ");
	picture_free(&p);
}

static void the_last_group_counts_and_none_is_all(void **state)
{
	(void)state;
	struct picture p;
	char text[32] = "A";
	draw(&p, (const char *[]){"pid 12, tid 34 or 56"}, 1);
	assert_int_equal(picture_write_over(&p, "(pid|tid) ([0-9]+)", next_letter, text), 0);
	assert_row(&p, 0, "pid  B, tid  C or 56");
	assert_int_equal(picture_write_over(&p, "56", next_letter, text), 0);
	assert_row(&p, 0, "pid  B, tid  C or  D");
	picture_free(&p);
}

static void what_is_no_rule_is_refused(void **state)
{
	(void)state;
	struct picture p;
	draw(&p, (const char *[]){"abc"}, 1);
	assert_int_equal(picture_write_over(&p, "(", next_letter, NULL), -EINVAL);
	assert_int_equal(picture_write_over(&p, "(a)(b)(c)(d)", next_letter, NULL), -EINVAL);
	assert_int_equal(picture_write_over(&p, "x*", next_letter, NULL), 0); /* of no length */
	assert_row(&p, 0, "abc");
	picture_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(matches_are_written_over_in_reading_order),
	    cmocka_unit_test(the_last_group_counts_and_none_is_all),
	    cmocka_unit_test(what_is_no_rule_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
