#include "core/server/models/children.h"

#include <signal.h>
#include <stdint.h>
#include <time.h>

#include "core/clock.h"

#define TELL_NS (50 * NS_PER_MS)
#define KILL_NS (500 * NS_PER_MS)

/* Until a child ends, or the time has come. SIGCHLD is blocked in a server process. */
static void wait_for_child(int64_t until_ns)
{
	sigset_t ended;
	int64_t left = until_ns - clock_mono_ns();
	if (left <= 0)
		return;
	sigemptyset(&ended);
	sigaddset(&ended, SIGCHLD);
	sigtimedwait(&ended, NULL, &(struct timespec){.tv_nsec = left});
}

void children_end(void (*tell)(void *ctx, int sig), bool (*reap)(void *ctx), void *ctx)
{
	int64_t begin = clock_mono_ns(), told = 0;
	while (!reap(ctx)) {
		int64_t now = clock_mono_ns();
		if (now - told >= TELL_NS) {
			tell(ctx, now - begin > KILL_NS ? SIGKILL : SIGTERM);
			told = now;
		}
		wait_for_child(told + TELL_NS);
	}
}
