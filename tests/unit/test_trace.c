/* trace: records are kept in order, bounded, and may be read while others are added. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/trace.h"

static struct trace_call make(size_t i)
{
	char text[32];
	snprintf(text, sizeof text, "%zu", i);
	return (struct trace_call){
	    .name = "listen", .arg = {strdup(text)}, .nargs = 1, .ret = (int64_t)i};
}

static void add(struct trace *t, size_t i)
{
	struct trace_call c = make(i);
	trace_add(t, &c);
}

static void records_keep_their_order(void **state)
{
	struct trace *t;
	(void)state;
	assert_int_equal(trace_new(&t), 0);
	assert_int_equal(trace_count(t), 0);
	for (size_t i = 0; i < 200; i++)
		add(t, i);
	assert_int_equal(trace_count(t), 200);
	for (size_t i = 0; i < 200; i++) {
		assert_int_equal(trace_at(t, i)->ret, i);
		assert_int_equal(atoi(trace_at(t, i)->arg[0]), i);
	}
	trace_free(t);
}

static void what_does_not_fit_is_counted(void **state)
{
	struct trace *t;
	(void)state;
	assert_int_equal(trace_new(&t), 0);
	for (size_t i = 0; i < TRACE_CALLS_MAX; i++)
		add(t, i);
	assert_true(trace_full(t));
	assert_int_equal(trace_lost(t), 0);
	add(t, 1);
	trace_lose(t);
	assert_int_equal(trace_lost(t), 2);
	assert_int_equal(trace_count(t), TRACE_CALLS_MAX);
	trace_free(t);
}

static void a_line_for_a_file_keeps_more(void **state)
{
	struct trace *t;
	const size_t more = 3 * (size_t)TRACE_CALLS_MAX;
	(void)state;
	assert_int_equal(trace_new_max(TRACE_CALLS_WRITTEN, &t), 0);
	for (size_t i = 0; i < more; i++)
		add(t, i);
	assert_int_equal(trace_count(t), more);
	assert_int_equal(trace_lost(t), 0);
	for (size_t i = 0; i < more; i++)
		assert_int_equal(trace_at(t, i)->ret, i);
	trace_free(t);
}

static void *add_many(void *arg)
{
	for (size_t i = 0; i < TRACE_CALLS_MAX; i++)
		add(arg, i);
	return NULL;
}

/* Fails where a record is seen before it is whole. */
static void a_reader_sees_whole_records(void **state)
{
	struct trace *t;
	pthread_t writer;
	size_t seen = 0;
	(void)state;
	assert_int_equal(trace_new(&t), 0);
	assert_int_equal(pthread_create(&writer, NULL, add_many, t), 0);
	while (seen < TRACE_CALLS_MAX) {
		size_t count = trace_count(t);
		for (; seen < count; seen++)
			assert_int_equal(atoi(trace_at(t, seen)->arg[0]), trace_at(t, seen)->ret);
	}
	pthread_join(writer, NULL);
	trace_free(t);
}

static void freeing_nothing_is_allowed(void **state)
{
	(void)state;
	trace_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(records_keep_their_order),
	    cmocka_unit_test(what_does_not_fit_is_counted),
	    cmocka_unit_test(a_line_for_a_file_keeps_more),
	    cmocka_unit_test(a_reader_sees_whole_records),
	    cmocka_unit_test(freeing_nothing_is_allowed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
