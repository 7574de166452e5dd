/* The server object: its construction, its end, its type. */
#include "core/server/server.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/notation/exc.h"
#include "core/ops/background.h"
#include "core/ops/book.h"
#include "core/ops/give.h"
#include "core/ops/sys.h"
#include "core/ops/wait.h"
#include "core/server/datagram.h"
#include "core/server/server_object.h"

/* When the last reference goes: how long the process may take to end, then it is killed; and how
 * long the screen waits for that. One that runs most often ends within: the next line can have its
 * port. */
#define DROP_MS 300
#define SCREEN_MS 10

/* ---- bind and listen, as TCPServer.server_bind() and server_activate() ---- */

static int set_flag(struct call *c, int fd, int option)
{
	int on = 1;
	int r = sys_setsockopt(c->run, fd, SOL_SOCKET, option, &on, sizeof on);
	return r < 0 ? exc_raise_os(c->run, -r) : 0;
}

static int read_name(struct call *c, struct server *s, int fd)
{
	struct address a;
	struct value *v = NULL;
	address_room(s->socket->family, &a);
	int r = sys_getsockname(c->run, fd, &a.sa, &a.len);
	if (r < 0)
		return exc_raise_os(c->run, -r);
	r = address_to_value(c->run, fd, &a, &v);
	if (r < 0)
		return r;
	pthread_mutex_lock(&s->lock);
	struct value *old = s->server_address;
	s->server_address = v;
	s->local = a;
	pthread_mutex_unlock(&s->lock);
	value_unref(old);
	return 0;
}

int server_bind(struct call *c, struct server *s)
{
	struct address a;
	int fd = sock_fd(s->socket);
	pthread_mutex_lock(&s->lock);
	bool reuse_address = s->allow_reuse_address, reuse_port = s->allow_reuse_port;
	pthread_mutex_unlock(&s->lock);
	int r = reuse_address ? set_flag(c, fd, SO_REUSEADDR) : 0;
	if (r == 0 && reuse_port)
		r = set_flag(c, fd, SO_REUSEPORT);
	if (r == 0)
		r = address_from_value(
		    c->run, "bind", s->socket->family, fd, s->server_address, &a);
	if (r < 0)
		return r;
	r = sys_bind(c->run, fd, &a.sa, a.len);
	return r < 0 ? exc_raise_os(c->run, -r) : read_name(c, s, fd);
}

int server_activate(struct call *c, struct server *s)
{
	if (!model_is_stream(s->model))
		return 0;
	pthread_mutex_lock(&s->lock);
	int backlog = s->request_queue_size;
	pthread_mutex_unlock(&s->lock);
	int r = sys_listen(c->run, sock_fd(s->socket), backlog < 0 ? 0 : backlog);
	return r < 0 ? exc_raise_os(c->run, -r) : 0;
}

/* ---- construction ---- */

static int open_socket(struct call *c, struct server *s)
{
	struct value *v = NULL;
	int family, type = model_is_stream(s->model) ? SOCK_STREAM : SOCK_DGRAM;
	int r = server_class_family(c, s->model, &family);
	if (r < 0)
		return r;
	int fd = sys_socket(c->run, family, type | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return exc_raise_os(c->run, -fd);
	r = sock_wrap(c->run, fd, family, type, 0, &v);
	s->socket = (struct sock *)v;
	return r;
}

static int check_fits(struct call *c, const struct model *m, const struct handler *h)
{
	bool stream = model_is_stream(m);
	if (h->fits & (stream ? FITS_STREAM : FITS_DATAGRAM))
		return 0;
	return exc_raise(c->run, &exc_TypeError, "%s serves %s, and %s answers %s only",
	    m->type.name, stream ? "connections" : "datagrams", h->type.name,
	    stream ? "datagrams" : "connections");
}

static void set_defaults(struct server *s, const struct model *m)
{
	s->model = m;
	s->process = PROCESS_NONE;
	s->request_queue_size = PYTHON_QUEUE_SIZE;
	s->max_packet_size = DATAGRAM_PACKET;
	s->settings.max_children = m->max_children;
	s->settings.max_packet = DATAGRAM_PACKET;
	s->settings.block_on_close = m->blocks_on_close;
	s->timeout = m->timeout_ns ? value_int(m->timeout_ns / NS_PER_S) : value_ref(value_none());
	s->shm.fd = -1;
	pthread_mutex_init(&s->lock, NULL);
}

static int fill(struct call *c, struct server *s, bool activate)
{
	int r = handler_from_value(c->run, c->arg[1], &s->handler);
	if (r == 0)
		r = check_fits(c, s->model, s->handler->handler);
	if (r == 0)
		r = server_class_apply(c, s);
	if (r == 0)
		r = open_socket(c, s);
	if (r == 0 && activate)
		r = server_bind(c, s);
	if (r == 0 && activate)
		r = server_activate(c, s);
	return r;
}

static int close_socket(struct call *c, struct server *s)
{
	int fd = s->socket ? atomic_exchange(&s->socket->fd, -1) : -1;
	return fd >= 0 ? sys_close(c->run, fd) : 0;
}

int server_construct(struct call *c)
{
	const struct type *type = ((const struct type_value *)c->self)->type;
	bool activate = true;
	int r = c->arg[2] ? call_bool(c, 2, &activate) : 0;
	if (r < 0)
		return r;
	struct server *s = value_new(type, sizeof *s);
	if (!s)
		return exc_raise_memory(c->run);
	set_defaults(s, (const struct model *)(const void *)type);
	s->server_address = value_ref(c->arg[0]);
	r = s->timeout ? fill(c, s, activate) : exc_raise_memory(c->run);
	if (r < 0) {
		close_socket(c, s);
		value_unref(&s->base);
		return r;
	}
	if (c->run->servers)
		server_list_add(c->run->servers, s);
	return give(c, &s->base);
}

/* ---- the end ---- */

struct ending {
	struct job job;
	struct process process;
};

static void end_it(struct job *j)
{
	int status;
	process_end(&((struct ending *)j)->process, DROP_MS, &status);
}

static void free_ending(struct job *j)
{
	free(j);
}

/* False: there is no memory for it. */
static bool end_aside(const struct process *p)
{
	struct ending *e = calloc(1, sizeof *e);
	if (!e)
		return false;
	*e = (struct ending){.job = {.work = end_it, .drop = free_ending}, .process = *p};
	if (job_init(&e->job) < 0) {
		free(e);
		return false;
	}
	job_leave(&e->job);
	return true;
}

/* As drop.h does with a socket whose close waits. */
static void drop_process(struct server *s)
{
	struct process *p = &s->process;
	if (p->pid && s->socket->book && book_closes_aside(s->socket->book)) {
		process_ask_end(p);
		if (process_reap(p, SCREEN_MS, &s->status) == 0 || end_aside(p))
			return;
	}
	process_end(p, DROP_MS, &s->status);
}

void server_value_fini(struct value *v)
{
	struct server *s = (struct server *)v;
	if (s->list)
		server_list_remove(s);
	drop_process(s);
	shm_fini(&s->shm);
	value_unref(s->socket ? &s->socket->base : NULL);
	value_unref(s->handler ? &s->handler->base : NULL);
	value_unref(s->server_address);
	value_unref(s->timeout);
	pthread_mutex_destroy(&s->lock);
}

const struct type type_server_base = {
    .name = "BaseServer",
    .module = "socketserver",
    .help = "What all server classes share.",
    .ops = server_ops,
    .attrs = server_attrs,
    .class_attrs = server_class_attrs,
};
