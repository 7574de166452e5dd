/* The list of a view: what is selected as rows come, go and are sorted; order, title. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "views/list.h"

/* Rows are letters: each is its own id and name. */
static uint64_t id_of(const void *ctx, size_t row)
{
	return (uint64_t)((const char *)ctx)[row * 2];
}

static const char *name_of(const void *ctx, size_t row)
{
	return (const char *)ctx + row * 2;
}

static struct list list_of(void)
{
	static const struct table_column columns[] = {{.title = "A"}, {.title = "B"}};
	return (struct list){
	    .table = {.columns = columns, .ncolumns = 2, .sort = -1, .width = {4, 4}},
	    .id = id_of,
	    .name = name_of};
}

static bool keep(struct list *l, const char *rows, size_t n)
{
	l->table.ctx = (void *)(uintptr_t)rows;
	return list_keep(l, n);
}

static void the_selection_follows_its_row(void **state)
{
	(void)state;
	struct list l = list_of();
	assert_true(keep(&l, "a\0b\0c", 3));
	assert_int_equal(l.selected, 'a');
	table_select(&l.table, 1);
	assert_true(list_take(&l));
	assert_false(keep(&l, "c\0a\0b", 3));
	assert_int_equal(l.table.selected, 2);
	assert_true(keep(&l, "c\0a", 2)); /* gone: the row that stands nearest */
	assert_int_equal(l.selected, 'a');
	assert_true(keep(&l, "", 0));
	assert_int_equal(l.selected, 0);
}

static void a_row_is_wanted_until_it_comes(void **state)
{
	(void)state;
	struct list l = list_of();
	strcpy(l.want, "c");
	assert_true(keep(&l, "a\0b", 2));
	assert_int_equal(l.selected, 'a');
	assert_true(keep(&l, "a\0b\0c", 3));
	assert_int_equal(l.selected, 'c');
	table_select(&l.table, 0);
	assert_true(list_take(&l));
	assert_false(keep(&l, "a\0b\0c", 3));
}

static void the_order_turns_round_where_there_is_one(void **state)
{
	(void)state;
	struct list l = list_of();
	assert_false(list_sort_step(&l, 0));
	assert_true(list_sort_step(&l, 1));
	assert_int_equal(list_sorted_by(&l), 0);
	assert_int_equal(list_order(&l, 1), 1);
	assert_true(list_sort_step(&l, 0));
	assert_int_equal(list_sorted_by(&l), 0);
	assert_int_equal(list_order(&l, 1), -1);
	assert_true(list_sort_step(&l, 1)); /* another column: up from the least again */
	assert_int_equal(list_sorted_by(&l), 1);
	assert_int_equal(list_order(&l, 1), 1);
	assert_int_equal(list_sorted_by(NULL), -1);
	assert_int_equal(list_order(NULL, 1), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_selection_follows_its_row),
	    cmocka_unit_test(a_row_is_wanted_until_it_comes),
	    cmocka_unit_test(the_order_turns_round_where_there_is_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
