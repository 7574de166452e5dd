/* threading: a thread for each connection, as socketserver.ThreadingMixIn. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/server/conn.h"
#include "core/server/datagram.h"
#include "core/server/model.h"
#include "core/server/models/rows.h"
#include "core/server/sanitized.h"
#include "core/server/service.h"

#define STACK_SIZE ((size_t)(SANITIZED ? 1024 : 128) << 10)
/* On a hard stop: how often connections are shut again, and for how long at most. */
#define SHUT_NS (50 * NS_PER_MS)
#define END_NS (500 * NS_PER_MS)

struct threading {
	struct service *s;
	pthread_attr_t attr;
	char *buffer; /* of datagrams */
};

/* The main thread may wait for the last one, or for room. */
static void thread_ended(struct service *s)
{
	uint32_t max = atomic_load_explicit(&s->config->max_children, memory_order_relaxed);
	atomic_fetch_sub_explicit(&s->shm.head->children, 1, memory_order_relaxed);
	/* Before the look at closing; service_over() looks the other way round, so one of the two
	 * sees that this was the last. Then the main thread may leave, and s is gone with it. */
	const struct shm_own *own = s->shm.own;
	uint32_t was = atomic_fetch_sub(&s->live, 1);
	bool awaited = was == 1 && (atomic_load(&own->closing) || service_ending());
	if (awaited || (max > 0 && was >= max))
		service_wake();
}

/* What a thread is given: a connection, or a datagram with its bytes behind it. */
struct task {
	struct service *service;
	uint64_t id;
	uint32_t slot;
	int fd; /* of the connection; -1: it is a datagram */
	struct datagram datagram;
	char data[];
};

static void serve_connection(struct service *s, const struct task *t)
{
	struct conn c;
	conn_init(&c, s, t->fd, t->slot, t->id);
	service_add(s, &c);
	conn_serve(&c);
}

static void *serve(void *arg)
{
	struct task *t = arg;
	struct service *s = t->service;
	uint32_t i = t->slot;
	atomic_store_explicit(&shm_slot(&s->shm, i)->tid, gettid(), memory_order_relaxed);
	if (t->fd >= 0)
		serve_connection(s, t);
	else
		datagram_serve(s, &t->datagram, i, t->id);
	shm_conn_end(&s->shm, i, false);
	service_slot_free(s, i);
	free(t);
	thread_ended(s);
	return NULL;
}

static struct task *new_task(
    struct service *s, int fd, const struct datagram *d, uint32_t i, uint64_t id)
{
	size_t len = d ? d->len : 0;
	struct task *t = malloc(sizeof *t + len);
	if (!t)
		return NULL;
	t->service = s;
	t->id = id;
	t->slot = i;
	t->fd = fd;
	if (d) {
		t->datagram.peer = d->peer;
		t->datagram.len = len;
		t->datagram.data = t->data;
		memcpy(t->data, d->data, len);
	}
	return t;
}

static void count_thread(struct service *s, int n)
{
	atomic_fetch_add_explicit(&s->live, (uint32_t)n, memory_order_relaxed);
	atomic_fetch_add_explicit(
	    &s->shm.head->children, (uint64_t)(int64_t)n, memory_order_relaxed);
}

static int start_thread(
    struct threading *t, int fd, const struct datagram *d, uint32_t i, uint64_t id)
{
	struct service *s = t->s;
	struct task *task = new_task(s, fd, d, i, id);
	pthread_t thread;
	if (!task)
		return -ENOMEM;
	atomic_store_explicit(&shm_slot(&s->shm, i)->pid, s->pid, memory_order_relaxed);
	count_thread(s, 1);
	int r = pthread_create(&thread, &t->attr, serve, task);
	if (r == 0)
		return 0;
	count_thread(s, -1);
	free(task);
	return -r;
}

/* Serve a connection (d NULL) or a datagram (fd -1) on a thread. */
static void process_request(
    struct threading *t, int fd, const struct datagram *d, const struct address *peer)
{
	struct service *s = t->s;
	uint32_t i = service_slot(s);
	if (i == SHM_NO_SLOT) {
		service_refuse(s, fd, ENOBUFS);
		return;
	}
	uint64_t id = shm_conn_begin(&s->shm, i, &peer->sa, peer->len);
	int r = start_thread(t, fd, d, i, id);
	if (r < 0) {
		shm_conn_end(&s->shm, i, false);
		service_slot_free(s, i);
		service_refuse(s, fd, -r);
	}
}

static bool has_room(const struct service *s)
{
	uint32_t max = atomic_load_explicit(&s->config->max_children, memory_order_relaxed);
	return max == 0 || atomic_load_explicit(&s->live, memory_order_relaxed) < max;
}

static void take_connection(struct threading *t)
{
	struct address peer;
	int fd = service_accept(t->s, &peer);
	if (fd >= 0) {
		process_request(t, fd, NULL, &peer);
		service_handled(t->s);
	}
}

static void take_datagrams(struct threading *t)
{
	struct datagram d = {.data = t->buffer};
	for (int n = 0; n < DATAGRAM_BURST && t->s->accepting && has_room(t->s); n++) {
		if (!datagram_receive(t->s, &d))
			return;
		process_request(t, -1, &d, &d.peer);
		service_handled(t->s);
	}
}

/* Threads notice when their connection is shut. One that does not in time ends with the process. */
static void end_threads(struct service *s)
{
	int64_t until = clock_mono_ns() + END_NS;
	do {
		service_shut_all(s);
		if (atomic_load_explicit(&s->live, memory_order_acquire) == 0)
			return;
		service_wait(s, 0, SHUT_NS);
	} while (clock_mono_ns() < until);
}

static int run(struct service *s)
{
	char buffer[DATAGRAM_MAX];
	struct threading t = {.s = s, .buffer = buffer};
	bool stream = model_is_stream(s->model);
	sigset_t all;
	sigfillset(&all);
	pthread_attr_init(&t.attr);
	pthread_attr_setdetachstate(&t.attr, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&t.attr, STACK_SIZE);
	pthread_attr_setsigmask_np(&t.attr, &all); /* signals are for the main thread */
	while (!service_over(s))
		if (service_wait(s, has_room(s) ? WAIT_ROOM : 0, 0) & SERVICE_READY && has_room(s))
			stream ? take_connection(&t) : take_datagrams(&t);
	end_threads(s);
	pthread_attr_destroy(&t.attr);
	return 0;
}

#define THREADING(KIND, NAME, HELP)                                                                \
	{                                                                                          \
		.type = MODEL_TYPE(NAME, HELP), .kind = (KIND), .limits = true,                    \
		.blocks_on_close = true, .daemons = true, .shares = true, .run = run               \
	}

const struct model model_threading_tcp =
    THREADING(KIND_TCP, "ThreadingTCPServer", "A thread of its own for each connection.");
const struct model model_threading_udp =
    THREADING(KIND_UDP, "ThreadingUDPServer", "A thread of its own for each datagram.");
const struct model model_threading_unix_stream = THREADING(
    KIND_UNIX_STREAM, "ThreadingUnixStreamServer", "A thread of its own for each connection.");
const struct model model_threading_unix_dgram = THREADING(
    KIND_UNIX_DGRAM, "ThreadingUnixDatagramServer", "A thread of its own for each datagram.");
