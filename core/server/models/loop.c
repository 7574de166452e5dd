#include "core/server/models/loop.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "core/clock.h"
#include "core/server/handler.h"
#include "core/server/service.h"

/* What others post to a client that does not read it. */
#define POSTED_MAX ((size_t)1 << 20)

static struct loop_conn *loop_conn(struct conn *c)
{
	return (struct loop_conn *)c; /* conn is its first member */
}

/* ---- lists in order of time ---- */

static void timer_remove(struct loop_conn *lc)
{
	struct loop_list *list = &lc->loop->timers;
	*(lc->timer_prev ? &lc->timer_prev->timer_next : &list->first) = lc->timer_next;
	*(lc->timer_next ? &lc->timer_next->timer_prev : &list->last) = lc->timer_prev;
	lc->timer_next = lc->timer_prev = NULL;
	lc->armed_ns = 0;
}

/* From the end: timers of one handler mostly have the same length. */
static void timer_insert(struct loop_conn *lc)
{
	struct loop_list *list = &lc->loop->timers;
	struct loop_conn *after = list->last;
	lc->armed_ns = lc->conn.timer_ns;
	while (after && after->armed_ns > lc->armed_ns)
		after = after->timer_prev;
	lc->timer_prev = after;
	lc->timer_next = after ? after->timer_next : list->first;
	*(after ? &after->timer_next : &list->first) = lc;
	*(lc->timer_next ? &lc->timer_next->timer_prev : &list->last) = lc;
}

static void idle_remove(struct loop_conn *lc)
{
	struct loop_list *list = &lc->loop->idle;
	*(lc->idle_prev ? &lc->idle_prev->idle_next : &list->first) = lc->idle_next;
	*(lc->idle_next ? &lc->idle_next->idle_prev : &list->last) = lc->idle_prev;
	lc->idle_next = lc->idle_prev = NULL;
}

static void idle_append(struct loop_conn *lc)
{
	struct loop_list *list = &lc->loop->idle;
	lc->heard_ns = clock_mono_ns();
	lc->idle_prev = list->last;
	*(list->last ? &list->last->idle_next : &list->first) = lc;
	list->last = lc;
}

static void heard(struct loop_conn *lc)
{
	if (lc->loop->service->idle_ns > 0) {
		idle_remove(lc);
		idle_append(lc);
	}
}

/* ---- sending ---- */

static bool is_again(int e)
{
	return e == EAGAIN || e == EWOULDBLOCK || e == EINTR;
}

/* Let go of what was sent, once that is no less than what is left: so no byte is moved often, and
 * who is always a little behind does not make the queue grow. */
static void forget_sent(struct loop_conn *lc)
{
	size_t left = lc->len - lc->sent;
	if (lc->sent < left)
		return;
	memmove(lc->out, lc->out + lc->sent, left);
	lc->len = left;
	lc->sent = 0;
}

static int queue(struct loop_conn *lc, const char *data, size_t len)
{
	if (lc->len + len > lc->cap && lc->sent > 0)
		forget_sent(lc);
	if (lc->len + len > lc->cap) {
		size_t cap = lc->len + len + CONN_BUFFER;
		char *out = realloc(lc->out, cap);
		if (!out) {
			conn_fail(&lc->conn, ENOMEM);
			return -ENOMEM;
		}
		lc->out = out;
		lc->cap = cap;
	}
	memcpy(lc->out + lc->len, data, len);
	lc->len += len;
	return 0;
}

/* As much as the kernel takes now: how much, or -errno and the connection is over. */
static ssize_t send_some(struct conn *c, const char *data, size_t len)
{
	ssize_t n = send(c->fd, data, len, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n >= 0) {
		slot_add_out(c->slot, (uint64_t)n);
		return n;
	}
	int e = errno;
	if (is_again(e))
		return 0;
	conn_fail(c, e);
	return -e;
}

static int send_queued(struct conn *c, const char *data, size_t len)
{
	struct loop_conn *lc = loop_conn(c);
	ssize_t n = 0;
	if (lc->len == 0 && len > 0)
		n = send_some(c, data, len);
	if (n < 0 || (size_t)n == len)
		return n < 0 ? (int)n : 0;
	return queue(lc, data + n, len - (size_t)n);
}

