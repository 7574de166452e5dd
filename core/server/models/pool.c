/* pool: threads that were made before their clients came, each serving one at a time. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/server/conn.h"
#include "core/server/model.h"
#include "core/server/models/crew.h"
#include "core/server/models/rows.h"
#include "core/server/sanitized.h"

#define STACK_SIZE ((size_t)(SANITIZED ? 1024 : 128) << 10)
#define LOOK_NS (50 * NS_PER_MS)
/* On a hard stop, for how long threads are waited for at most. */
#define END_NS (500 * NS_PER_MS)

struct pool {
	struct crew crew;
	pthread_attr_t attr;
	_Atomic uint32_t started; /* also the number of the next worker */
	_Atomic uint32_t alive;
};

static void *work(void *arg)
{
	struct pool *p = arg;
	uint32_t i = atomic_fetch_add(&p->started, 1);
	crew_work(&p->crew, i);
	/* Pairs with the acquire of end_threads. */
	atomic_fetch_sub_explicit(&p->alive, 1, memory_order_release);
	service_wake();
	return NULL;
}

static void count_thread(struct pool *p, int n)
{
	atomic_fetch_add(&p->alive, (uint32_t)n);
	atomic_fetch_add_explicit(
	    &p->crew.s->shm.head->children, (uint64_t)(int64_t)n, memory_order_relaxed);
}

static void start_missing(struct pool *p)
{
	struct service *s = p->crew.s;
	while (atomic_load(&p->alive) < p->crew.size) {
		pthread_t thread;
		count_thread(p, 1);
		int r = pthread_create(&thread, &p->attr, work, p);
		if (r == 0)
			continue;
		count_thread(p, -1);
		atomic_fetch_add_explicit(&s->shm.head->errors, 1, memory_order_relaxed);
		shm_event(&s->shm, EVENT_ERROR, 0, 0, r);
		return; /* no threads to be had: tried again at the next look */
	}
}

static bool all_ended(struct pool *p)
{
	return atomic_load_explicit(&p->alive, memory_order_acquire) == 0;
}

static void end_threads(struct pool *p)
{
	int64_t until = clock_mono_ns() + END_NS;
	crew_release(&p->crew);
	while (!all_ended(p) && clock_mono_ns() < until) {
		service_shut_all(p->crew.s);
		service_wait(p->crew.s, 0, LOOK_NS);
	}
}

static void loop(struct pool *p)
{
	struct service *s = p->crew.s;
	while (!service_over(s)) {
		bool wanting = s->accepting && atomic_load(&p->alive) < p->crew.size;
		if (wanting)
			start_missing(p);
		service_wait(s, 0, service_closing(s) || wanting ? LOOK_NS : 0);
		crew_attend(&p->crew);
	}
}

static int run(struct service *s)
{
	struct pool p = {0};
	sigset_t all;
	sigfillset(&all);
	pthread_attr_init(&p.attr);
	pthread_attr_setdetachstate(&p.attr, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&p.attr, STACK_SIZE);
	pthread_attr_setsigmask_np(&p.attr, &all);
	int r = crew_init(&p.crew, s);
	if (r == 0) {
		loop(&p);
		end_threads(&p);
	}
	/* A thread that is still in a handler may use the crew until the process ends. */
	if (all_ended(&p))
		crew_fini(&p.crew);
	pthread_attr_destroy(&p.attr);
	return r;
}

#define POOL(KIND, NAME)                                                                           \
	{                                                                                          \
		.type = MODEL_TYPE(NAME, "Threads made in advance, max_children of them."),        \
		.kind = (KIND), .limits = true, .blocks_on_close = true, .shares = true,           \
		.ours = true, .max_children = CREW_DEFAULT, .run = run                             \
	}

const struct model model_pool_tcp = POOL(KIND_TCP, "PoolTCPServer");
const struct model model_pool_unix_stream = POOL(KIND_UNIX_STREAM, "PoolUnixStreamServer");
