/* journal: rows keep their order and place, the oldest go, and the file holds every call. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "core/journal.h"
#include "core/trace.h"
#include "tests/unit/files.h"

static int setup(void **state)
{
	struct journal *j;
	if (journal_new(&j) < 0)
		return -1;
	*state = j;
	return 0;
}

static int teardown(void **state)
{
	journal_free(*state);
	return 0;
}

static struct journal_row *add(struct journal *j, const char *line, enum row_state state)
{
	struct journal_row row = {.line = strdup(line), .state = state};
	struct journal_row *stored = journal_add(j, &row);
	assert_non_null(stored);
	return stored;
}

static void is_empty_at_first(void **state)
{
	assert_int_equal(journal_first(*state), 0);
	assert_int_equal(journal_last(*state), 0);
	assert_null(journal_at(*state, 0));
	assert_null(journal_at(*state, 1));
}

static void keeps_rows_where_they_are(void **state)
{
	struct journal_row *first = add(*state, "a = 1", ROW_DONE);
	for (int i = 0; i < 1000; i++)
		add(*state, "pass", ROW_DONE);
	assert_ptr_equal(journal_at(*state, first->seq), first);
	assert_string_equal(first->line, "a = 1");
	assert_int_equal(journal_last(*state), 1001);
}

static void drops_the_oldest_past_its_bound(void **state)
{
	for (int i = 0; i < JOURNAL_ROWS_MAX + 5; i++)
		add(*state, "pass", ROW_DONE);
	assert_int_equal(journal_first(*state), 6);
	assert_null(journal_at(*state, 5));
	assert_non_null(journal_at(*state, 6));
}

static void never_drops_a_running_row(void **state)
{
	struct journal_row *running = add(*state, "srv.accept()", ROW_RUNNING);
	for (int i = 0; i < JOURNAL_ROWS_MAX + 5; i++)
		add(*state, "pass", ROW_DONE);
	assert_ptr_equal(journal_at(*state, 1), running);
	journal_end(*state, running);
	add(*state, "pass", ROW_DONE);
	assert_null(journal_at(*state, 1));
}

static void an_error_makes_it_failed(void **state)
{
	struct journal_row *row = add(*state, "1 / 0", ROW_RUNNING);
	row->error = strdup("ZeroDivisionError: division by zero");
	journal_end(*state, row);
	assert_int_equal(row->state, ROW_FAILED);
	assert_true(row->end_ns > 0);
}

/* ---- the file ---- */

static json_t *records(int fd)
{
	json_t *all = json_array();
	char line[65536];
	FILE *f = fdopen(fd, "r");
	rewind(f);
	while (fgets(line, sizeof line, f)) {
		json_t *record = json_loads(line, 0, NULL);
		assert_non_null(record);
		json_array_append_new(all, record);
	}
	fclose(f);
	return all;
}

static const char *text_at(const json_t *records, size_t i, const char *key)
{
	return json_string_value(json_object_get(json_array_get(records, i), key));
}

static void writes_a_record_per_call(void **state)
{
	(void)state;
	char path[4096];
	snprintf(path, sizeof path, "%s/journal-XXXXXX", files_folder());
	int fd = mkstemp(path);
	unlink(path);
	struct journal_row row = {
	    .line = (char[]){"s.send(b'\xff\033[2J')"}, .wall_ns = 1500000000, .start_ns = 5};
	assert_int_equal(trace_new(&row.trace), 0);
	struct trace_call call = {
	    .name = "sendto", .nargs = 2, .ret = -1, .err = 32, .start_ns = 5, .duration_ns = 7};
	call.arg[0] = strdup("3");
	call.arg[1] = strdup("\"x\"");
	assert_int_equal(trace_add(row.trace, &call), 0);
	uint64_t seq = 0;
	assert_int_equal(journal_write_row(fd, &seq, &row), 0);
	json_t *all = records(fd);
	assert_int_equal(json_array_size(all), 2);
	assert_string_equal(text_at(all, 0, "line"), "s.send(b'\\xff\\x1b[2J')");
	assert_string_equal(text_at(all, 0, "time"), "1970-01-01T00:00:01.500000000Z");
	assert_null(text_at(all, 0, "call"));
	assert_string_equal(text_at(all, 1, "call"), "sendto");
	assert_string_equal(text_at(all, 1, "time"), text_at(all, 0, "time"));
	assert_string_equal(text_at(all, 1, "errno"), "EPIPE");
	json_t *args = json_object_get(json_array_get(all, 1), "args");
	assert_string_equal(json_string_value(json_array_get(args, 1)), "\"x\"");
	assert_int_equal(seq, 2);
	json_decref(all);
	trace_free(row.trace);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(is_empty_at_first, setup, teardown),
	    cmocka_unit_test_setup_teardown(keeps_rows_where_they_are, setup, teardown),
	    cmocka_unit_test_setup_teardown(drops_the_oldest_past_its_bound, setup, teardown),
	    cmocka_unit_test_setup_teardown(never_drops_a_running_row, setup, teardown),
	    cmocka_unit_test_setup_teardown(an_error_makes_it_failed, setup, teardown),
	    cmocka_unit_test(writes_a_record_per_call),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
