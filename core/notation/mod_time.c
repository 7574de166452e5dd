/* The module time. CPython: Modules/timemodule.c. */
#include <errno.h>
#include <math.h>
#include <time.h>

#include "core/clock.h"
#include "core/notation/exc.h"
#include "core/notation/give.h"
#include "core/notation/notation.h"

/* Seconds past which a sleep does not fit CPython's clock of 64 bits of nanoseconds. */
#define SECONDS_MAX 9223372036.854776

static int check_seconds(struct call *c, double seconds)
{
	if (isnan(seconds))
		return exc_raise(c->run, &exc_ValueError, "Invalid value NaN (not a number)");
	if (fabs(seconds) >= SECONDS_MAX)
		return exc_raise(
		    c->run, &exc_OverflowError, "timestamp too large to convert to C _PyTime_t");
	if (seconds < 0)
		return exc_raise(c->run, &exc_ValueError, "sleep length must be non-negative");
	return 0;
}

static struct timespec deadline_after(double seconds)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	int64_t ns = (int64_t)ceil(seconds * (double)NS_PER_S);
	t.tv_sec += ns / NS_PER_S;
	t.tv_nsec += ns % NS_PER_S;
	if (t.tv_nsec >= NS_PER_S) {
		t.tv_nsec -= NS_PER_S;
		t.tv_sec++;
	}
	return t;
}

static int op_sleep(struct call *c)
{
	double seconds = 0;
	int r = call_float(c, 0, &seconds);
	if (r == 0)
		r = check_seconds(c, seconds);
	if (r < 0)
		return r;
	struct timespec until = deadline_after(seconds);
	run_wait_begin(c->run, "the time to pass", -1);
	do {
		r = run_cancelled(c->run)
			? EINTR
			: clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
	} while (r == EINTR && !run_cancelled(c->run));
	run_wait_end(c->run);
	return r ? exc_raise_os(c->run, r) : 0;
}

static int give_seconds(struct call *c, int64_t ns)
{
	return give(c, value_float((double)ns / (double)NS_PER_S));
}

static int op_monotonic(struct call *c)
{
	return give_seconds(c, clock_mono_ns());
}

static int op_time(struct call *c)
{
	return give_seconds(c, clock_wall_ns());
}

static const struct op rows[] = {
    {
	.name = "sleep",
	.params = {{.name = "seconds", .kind = PARAM_SECONDS, .help = "an int or a float"}},
	.flags = OP_BLOCKS | OP_POSITIONAL,
	.help = "Wait that many seconds.",
	.prototype = "int clock_nanosleep(clockid_t clockid, int flags, const struct timespec *t, "
		     "struct timespec *remain)",
	.man = "clock_nanosleep(2)",
	.waits = "the time to pass",
	.run = op_sleep,
    },
    {
	.name = "monotonic",
	.flags = OP_POSITIONAL,
	.help = "Seconds of a clock that never jumps: for durations.",
	.prototype = "int clock_gettime(clockid_t clockid, struct timespec *tp)",
	.man = "clock_gettime(2)",
	.run = op_monotonic,
    },
    {
	.name = "time",
	.flags = OP_POSITIONAL,
	.help = "Seconds since the start of 1970: the time of day.",
	.prototype = "time_t time(time_t *tloc)",
	.man = "time(2)",
	.run = op_time,
    },
};

static const struct op_list list = {rows, sizeof rows / sizeof *rows};
static const struct op_list *const ops[] = {&list, NULL};

const struct module module_time = {.name = "time", .help = "Clocks, and waiting.", .ops = ops};
