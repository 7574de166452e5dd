/* engine: tasks run beside the main thread, and a waiting one can always be cancelled. */
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/engine.h"

struct job {
	struct task task;
	int fd;	     /* read here until cancelled */
	ssize_t got; /* what the last read gave, or -errno */
	_Atomic bool entered;
};

static int setup(void **state)
{
	struct engine *e;
	if (engine_new(&e) < 0)
		return -1;
	*state = e;
	return 0;
}

static int teardown(void **state)
{
	engine_free(*state);
	return 0;
}

static void read_until_cancelled(struct task *t)
{
	struct job *j = (struct job *)t;
	char byte;
	atomic_store(&j->entered, true);
	do {
		if (atomic_load(&t->waiter.cancelled)) {
			j->got = -ECANCELED;
			return;
		}
		j->got = read(j->fd, &byte, 1);
		if (j->got < 0)
			j->got = -errno;
	} while (j->got == -EINTR);
}

static struct task *wait_for_one(struct engine *e)
{
	struct task *t;
	while (!(t = engine_reap(e))) {
		struct pollfd p = {.fd = engine_fd(e), .events = POLLIN};
		assert_true(poll(&p, 1, 10000) > 0);
	}
	return t;
}

static void ends_when_its_data_comes(void **state)
{
	int fd[2];
	assert_int_equal(pipe(fd), 0);
	struct job j = {.task.work = read_until_cancelled, .fd = fd[0]};
	assert_int_equal(engine_start(*state, &j.task), 0);
	assert_ptr_equal(engine_newest(*state), &j.task);
	assert_null(engine_reap(*state));
	assert_int_equal(write(fd[1], "x", 1), 1);
	assert_ptr_equal(wait_for_one(*state), &j.task);
	assert_int_equal(j.got, 1);
	assert_null(engine_newest(*state));
	close(fd[0]);
	close(fd[1]);
}

static void newest_comes_first(void **state)
{
	int fd[2];
	assert_int_equal(pipe(fd), 0);
	struct job a = {.task.work = read_until_cancelled, .fd = fd[0]}, b = a;
	assert_int_equal(engine_start(*state, &a.task), 0);
	assert_int_equal(engine_start(*state, &b.task), 0);
	assert_ptr_equal(engine_newest(*state), &b.task);
	assert_int_equal(write(fd[1], "xy", 2), 2);
	wait_for_one(*state);
	wait_for_one(*state);
	assert_int_equal(a.got + b.got, 2);
	close(fd[0]);
	close(fd[1]);
}

/* Cancelled at once, so that many are hit between the look at the flag and the system call. */
static void cancel_always_reaches_a_waiting_call(void **state)
{
	int fd[2];
	assert_int_equal(pipe(fd), 0);
	for (int i = 0; i < 300; i++) {
		struct job j = {.task.work = read_until_cancelled, .fd = fd[0]};
		assert_int_equal(engine_start(*state, &j.task), 0);
		while (i % 2 && !atomic_load(&j.entered))
			;
		engine_cancel(*state, &j.task);
		assert_ptr_equal(wait_for_one(*state), &j.task);
		assert_int_equal(j.got, -ECANCELED);
	}
	close(fd[0]);
	close(fd[1]);
}

static void cancel_leaves_other_tasks_alone(void **state)
{
	int fd[2];
	assert_int_equal(pipe(fd), 0);
	struct job stays = {.task.work = read_until_cancelled, .fd = fd[0]}, goes = stays;
	assert_int_equal(engine_start(*state, &stays.task), 0);
	assert_int_equal(engine_start(*state, &goes.task), 0);
	engine_cancel(*state, &goes.task);
	assert_ptr_equal(wait_for_one(*state), &goes.task);
	assert_ptr_equal(engine_newest(*state), &stays.task);
	assert_int_equal(write(fd[1], "x", 1), 1);
	assert_ptr_equal(wait_for_one(*state), &stays.task);
	assert_int_equal(stays.got, 1);
	close(fd[0]);
	close(fd[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ends_when_its_data_comes),
	    cmocka_unit_test(newest_comes_first),
	    cmocka_unit_test(cancel_always_reaches_a_waiting_call),
	    cmocka_unit_test(cancel_leaves_other_tasks_alone),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
