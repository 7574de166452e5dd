#include "core/server/conn.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/server/handler.h"
#include "core/server/service.h"

/* ---- for handlers ---- */

SERVE_HOT int conn_send(struct conn *c, const char *data, size_t len)
{
	return c->driver.send(c, data, len);
}

void conn_post(struct conn *c, const char *data, size_t len)
{
	c->driver.post(c, data, len);
}

void conn_each(struct conn *c, void (*fn)(struct conn *other, void *ctx), void *ctx)
{
	pthread_mutex_lock(&c->service->lock);
	for (struct conn *o = c->service->conns; o; o = o->next)
		fn(o, ctx);
	pthread_mutex_unlock(&c->service->lock);
}

SERVE_HOT void conn_over(struct conn *c, enum close_why why, int errnum)
{
	if (c->why == 0)
		c->why = (uint32_t)why << 16 | (uint32_t)errnum;
	c->over = true;
}

SERVE_HOT void conn_finish(struct conn *c)
{
	conn_over(c, c->ended ? WHY_EOF : WHY_DONE, 0);
}

void conn_fail(struct conn *c, int errnum)
{
	if (errnum != ECONNRESET && service_ending()) /* our own shutdown() does the rest */
		conn_over(c, WHY_STOPPED, 0);
	else if (errnum == ECONNRESET || errnum == EPIPE)
		conn_over(c, c->handler->endless ? WHY_EOF : WHY_RESET, 0);
	else
		conn_over(c, WHY_ERROR, errnum);
}

void conn_reset(struct conn *c)
{
	c->reset = true;
	conn_over(c, WHY_DONE, 0);
}

void conn_pause(struct conn *c, bool paused)
{
	c->paused = paused;
}

void conn_timer(struct conn *c, int64_t ns)
{
	c->timer_ns = ns > 0 ? clock_mono_ns() + ns : 0;
}

void conn_want_room(struct conn *c, bool want)
{
	c->wants_room = want;
}

void conn_count_request(struct conn *c)
{
	atomic_fetch_add_explicit(&c->slot->requests, 1, memory_order_relaxed);
}

SERVE_HOT void conn_count_in(struct conn *c, size_t n)
{
	atomic_store_explicit(&c->slot->last_ns, clock_coarse_ns(), memory_order_relaxed);
	slot_add_in(c->slot, n);
}

void conn_count_out(struct conn *c, size_t n)
{
	slot_add_out(c->slot, n);
}

void conn_watch(struct conn *c, short client, int other, short events)
{
	c->watch[0] = client;
	c->watch[1] = events;
	c->other = other;
}

/* ---- writing directly ---- */

static void send_failed(struct conn *c, int e)
{
	if (e == EAGAIN || e == EWOULDBLOCK)
		conn_over(c, WHY_TIMEOUT, 0); /* SO_SNDTIMEO */
	else
		conn_fail(c, e);
}

SERVE_HOT static int send_blocking(struct conn *c, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = send(c->fd, data, len, MSG_NOSIGNAL);
		if (n < 0) {
			int e = errno;
			if (e == EINTR && !service_ending())
				continue;
			send_failed(c, e);
			return -e;
		}
		slot_add_out(c->slot, (uint64_t)n);
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Half a message would be worse than none: who has no room for all of it is shut. */
static void post_blocking(struct conn *c, const char *data, size_t len)
{
	ssize_t n = send(c->fd, data, len, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n > 0)
		slot_add_out(c->slot, (uint64_t)n);
	if (n != (ssize_t)len)
		shutdown(c->fd, SHUT_RDWR);
}

/* The idle time is the kernel's to watch: recv and send then end with EAGAIN. */
static void set_idle_time(int fd, int64_t ns)
{
	struct timeval tv = {ns / NS_PER_S, ns % NS_PER_S / 1000};
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &tv, sizeof tv);
}

SERVE_HOT void conn_init(struct conn *c, struct service *s, int fd, uint32_t i, uint64_t id)
{
	memset(c, 0, sizeof *c);
	c->driver = (struct conn_driver){send_blocking, post_blocking};
	c->handler = &s->handler;
	c->config = s->config->handler_config;
	c->service = s;
	c->slot = shm_slot(&s->shm, i);
	c->slot_index = i;
	c->id = id;
	c->fd = fd;
	c->other = -1;
}

SERVE_HOT void conn_show(struct conn *c)
{
	atomic_store_explicit(&c->slot->fd, c->fd, memory_order_release);
}

/* ---- serving on this thread ---- */

SERVE_HOT void conn_received(struct conn *c, char *data, ssize_t n, int errnum)
{
	if (n > 0) {
		conn_count_in(c, (size_t)n);
		slot_state(c->slot, CONN_BUSY);
		c->handler->data(c, data, (size_t)n);
	} else if (n == 0 && service_ending()) {
		conn_over(c, WHY_STOPPED, 0);
	} else if (n == 0) {
		c->ended = true;
		if (c->handler->end)
			c->handler->end(c);
		else
			conn_finish(c);
	} else if (errnum == EAGAIN || errnum == EWOULDBLOCK) {
		conn_over(c, WHY_TIMEOUT, 0);
	} else if (errnum != EINTR) {
		conn_fail(c, errnum);
	}
}

