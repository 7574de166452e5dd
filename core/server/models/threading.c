/* threading: a thread for each connection, as socketserver.ThreadingMixIn. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/server/conn.h"
#include "core/server/model.h"
#include "core/server/models/rows.h"
#include "core/server/service.h"

#define STACK_SIZE ((size_t)128 << 10)
/* On a hard stop: how often connections are shut again, and how often at most. */
#define SHUT_NS (50 * NS_PER_MS)
#define SHUT_TIMES 10

struct threading {
	struct service *s;
	pthread_attr_t attr;
};

/* The main thread waits for the last one, or for room. */
static void thread_ended(struct service *s)
{
	uint32_t max = atomic_load_explicit(&s->config->max_children, memory_order_relaxed);
	atomic_fetch_sub_explicit(&s->shm.head->children, 1, memory_order_relaxed);
	/* release: pairs with the main thread's acquire; it may leave as soon as this is 0 */
	uint32_t was = atomic_fetch_sub_explicit(&s->live, 1, memory_order_release);
	if (was == 1 || (max > 0 && was >= max))
		service_wake();
}

static void *serve(void *arg)
{
	struct conn *c = arg;
	struct service *s = c->service;
	uint32_t i = c->slot_index;
	atomic_store_explicit(&c->slot->tid, gettid(), memory_order_relaxed);
	conn_serve(c);
	shm_conn_end(&s->shm, i, false);
	service_slot_free(s, i);
	free(c);
	thread_ended(s);
	return NULL;
}

static int start_thread(struct threading *t, int fd, uint32_t i, uint64_t id)
{
	struct service *s = t->s;
	struct conn *c = malloc(sizeof *c);
	if (!c)
		return -ENOMEM;
	conn_init(c, s, fd, i, id);
	service_add(s, c);
	atomic_store_explicit(&c->slot->pid, s->pid, memory_order_relaxed);
	atomic_fetch_add_explicit(&s->live, 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&s->shm.head->children, 1, memory_order_relaxed);
	pthread_t thread;
	int r = pthread_create(&thread, &t->attr, serve, c);
	if (r == 0)
		return 0;
	atomic_fetch_sub_explicit(&s->live, 1, memory_order_relaxed);
	atomic_fetch_sub_explicit(&s->shm.head->children, 1, memory_order_relaxed);
	service_remove(s, c);
	free(c);
	return -r;
}

static void take(struct threading *t)
{
	struct service *s = t->s;
	struct address peer;
	int fd = service_accept(s, &peer);
	if (fd < 0)
		return;
	uint32_t i = service_slot(s);
	if (i == SHM_NO_SLOT) {
		service_refuse(s, fd, ENOBUFS);
		return;
	}
	uint64_t id = shm_conn_begin(&s->shm, i, &peer.sa, peer.len);
	int r = start_thread(t, fd, i, id);
	if (r < 0) {
		shm_conn_end(&s->shm, i, false);
		service_slot_free(s, i);
		service_refuse(s, fd, -r);
	}
	service_handled(s);
}

static bool has_room(const struct service *s)
{
	uint32_t max = atomic_load_explicit(&s->config->max_children, memory_order_relaxed);
	return max == 0 || atomic_load_explicit(&s->live, memory_order_relaxed) < max;
}

/* Threads notice when their connection is shut. One that does not in time ends with the process. */
static void end_threads(struct service *s)
{
	for (int i = 0; i < SHUT_TIMES; i++) {
		service_shut_all(s);
		if (atomic_load_explicit(&s->live, memory_order_acquire) == 0)
			return;
		service_wait(s, 0, SHUT_NS);
	}
}

static int run(struct service *s)
{
	struct threading t = {.s = s};
	pthread_attr_init(&t.attr);
	pthread_attr_setdetachstate(&t.attr, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&t.attr, STACK_SIZE);
	sigset_t all;
	sigfillset(&all);
	pthread_attr_setsigmask_np(&t.attr, &all); /* signals are for the main thread */
	while (!service_over(s))
		if (service_wait(s, has_room(s) ? WAIT_ROOM : 0, 0) & SERVICE_READY)
			take(&t);
	end_threads(s);
	pthread_attr_destroy(&t.attr);
	return 0;
}

const struct model model_threading_tcp = {
    .type = MODEL_TYPE("ThreadingTCPServer", "A thread of its own for each connection."),
    .kind = KIND_TCP,
    .limits = true,
    .blocks_on_close = true,
    .daemons = true,
    .run = run,
};