static void flush(struct loop_conn *lc)
{
	ssize_t n = send_some(&lc->conn, lc->out + lc->sent, lc->len - lc->sent);
	if (n > 0)
		lc->sent += (size_t)n;
	if (n < 0 || lc->sent == lc->len)
		lc->sent = lc->len = 0;
	if (lc->len == 0 && lc->cap > CONN_BUFFER) {
		free(lc->out);
		lc->out = NULL;
		lc->cap = 0;
	}
}

/* ---- what to look for ---- */

static bool wants_data(const struct loop_conn *lc)
{
	return !lc->conn.paused && !lc->conn.ended && !lc->conn.over && lc->len == 0;
}

/* Ends are told even where nothing is asked for: but then once, and not again and again. */
static uint32_t told_once(uint32_t mask)
{
	return mask ? mask : (uint32_t)EPOLLET;
}

static void ask(struct loop_conn *lc, int which, int fd, uint32_t mask)
{
	mask = told_once(mask);
	struct epoll_event e = {.events = mask, .data.u64 = (uintptr_t)lc | (unsigned)which};
	if (mask == lc->mask[which])
		return;
	epoll_ctl(lc->loop->ep, EPOLL_CTL_MOD, fd, &e);
	lc->mask[which] = mask;
}

/* The other descriptor is added when the handler first watches it, and gone when that closes it. */
static void ask_other(struct loop_conn *lc)
{
	struct conn *c = &lc->conn;
	uint32_t mask = told_once((uint32_t)(unsigned short)c->watch[1]);
	if (c->other != lc->other) {
		struct epoll_event e = {.events = mask, .data.u64 = (uintptr_t)lc | 1u};
		if (c->other >= 0 && epoll_ctl(lc->loop->ep, EPOLL_CTL_ADD, c->other, &e) < 0)
			conn_fail(c, errno);
		lc->other = c->other;
		lc->mask[1] = mask;
	} else if (c->other >= 0) {
		ask(lc, 1, c->other, mask);
	}
}

/* poll's events have the numbers of epoll's (poll.h, sys/epoll.h). */
_Static_assert(POLLIN == EPOLLIN && POLLOUT == EPOLLOUT, "poll and epoll agree");

static void ask_all(struct loop_conn *lc)
{
	struct conn *c = &lc->conn;
	if (c->handler->ready) {
		ask(lc, 0, c->fd, (uint32_t)(unsigned short)c->watch[0]);
		ask_other(lc);
		return;
	}
	uint32_t mask = wants_data(lc) ? (uint32_t)EPOLLIN : 0;
	if (lc->len > 0 || c->wants_room)
		mask |= EPOLLOUT;
	slot_state(c->slot, mask == EPOLLIN ? CONN_IDLE : CONN_BUSY);
	ask(lc, 0, c->fd, mask);
}

/* ---- the end of one ---- */

static void end(struct loop_conn *lc)
{
	struct service *s = lc->loop->service;
	uint32_t i = lc->conn.slot_index;
	if (lc->armed_ns)
		timer_remove(lc);
	if (s->idle_ns > 0)
		idle_remove(lc);
	conn_close(&lc->conn);
	shm_conn_end(&s->shm, i, false);
	service_slot_free(s, i);
	atomic_fetch_sub_explicit(&s->live, 1, memory_order_relaxed);
	lc->dead = true;
	lc->timer_next = lc->loop->dead;
	lc->loop->dead = lc;
}

/* Nothing can be sent to it any more. */
static bool is_broken(const struct conn *c)
{
	return c->reset || c->why >> 16 >= WHY_RESET;
}

/* After anything happened: close it, or ask for what it waits for now. */
static void settle(struct loop_conn *lc)
{
	struct conn *c = &lc->conn;
	if (c->ended && !c->over && !c->wants_room && !c->timer_ns && lc->len == 0 &&
	    !c->handler->ready)
		conn_finish(c);
	if (c->over && (lc->len == 0 || is_broken(c))) {
		end(lc);
		return;
	}
	if (c->timer_ns != lc->armed_ns) {
		if (lc->armed_ns)
			timer_remove(lc);
		if (c->timer_ns)
			timer_insert(lc);
	}
	ask_all(lc);
}

/* ---- what happens ---- */