SERVE_HOT static void receive(struct conn *c, char *buf, size_t size)
{
	slot_state(c->slot, CONN_IDLE);
	ssize_t n = recv(c->fd, buf, size, 0);
	c->large |= n == (ssize_t)size;
	conn_received(c, buf, n, n < 0 ? errno : 0);
}

/* The handler pours: what comes in meanwhile is taken, so that the peer can go on and be heard. */
static void pour(struct conn *c, char *buf, size_t size)
{
	if (!c->paused && !c->ended) {
		ssize_t n = recv(c->fd, buf, size, MSG_DONTWAIT);
		c->large |= n == (ssize_t)size;
		int e = n < 0 ? errno : 0;
		if (e != EAGAIN && e != EWOULDBLOCK)
			conn_received(c, buf, n, e);
	}
	if (!c->over)
		c->handler->room(c);
}

void conn_timer_due(struct conn *c)
{
	c->timer_ns = 0;
	c->handler->timer(c);
}

/* What is left of the timer, in at most a tick: a hard stop is seen even where no signal comes. */
static struct timespec time_left(const struct conn *c)
{
	int64_t left = c->timer_ns - clock_mono_ns();
	if (left > CONN_TICK_NS)
		left = CONN_TICK_NS;
	if (left < 0)
		left = 0;
	return (struct timespec){left / NS_PER_S, left % NS_PER_S};
}

/* Wait for the timer, and for data where the handler takes any. A reset ends the wait. */
static void wait_timer(struct conn *c, char *buf, size_t size)
{
	bool listens = !c->paused && !c->ended;
	struct pollfd p = {.fd = c->fd, .events = listens ? POLLIN : 0};
	struct timespec ts = time_left(c);
	int n = ppoll(&p, 1, &ts, NULL);
	if (n > 0 && listens)
		receive(c, buf, size);
	else if (n > 0 && p.revents & POLLERR)
		conn_fail(c, ECONNRESET);
	else if (n > 0)
		nanosleep(&ts, NULL); /* both sides are shut: the answer goes nowhere, but is due */
}

SERVE_HOT static void step(struct conn *c, char *buf, size_t size)
{
	if (service_ending())
		conn_over(c, WHY_STOPPED, 0);
	else if (c->timer_ns && c->timer_ns <= clock_mono_ns())
		conn_timer_due(c);
	else if (c->wants_room)
		pour(c, buf, size);
	else if (c->timer_ns)
		wait_timer(c, buf, size);
	else if (c->ended)
		conn_finish(c);
	else
		receive(c, buf, size);
}

/* On its own, so that its buffer is on the stack only while it is needed. */
static __attribute__((noinline)) void serve_large(struct conn *c)
{
	char buf[CONN_BUFFER];
	while (!c->over)
		step(c, buf, sizeof buf);
}

/* Most requests are small. A thread or child that sees none other never touches more than the
 * page or two of its stack that it is on anyway; all others change to the large buffer. */
SERVE_HOT static void serve_stream(struct conn *c)
{
	char buf[CONN_SMALL];
	while (!c->over && !c->large)
		step(c, buf, sizeof buf);
	if (!c->over)
		serve_large(c);
}

/* For handlers with ready(): wait for either descriptor. */
static void watch(struct conn *c, int64_t *heard_ns)
{
	struct pollfd p[] = {
	    {.fd = c->watch[0] ? c->fd : -1, .events = c->watch[0]},
	    {.fd = c->watch[1] ? c->other : -1, .events = c->watch[1]},
	};
	int64_t idle = c->service->idle_ns;
	struct timespec tick = {.tv_sec = c->watch[0] != 0, .tv_nsec = CONN_TICK_NS};
	if (c->timer_ns)
		tick = time_left(c);
	int n = ppoll(p, 2, &tick, NULL);
	int64_t now = clock_mono_ns();
	if (service_ending())
		conn_over(c, WHY_STOPPED, 0);
	else if (c->timer_ns && c->timer_ns <= now)
		conn_timer_due(c);
	else if (n > 0)
		c->handler->ready(c, p[0].revents, p[1].revents);
	else if (n == 0 && idle > 0 && now - *heard_ns > idle)
		conn_over(c, WHY_TIMEOUT, 0);
	if (n > 0)
		*heard_ns = now;
}

static void serve_watching(struct conn *c)
{
	int64_t heard_ns = clock_mono_ns();
	while (!c->over)
		watch(c, &heard_ns);
}

SERVE_HOT void conn_serve(struct conn *c)
{
	conn_show(c);
	if (c->service->idle_ns > 0)
		set_idle_time(c->fd, c->service->idle_ns);
	if (c->handler->open)
		c->handler->open(c);
	if (c->handler->ready)
		serve_watching(c);
	else
		serve_stream(c);
	conn_close(c);
}

SERVE_HOT void conn_close(struct conn *c)
{
	if (c->handler->close)
		c->handler->close(c);
	atomic_store_explicit(&c->slot->why, c->why, memory_order_relaxed);
	if (c->reset) {
		struct linger linger = {1, 0};
		setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
	}
	/* release: who copies the descriptor by its number looks again afterwards (server_act.c) */
	atomic_store_explicit(&c->slot->fd, -1, memory_order_release);
	/* Off the list first: a hard stop must not shut down whoever gets this number next. */
	if (c->listed)
		service_remove(c->service, c);
	close(c->fd);
	c->fd = -1;
}
