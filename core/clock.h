/* clock: the clocks that core reads. Any thread. */
#ifndef CORE_CLOCK_H
#define CORE_CLOCK_H

#include <stdint.h>

#define NS_PER_S INT64_C(1000000000)
#define NS_PER_MS INT64_C(1000000)
#define NS_PER_US INT64_C(1000)

/* Nanoseconds of CLOCK_MONOTONIC: for durations, deadlines, rates. Never jumps. Hot: it lies with
 * the code that forked children run (conn.h, SERVE_HOT). */
__attribute__((hot)) int64_t clock_mono_ns(void);

/* The same clock as it stood at the last timer interrupt, a few milliseconds ago: a quarter of the
 * time, for what is noted with each request and shown in seconds. */
__attribute__((hot)) int64_t clock_coarse_ns(void);

/* Nanoseconds since 1970 of CLOCK_REALTIME: only to tell a person the time of day. It may be set at
 * any time, so nothing is ordered or measured by it. */
int64_t clock_wall_ns(void);

/* The time of day when the monotonic clock stood so, as today's setting of the clock has it. */
int64_t clock_wall_of(int64_t mono_ns);

/* How long until the monotonic clock stands so, for poll(2): milliseconds, rounded up, so that it
 * does when they are over. 0: it did already; INT_MAX at most. */
int clock_ms_until(int64_t mono_ns);

#endif
