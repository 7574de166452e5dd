/* The socket object: its life, its attributes, how it prints. */
#include "core/ops/sock.h"

#include <stdlib.h>
#include <sys/socket.h>

#include "core/clock.h"
#include "core/notation/exc.h"
#include "core/ops/address.h"
#include "core/ops/book.h"
#include "core/ops/constants.h"
#include "core/ops/data.h"
#include "core/ops/drop.h"
#include "core/ops/give.h"
#include "core/ops/open.h"
#include "core/ops/sys.h"
#include "core/ops/tables.h"
#include "core/ops/timeouts.h"
#include "core/ops/wait.h"

static struct sock *sock_new(int fd, int family, int type, int proto)
{
	struct sock *s = value_new(&type_socket, sizeof *s);
	if (!s)
		return NULL;
	atomic_store(&s->fd, fd);
	s->family = family;
	s->type = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
	s->proto = proto;
	atomic_store(&s->timeout_ns, type & SOCK_NONBLOCK ? 0 : TIMEOUT_NONE);
	s->opened_ns = clock_mono_ns();
	if (data_log_new(&s->data) < 0) {
		atomic_store(&s->fd, -1); /* the caller still owns it */
		value_unref(&s->base);
		return NULL;
	}
	return s;
}

/* New sockets get the session's default timeout, which CPython applies where one is set. */
static int apply_default_timeout(struct run *run, struct sock *s)
{
	int64_t timeout = run->book ? book_default_timeout(run->book) : TIMEOUT_NONE;
	if (timeout == TIMEOUT_NONE || sock_timeout(s) == 0)
		return 0;
	atomic_store_explicit(&s->timeout_ns, timeout, memory_order_release);
	return sys_set_nonblocking(run, sock_fd(s), true);
}

int sock_wrap(struct run *run, int fd, int family, int type, int proto, struct value **out)
{
	struct sock *s = sock_new(fd, family, type, proto);
	if (!s) {
		sys_close(run, fd);
		return exc_raise_memory(run);
	}
	int r = apply_default_timeout(run, s);
	if (r < 0) {
		atomic_store(&s->fd, -1);
		sys_close(run, fd);
		value_unref(&s->base);
		return exc_raise_os(run, -r);
	}
	if (run->book)
		book_list_sock(run->book, s);
	*out = &s->base;
	return 0;
}

/* The last reference went: Python closes such a socket, too. */
static void socket_fini(struct value *v)
{
	struct sock *s = (struct sock *)v;
	int fd = atomic_exchange(&s->fd, -1);
	if (fd >= 0)
		drop_fd(s->book, fd);
	if (s->book)
		book_unlist_sock(s);
	data_log_free(s->data);
}

int call_sock(struct call *c, size_t i, struct sock **out)
{
	struct value *v = c->arg[i];
	if (!v || v->type != &type_socket)
		return exc_raise(c->run, &exc_TypeError,
		    "%s() argument '%s' must be a socket, not %s", c->op->name,
		    c->op->params[i].name, v ? value_type_name(v) : "nothing");
	*out = (struct sock *)v;
	return 0;
}

int sock_raise(struct call *c, int errnum)
{
	int r = exc_raise_os(c->run, errnum);
	exc_name_call(c->run, c->op->name);
	return r;
}

int sock_raise_timeout(struct call *c)
{
	int r = exc_raise_timeout(c->run);
	exc_name_call(c->run, c->op->name);
	return r;
}

/* ---- how it prints: <socket.socket fd=3, family=2, ..., laddr=('127.0.0.1', 80)> ---- */

typedef int (*name_fn)(struct run *run, int fd, struct sockaddr *addr, socklen_t *len);

static void add_name(
    struct run *run, const struct sock *s, struct buf *to, const char *label, name_fn get)
{
	struct value *v = NULL;
	struct address a;
	if (!address_room(s->family, &a) || get(run, sock_fd(s), &a.sa, &a.len) < 0)
		return;
	if (address_to_value(run, sock_fd(s), &a, &v) == 0 && value_truth(v)) {
		buf_printf(to, ", %s=", label);
		value_str_of(v, to);
	}
	value_unref(v);
}

static int socket_repr(const struct value *v, struct buf *to)
{
	const struct sock *s = (const struct sock *)v;
	int fd = sock_fd(s);
	bool closed = fd < 0 || atomic_load(&s->closed);
	/* what goes wrong here is left out, and no error of the line */
	struct run asking = {.trace = to->line ? to->line->trace : NULL};
	buf_printf(to, "<socket.socket%s fd=%d, family=%d, type=%d, proto=%d",
	    closed ? " [closed]" : "", fd, s->family, s->type, s->proto);
	if (!closed) {
		add_name(&asking, s, to, "laddr", sys_getsockname);
		add_name(&asking, s, to, "raddr", sys_getpeername);
	}
	value_unref(asking.exc);
	return buf_char(to, '>');
}

/* ---- attributes ---- */

static int get_family(struct call *c)
{
	return give(c, value_enum(self_sock(c)->family, &enum_AddressFamily));
}

static int get_type(struct call *c)
{
	return give(c, value_enum(self_sock(c)->type, &enum_SocketKind));
}

static int get_proto(struct call *c)
{
	return give(c, value_int(self_sock(c)->proto));
}

static int get_timeout(struct call *c)
{
	return give(c, timeout_value(sock_timeout(self_sock(c))));
}

static const struct attr attrs[] = {
    {.name = "family", .help = "The address family it was made with.", .get = get_family},
    {.name = "type", .help = "The socket type it was made with.", .get = get_type},
    {.name = "proto",
	.help = "The protocol it was made with; 0 is the family's own.",
	.get = get_proto},
    {.name = "timeout",
	.help = "Seconds that calls wait; None: as long as it takes.",
	.get = get_timeout},
    {0},
};

const struct type type_socket = {
    .name = "socket",
    .module = "socket",
    .help = "A communication endpoint: one descriptor of the kernel.",
    .ops = socket_ops,
    .attrs = attrs,
    .fini = socket_fini,
    .repr = socket_repr,
    .construct = op_socket,
    .signature = &op_row_socket,
};
