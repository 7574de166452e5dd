#include "core/server/models/crew.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/server/conn.h"
#include "core/server/model.h"

/* How long shutting the gate waits for workers inside accept(); one that was killed there stays
 * counted. */
#define PARK_TRIES 100
#define PARK_NS NS_PER_MS
#define SHORT_NS (100 * NS_PER_MS)

/* ---- the gate ---- */

static void set_readable(int fd, bool readable)
{
	uint64_t n = 1;
	ssize_t r = readable ? write(fd, &n, sizeof n) : read(fd, &n, sizeof n);
	(void)r; /* it is so already */
}

/* After this nobody accepts: a client that comes now stays in the queue. */
static void shut_gate(struct crew *c)
{
	atomic_store(&c->shared->permits, 0);
	set_readable(c->open, false);
	set_readable(c->shut, true);
	for (int i = 0; i < PARK_TRIES && atomic_load(&c->shared->accepting) > 0; i++)
		nanosleep(&(struct timespec){.tv_nsec = PARK_NS}, NULL);
	service_nonblocking(c->s, false);
	c->is_open = false;
}

static void open_gate(struct crew *c)
{
	service_nonblocking(c->s, true);
	atomic_store(&c->shared->permits, c->s->once ? 1 : -1);
	set_readable(c->shut, false);
	set_readable(c->open, true);
	c->is_open = true;
}

/* Called by the service before it tells that the loop has ended. */
static void on_stop(struct service *s)
{
	struct crew *c = s->model_data;
	if (c->is_open)
		shut_gate(c);
}

/* Busy workers hold copies of the listener: closing ours would leave the port open. */
static void on_close(struct service *s)
{
	struct crew *c = s->model_data;
	atomic_store(&c->shared->closed, true);
	shutdown(s->listener, SHUT_RDWR);
	crew_release(c);
}

int crew_init(struct crew *c, struct service *s)
{
	uint32_t size = atomic_load_explicit(&s->config->max_children, memory_order_relaxed);
	memset(c, 0, sizeof *c);
	c->s = s;
	c->size = size == 0 ? CREW_DEFAULT : size < CREW_MAX ? size : CREW_MAX;
	c->open = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	c->shut = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
	c->shared = mmap(
	    NULL, sizeof *c->shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (c->open < 0 || c->shut < 0 || c->shared == MAP_FAILED)
		return -ENOMEM;
	s->model_data = c;
	s->on_stop = on_stop;
	s->on_close = on_close;
	return 0;
}

void crew_fini(struct crew *c)
{
	close(c->open);
	close(c->shut);
	if (c->shared != MAP_FAILED)
		munmap(c->shared, sizeof *c->shared);
}

void crew_release(struct crew *c)
{
	set_readable(c->open, true);
	set_readable(c->shut, true);
}

static uint32_t count_busy(const struct crew *c)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < c->size; i++)
		n += atomic_load_explicit(&c->s->shm.conns[i].id, memory_order_relaxed) != 0;
	return n;
}

void crew_attend(struct crew *c)
{
	struct service *s = c->s;
	if (service_closing(s))
		atomic_store_explicit(&s->live, count_busy(c), memory_order_relaxed);
	if (atomic_exchange(&c->shared->taken, 0) > 0)
		service_handled(s);
	if (s->accepting && !c->is_open)
		open_gate(c);
}

/* ---- a worker ---- */

static bool take_permit(struct crew_shared *shared)
{
	int32_t n = atomic_load(&shared->permits);
	while (n > 0)
		if (atomic_compare_exchange_weak(&shared->permits, &n, n - 1))
			return true;
	return n < 0;
}

static void give_permit_back(struct crew_shared *shared)
{
	int32_t n = atomic_load(&shared->permits);
	while (n >= 0)
		if (atomic_compare_exchange_weak(&shared->permits, &n, n + 1))
			return;
}

/* A connection (then accepting stays up until its slot says so), or -1. *parked: the gate is
 * shut. */
static int try_accept(struct crew *c, struct address *peer, bool *parked)
{
	/* accepting goes up before permits is read: shut_gate() writes permits, then waits for it
	 * to come down (all sequentially consistent). */
	atomic_fetch_add(&c->shared->accepting, 1);
	int fd = -1;
	*parked = !take_permit(c->shared);
	if (!*parked) {
		fd = service_accept(c->s, peer);
		if (fd < 0)
			give_permit_back(c->shared);
	}
	if (fd < 0)
		atomic_fetch_sub(&c->shared->accepting, 1);
	return fd;
}

static void serve(struct crew *c, int fd, uint32_t i, const struct address *peer)
{
	struct service *s = c->s;
	struct shm_slot *slot = shm_slot(&s->shm, i);
	struct conn conn;
	if (atomic_load(&c->shared->permits) >= 0) {
		atomic_fetch_add(&c->shared->taken, 1);
		service_wake();
	}
	uint64_t id = shm_conn_begin(&s->shm, i, &peer->sa, peer->len);
	atomic_fetch_sub(&c->shared->accepting, 1); /* from now on it is seen in its slot */
	atomic_store_explicit(&slot->pid, getpid(), memory_order_relaxed);
	if (s->model->shares)
		atomic_store_explicit(&slot->tid, gettid(), memory_order_relaxed);
	else
		service_serving(fd);
	conn_init(&conn, s, fd, i, id);
	service_add(s, &conn);
	conn_serve(&conn);
	if (!s->model->shares)
		service_serving(-1);
	shm_conn_end(&s->shm, i, false);
}

static int open_epoll(const struct crew *c)
{
	int ep = epoll_create1(EPOLL_CLOEXEC);
	/* Exclusive: a connection wakes one worker, not all of them. */
	struct epoll_event listener = {.events = EPOLLIN | EPOLLEXCLUSIVE};
	struct epoll_event shut = {.events = EPOLLIN};
	if (ep < 0 || epoll_ctl(ep, EPOLL_CTL_ADD, SERVICE_LISTENER, &listener) < 0 ||
	    epoll_ctl(ep, EPOLL_CTL_ADD, c->shut, &shut) < 0) {
		if (ep >= 0)
			close(ep);
		return -1;
	}
	return ep;
}

static void wait_for_client(const struct crew *c, int ep)
{
	struct epoll_event e;
	if (service_pausing(c->s))
		nanosleep(&(struct timespec){.tv_nsec = SHORT_NS}, NULL);
	else
		epoll_wait(ep, &e, 1, -1);
}

void crew_work(struct crew *c, uint32_t i)
{
	struct pollfd opened = {.fd = c->open, .events = POLLIN};
	int ep = open_epoll(c);
	while (ep >= 0 && !service_ending() && !atomic_load(&c->shared->closed)) {
		struct address peer;
		bool parked;
		int fd = try_accept(c, &peer, &parked);
		if (fd >= 0)
			serve(c, fd, i, &peer);
		else if (parked)
			poll(&opened, 1, -1);
		else
			wait_for_client(c, ep);
	}
	if (ep >= 0)
		close(ep);
}
