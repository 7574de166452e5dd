/* children: how models that fork end their children on a hard stop. Main thread. */
#ifndef CORE_SERVER_MODELS_CHILDREN_H
#define CORE_SERVER_MODELS_CHILDREN_H

#include <stdbool.h>

/*
 * Tell the children to end (SIGTERM, now and again, for one may have come before it was listened
 * for) and wait for them; those that are left after half a second are killed. tell sends a signal
 * to each; reap waits for those that ended, and says whether that was all.
 */
void children_end(void (*tell)(void *ctx, int sig), bool (*reap)(void *ctx), void *ctx);

#endif
