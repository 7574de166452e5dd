/*
 * diag without memory: each allocation of a look at all sockets fails, once and from then on. It
 * must say -ENOMEM or go on without, and leave nothing behind.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/observe/sampling.h"
#include "tests/term/network.h"

/* Which allocation fails, counted from 1; 0: none. */
static struct {
	long fails, seen;
	bool for_good;
} plan;

static bool fails_now(void)
{
	plan.seen++;
	if (!plan.fails || plan.seen < plan.fails || (plan.seen > plan.fails && !plan.for_good))
		return false;
	errno = ENOMEM;
	return true;
}

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_realloc(void *p, size_t size);
void *__real_reallocarray(void *p, size_t n, size_t size);
void *__wrap_reallocarray(void *p, size_t n, size_t size);

void *__wrap_malloc(size_t size)
{
	return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
	return fails_now() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t size)
{
	return fails_now() ? NULL : __real_realloc(p, size);
}

void *__wrap_reallocarray(void *p, size_t n, size_t size)
{
	return fails_now() ? NULL : __real_reallocarray(p, n, size);
}

static int look_twice(struct sampling *s, const struct sampling_query *query)
{
	for (int i = 0; i < 2; i++) {
		int r = sampling_look(s, query);
		if (r < 0)
			return r;
		while (!sampling_find_owners(s, INT64_MAX))
			;
		struct sample *now = sampling_result(s, query);
		if (!now)
			return -ENOMEM;
		sample_free(now);
	}
	return 0;
}

static int look(void)
{
	struct sampling *s = NULL;
	struct filter *f = NULL;
	struct filter_error error;
	int r = filter_new("port:80 or python", &f, &error);
	const struct sampling_query query = {.interval_ns = 1,
	    .keep_ns = 1,
	    .protos = DIAG_ALL,
	    .filter = f,
	    .sort = diag_field_find("local", 5)};
	if (r == 0)
		r = sampling_new(&s);
	if (r == 0)
		r = look_twice(s, &query);
	sampling_free(s);
	filter_free(f);
	return r;
}

static void fail_each(bool for_good)
{
	long failures = 0;
	plan.for_good = for_good;
	for (plan.fails = 1;; plan.fails++) {
		plan.seen = 0;
		int r = look();
		if (plan.seen < plan.fails)
			break;
		if (r != 0)
			assert_int_equal(r, -ENOMEM);
		failures += r != 0;
	}
	plan.fails = 0;
	assert_true(failures > 10);
	assert_int_equal(look(), 0);
}

static void test_each_allocation_fails_once(void **state)
{
	(void)state;
	fail_each(false);
}

static void test_each_allocation_fails_for_good(void **state)
{
	(void)state;
	fail_each(true);
}

/* How many allocations there are, and so how many looks, goes by the sockets that there are. */
int main(void)
{
	network_leave();
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_each_allocation_fails_once),
	    cmocka_unit_test(test_each_allocation_fails_for_good),
	};
	return cmocka_run_group_tests_name("diag without memory", tests, NULL, NULL);
}