/* From the handler of another connection. */
static void post_queued(struct conn *c, const char *data, size_t len)
{
	struct loop_conn *lc = loop_conn(c);
	if (lc->dead || c->over)
		return;
	if (lc->len - lc->sent > POSTED_MAX)
		conn_fail(c, ENOBUFS);
	else
		send_queued(c, data, len);
	if (!c->over)
		ask_all(lc);
	else
		shutdown(c->fd, SHUT_RDWR); /* its own event ends it */
}

static void receive(struct loop_conn *lc)
{
	struct conn *c = &lc->conn;
	ssize_t n = recv(c->fd, lc->loop->buffer, CONN_BUFFER, MSG_DONTWAIT);
	int e = n < 0 ? errno : 0;
	if (n < 0 && is_again(e))
		return;
	heard(lc);
	conn_received(c, lc->loop->buffer, n, e);
}

static void stream_event(struct loop_conn *lc, uint32_t events)
{
	struct conn *c = &lc->conn;
	if (events & EPOLLOUT && lc->len > 0)
		flush(lc);
	else if (events & EPOLLOUT && c->wants_room && !c->over)
		c->handler->room(c);
	if (events & EPOLLIN && wants_data(lc))
		receive(lc);
	else if (events & (EPOLLERR | EPOLLHUP) && !c->over)
		conn_fail(c, ECONNRESET);
	else if (events & (EPOLLERR | EPOLLHUP))
		lc->sent = lc->len = 0; /* nobody is there to read what is queued */
}

void loop_event(struct loop_conn *lc, bool other, uint32_t events)
{
	if (lc->dead)
		return;
	if (lc->conn.handler->ready) {
		short seen = (short)(events & 0xffff);
		heard(lc);
		lc->conn.handler->ready(&lc->conn, other ? 0 : seen, other ? seen : 0);
	} else {
		stream_event(lc, events);
	}
	settle(lc);
}

bool loop_add(struct loop *l, int fd, uint32_t i, uint64_t id)
{
	struct epoll_event e = {.events = l->service->handler.ready ? 0 : EPOLLIN};
	struct loop_conn *lc = calloc(1, sizeof *lc);
	if (!lc)
		return false;
	e.data.u64 = (uintptr_t)lc;
	if (epoll_ctl(l->ep, EPOLL_CTL_ADD, fd, &e) < 0) {
		free(lc);
		return false;
	}
	lc->loop = l;
	lc->mask[0] = e.events; /* mostly what settle() would ask for */
	lc->other = -1;
	conn_init(&lc->conn, l->service, fd, i, id);
	lc->conn.driver = (struct conn_driver){send_queued, post_queued};
	conn_show(&lc->conn);
	atomic_store_explicit(&lc->conn.slot->pid, l->service->pid, memory_order_relaxed);
	service_add(l->service, &lc->conn);
	atomic_fetch_add_explicit(&l->service->live, 1, memory_order_relaxed);
	if (l->service->idle_ns > 0)
		idle_append(lc);
	if (lc->conn.handler->open)
		lc->conn.handler->open(&lc->conn);
	settle(lc);
	return true;
}

int64_t loop_times(struct loop *l)
{
	if (!l->timers.first && !l->idle.first)
		return 0;
	int64_t now = clock_mono_ns(), idle_ns = l->service->idle_ns;
	struct loop_conn *lc;
	while ((lc = l->timers.first) && lc->armed_ns <= now) {
		timer_remove(lc);
		conn_timer_due(&lc->conn);
		settle(lc);
	}
	while ((lc = l->idle.first) && lc->heard_ns + idle_ns <= now) {
		conn_over(&lc->conn, WHY_TIMEOUT, 0);
		end(lc);
	}
	int64_t next = INT64_MAX;
	if (l->timers.first)
		next = l->timers.first->armed_ns - now;
	if (l->idle.first && l->idle.first->heard_ns + idle_ns - now < next)
		next = l->idle.first->heard_ns + idle_ns - now;
	return next == INT64_MAX ? 0 : next > 0 ? next : 1;
}

void loop_bury(struct loop *l)
{
	while (l->dead) {
		struct loop_conn *lc = l->dead;
		l->dead = lc->timer_next;
		free(lc->out);
		free(lc);
	}
}

void loop_stop(struct loop *l)
{
	while (l->service->conns) {
		conn_over(l->service->conns, WHY_STOPPED, 0);
		end(loop_conn(l->service->conns));
	}
	loop_bury(l);
}
