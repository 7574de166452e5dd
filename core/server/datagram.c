#include "core/server/datagram.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <time.h>

#include "core/clock.h"
#include "core/server/conn.h"
#include "core/server/handler.h"
#include "core/server/service.h"

/* How long an answer waits for a Unix peer with a full queue, and how often it is tried. */
#define SEND_NS (500 * NS_PER_MS)
#define RETRY_NS NS_PER_MS

/* ---- which to refuse ---- */

static bool is_broadcast(const struct address *a)
{
	if (a->sa.sa_family == AF_INET) {
		in_addr_t ip = ntohl(a->in.sin_addr.s_addr);
		return ip == INADDR_BROADCAST || IN_MULTICAST(ip);
	}
	return a->sa.sa_family == AF_INET6 && IN6_IS_ADDR_MULTICAST(&a->in6.sin6_addr);
}

static bool is_inet(const struct address *a)
{
	return a->sa.sa_family == AF_INET || a->sa.sa_family == AF_INET6;
}

/* 0, or why it gets no answer. */
static int refusal(const struct service *s, const struct address *peer)
{
	if (!is_inet(peer))
		return 0;
	if (address_port(peer) == s->port)
		return EVENT_CODE_OWN_PORT;
	if (address_port(peer) == 0 || is_broadcast(peer))
		return EVENT_CODE_BROADCAST;
	return 0;
}

/* The first bytes come into d->small, where there is one; and stay there when that was all. */
static ssize_t receive(const struct service *s, struct datagram *d)
{
	size_t max = atomic_load_explicit(&s->config->max_packet, memory_order_relaxed);
	size_t size = max < DATAGRAM_MAX ? max : DATAGRAM_MAX;
	size_t small = d->small && size > DATAGRAM_SMALL ? DATAGRAM_SMALL : 0;
	struct iovec parts[] = {{d->small, small}, {d->data + small, size - small}};
	struct msghdr m = {.msg_name = &d->peer.sa,
	    .msg_namelen = sizeof d->peer.storage,
	    .msg_iov = small ? parts : &parts[1],
	    .msg_iovlen = small ? 2 : 1};
	ssize_t n = recvmsg(s->listener, &m, MSG_DONTWAIT);
	d->peer.len = m.msg_namelen;
	if (small && n <= (ssize_t)small)
		d->data = d->small;
	else if (small)
		memcpy(d->data, d->small, small);
	return n;
}

bool datagram_receive(struct service *s, struct datagram *d)
{
	ssize_t n = receive(s, d);
	if (n < 0)
		return false;
	d->len = (size_t)n;
	if (d->peer.len == 0)
		d->peer.sa.sa_family = AF_UNSPEC;
	int code = refusal(s, &d->peer);
	if (code) {
		atomic_fetch_add_explicit(&s->shm.head->refused, 1, memory_order_relaxed);
		shm_event(&s->shm, EVENT_REFUSED, 0, 0, code);
	}
	return code == 0;
}

/* ---- the answer ---- */

/* A Unix peer that does not read fills its queue: wait for it a little, but do not hang. */
SERVE_HOT static ssize_t send_patiently(const struct conn *c, const char *data, size_t len)
{
	const struct address *to = &c->datagram->peer;
	int64_t begin = 0;
	for (;;) {
		ssize_t n = sendto(c->fd, data, len, MSG_NOSIGNAL | MSG_DONTWAIT, &to->sa, to->len);
		if (n >= 0)
			return n;
		int e = errno;
		if ((e != EAGAIN && e != EINTR) || service_ending())
			return -e;
		if (begin == 0)
			begin = clock_mono_ns();
		if (clock_mono_ns() - begin > SEND_NS)
			return -e;
		nanosleep(&(struct timespec){.tv_nsec = RETRY_NS}, NULL);
	}
}

SERVE_HOT static int send_datagram(struct conn *c, const char *data, size_t len)
{
	ssize_t n = c->datagram->peer.len ? send_patiently(c, data, len) : -EDESTADDRREQ;
	if (n < 0) {
		conn_over(c, WHY_ERROR, (int)-n);
		return (int)n;
	}
	slot_add_out(c->slot, (uint64_t)n);
	return 0;
}

static void wait_timer(struct conn *c)
{
	int64_t left = c->timer_ns - clock_mono_ns();
	if (left <= 0) {
		conn_timer_due(c);
		return;
	}
	if (left > CONN_TICK_NS)
		left = CONN_TICK_NS;
	nanosleep(&(struct timespec){.tv_nsec = left}, NULL);
	if (service_ending())
		conn_over(c, WHY_STOPPED, 0);
}

SERVE_HOT void datagram_serve(struct service *s, const struct datagram *d, uint32_t i, uint64_t id)
{
	struct conn c;
	conn_init(&c, s, s->listener, i, id);
	c.driver.send = send_datagram;
	c.datagram = d;
	slot_add_in(c.slot, d->len); /* when, is told by the time at which it began */
	c.handler->data(&c, d->data, d->len);
	while (!c.over && c.timer_ns)
		wait_timer(&c);
	conn_finish(&c);
	if (c.handler->close)
		c.handler->close(&c);
	atomic_store_explicit(&c.slot->why, c.why, memory_order_relaxed);
}
