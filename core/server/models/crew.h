/*
 * crew: workers that accept by themselves, each serving one connection at a time. What prefork
 * (workers are processes) and pool (they are threads) have in common.
 *
 * The main thread opens and shuts the gate; workers accept while it is open. Worker i has slot i
 * for good. The listener is made non-blocking while the gate is open, so that a worker that was
 * woken for a connection which another one took does not hang in accept().
 */
#ifndef CORE_SERVER_MODELS_CREW_H
#define CORE_SERVER_MODELS_CREW_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/server/service.h"

#define CREW_DEFAULT 16
#define CREW_MAX 4096

/* In memory that forked workers share. */
struct crew_shared {
	_Atomic int32_t permits;    /* how many may still be accepted; negative: any number */
	_Atomic uint32_t accepting; /* workers between the look at permits and the slot */
	_Atomic uint32_t taken;	    /* accepted on a permit, and not told yet */
	_Atomic bool closed;	    /* the listener is to be let go of */
};

struct crew {
	struct service *s;
	struct crew_shared *shared;
	uint32_t size;
	int open, shut; /* eventfds: which one is readable says how the gate is */
	bool is_open;
};

int crew_init(struct crew *c, struct service *s); /* 0 or -errno */
void crew_fini(struct crew *c);

/* The worker's life; returns when the service is ending, or closed. */
void crew_work(struct crew *c, uint32_t i);

/* By the main thread, after each service_wait(): open or shut the gate as the service says, tell
 * of requests that were taken. */
void crew_attend(struct crew *c);

/* Wake every worker for good: they see service_ending(). */
void crew_release(struct crew *c);

#endif
