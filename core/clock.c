#include "core/clock.h"

#include <limits.h>
#include <time.h>

static int64_t read_ns(clockid_t id)
{
	struct timespec ts;
	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * NS_PER_S + ts.tv_nsec;
}

int64_t clock_mono_ns(void)
{
	return read_ns(CLOCK_MONOTONIC);
}

int64_t clock_coarse_ns(void)
{
	return read_ns(CLOCK_MONOTONIC_COARSE);
}

int64_t clock_wall_ns(void)
{
	return read_ns(CLOCK_REALTIME);
}

int64_t clock_wall_of(int64_t mono_ns)
{
	return clock_wall_ns() - (clock_mono_ns() - mono_ns);
}

int clock_ms_until(int64_t mono_ns)
{
	int64_t rest = mono_ns - clock_mono_ns();
	if (rest <= 0)
		return 0;
	int64_t ms = rest / NS_PER_MS + (rest % NS_PER_MS != 0);
	return ms > INT_MAX ? INT_MAX : (int)ms;
}
