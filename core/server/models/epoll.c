/* epoll: one thread, one loop, all connections at once. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/server/conn.h"
#include "core/server/model.h"
#include "core/server/models/loop.h"
#include "core/server/models/rows.h"
#include "core/server/service.h"

#define EVENTS 256
#define ACCEPTS 64 /* at a time, so that who is connected gets his turn */

/* What an event is about, where it is no connection: no pointer is so small. */
enum { ABOUT_LISTENER = 2, ABOUT_CONTROL = 4, ABOUT_WAKE = 6, ABOUT_LAST = 6 };

static int add(struct loop *l, int fd, uint64_t about)
{
	struct epoll_event e = {.events = EPOLLIN, .data.u64 = about};
	return epoll_ctl(l->ep, EPOLL_CTL_ADD, fd, &e) < 0 ? -errno : 0;
}

/* Look at the listener only while something may be accepted. */
static void set_listening(struct loop *l, bool on)
{
	if (on == l->listening)
		return;
	if (on)
		add(l, SERVICE_LISTENER, ABOUT_LISTENER);
	else
		epoll_ctl(l->ep, EPOLL_CTL_DEL, SERVICE_LISTENER, NULL);
	service_nonblocking(l->service, on);
	l->listening = on;
}

static bool has_room(const struct service *s)
{
	uint32_t max = atomic_load_explicit(&s->config->max_children, memory_order_relaxed);
	uint32_t live = atomic_load_explicit(&s->live, memory_order_relaxed);
	return live < SHM_SLOTS && (max == 0 || live < max);
}

static bool accept_one(struct loop *l)
{
	struct service *s = l->service;
	struct address peer;
	int fd = service_accept(s, &peer);
	if (fd < 0)
		return false;
	uint32_t i = service_slot(s);
	if (i == SHM_NO_SLOT) {
		service_refuse(s, fd, ENOBUFS);
		return true;
	}
	uint64_t id = shm_conn_begin(&s->shm, i, &peer.sa, peer.len);
	if (!loop_add(l, fd, i, id)) {
		shm_conn_end(&s->shm, i, false);
		service_slot_free(s, i);
		service_refuse(s, fd, ENOMEM);
	}
	service_handled(s);
	return true;
}

static void accept_some(struct loop *l)
{
	for (int n = 0; n < ACCEPTS && l->service->accepting && has_room(l->service); n++)
		if (!accept_one(l))
			return;
}

static void on_stop(struct service *s)
{
	set_listening(s->model_data, false);
}

static void happened(struct loop *l, const struct epoll_event *e)
{
	uint64_t about = e->data.u64;
	if (about > ABOUT_LAST)
		loop_event(
		    (struct loop_conn *)(uintptr_t)(about & ~UINT64_C(1)), about & 1, e->events);
	else if (about == ABOUT_LISTENER)
		accept_some(l);
	else
		service_attend(l->service, about == ABOUT_CONTROL, about == ABOUT_WAKE);
}

static int wait(struct loop *l, struct epoll_event *e, int64_t ns)
{
	struct timespec ts = {ns / NS_PER_S, ns % NS_PER_S};
	return epoll_pwait2(l->ep, e, EVENTS, ns < 0 ? NULL : &ts, NULL);
}

static void turn(struct loop *l)
{
	struct epoll_event events[EVENTS];
	struct service *s = l->service;
	set_listening(l, s->accepting && has_room(s) && !service_pausing(s));
	int n = wait(l, events, service_time(s, loop_times(l)));
	for (int i = 0; i < n; i++)
		happened(l, &events[i]);
	if (n <= 0)
		service_attend(s, false, false);
	loop_bury(l);
}

static int run(struct service *s)
{
	char buffer[CONN_BUFFER];
	struct loop l = {.service = s, .buffer = buffer};
	l.ep = epoll_create1(EPOLL_CLOEXEC);
	if (l.ep < 0)
		return -errno;
	s->model_data = &l;
	s->on_stop = on_stop;
	int r = add(&l, SERVICE_CONTROL, ABOUT_CONTROL);
	if (r == 0)
		r = add(&l, SERVICE_WAKE, ABOUT_WAKE);
	while (r == 0 && !service_over(s))
		turn(&l);
	loop_stop(&l);
	s->model_data = NULL;
	s->on_stop = NULL;
	close(l.ep);
	return r;
}

#define EPOLL(KIND, NAME)                                                                          \
	{                                                                                          \
		.type = MODEL_TYPE(NAME, "One thread and one loop for all connections."),          \
		.kind = (KIND), .limits = true, .blocks_on_close = true, .shares = true,           \
		.ours = true, .run = run                                                           \
	}

const struct model model_epoll_tcp = EPOLL(KIND_TCP, "EpollTCPServer");
const struct model model_epoll_unix_stream = EPOLL(KIND_UNIX_STREAM, "EpollUnixStreamServer");
