/* From a socket to a connection: bind, listen, accept, connect, shutdown. */
#include "core/ops/connect.h"

#include <errno.h>
#include <poll.h>

#include "core/ops/give.h"
#include "core/ops/lists.h"
#include "core/ops/sys.h"
#include "core/ops/timeouts.h"
#include "core/ops/wait.h"

int sock_bind(struct call *c, struct sock *s, struct value *address)
{
	struct address a;
	int r = address_from_value(c->run, "bind", s->family, sock_fd(s), address, &a);
	if (r < 0)
		return r;
	r = sys_bind(c->run, sock_fd(s), &a.sa, a.len);
	return r < 0 ? sock_raise(c, -r) : 0;
}

static int op_bind(struct call *c)
{
	return sock_bind(c, self_sock(c), c->arg[0]);
}

int sock_listen(struct call *c, struct sock *s, int backlog)
{
	int r = sys_listen(c->run, sock_fd(s), backlog < 0 ? 0 : backlog);
	return r < 0 ? sock_raise(c, -r) : 0;
}

static int op_listen(struct call *c)
{
	int backlog;
	int r = call_c_int(c, 0, &backlog);
	return r < 0 ? r : sock_listen(c, self_sock(c), backlog);
}

/* ---- accept ---- */

static ssize_t attempt_accept(struct run *run, int fd, void *ctx)
{
	struct address *a = ctx;
	return sys_accept(run, fd, &a->sa, &a->len);
}

/* Linux hands no mode on to the new socket; CPython sets it all the same where the listener had a
 * timeout and new sockets have none. */
static int unblock(struct call *c, const struct sock *listener, struct sock *s)
{
	if (sock_timeout(s) != TIMEOUT_NONE || sock_timeout(listener) <= 0)
		return 0;
	return sock_set_timeout(c, s, TIMEOUT_NONE);
}

static int give_accepted(struct call *c, int fd, const struct address *peer)
{
	const struct sock *listener = self_sock(c);
	struct value *pair[2] = {0};
	int r = sock_wrap(c->run, fd, listener->family, listener->type, listener->proto, &pair[0]);
	if (r == 0)
		r = unblock(c, listener, (struct sock *)pair[0]);
	if (r == 0)
		r = address_to_value(c->run, fd, peer, &pair[1]);
	if (r == 0)
		return give(c, value_tuple(2, pair));
	value_unref(pair[0]);
	return r;
}

static int op_accept(struct call *c)
{
	struct sock *s = self_sock(c);
	struct address peer;
	struct wait w = {.call = c, .sock = s, .events = POLLIN};
	if (!address_room(s->family, &peer))
		return exc_raise(c->run, &exc_OSError, "getsockaddrlen: bad family");
	ssize_t fd = wait_call(&w, attempt_accept, &peer);
	return fd < 0 ? wait_raise(c, fd) : give_accepted(c, (int)fd, &peer);
}

/* ---- connect ---- */

static ssize_t attempt_connect(struct run *run, int fd, void *ctx)
{
	const struct address *a = ctx;
	return sys_connect(run, fd, &a->sa, a->len);
}

/* How a connect that went on by itself has ended. */
static ssize_t attempt_outcome(struct run *run, int fd, void *ctx)
{
	(void)ctx;
	int errnum = 0;
	socklen_t len = sizeof errnum;
	int r = sys_getsockopt(run, fd, SOL_SOCKET, SO_ERROR, &errnum, &len);
	if (r < 0)
		return r;
	return errnum == EISCONN ? 0 : -errnum;
}

ssize_t sock_connect(struct call *c, struct sock *s, struct address *a)
{
	struct wait w = {.call = c, .sock = s, .events = POLLOUT | POLLERR, .poll_first = true};
	ssize_t r = wait_once(&w, attempt_connect, a);
	if (r == -EINTR && (run_cancelled(c->run) || sock_timeout(s) == 0))
		return r;
	/* interrupted, or with a timeout: the kernel goes on connecting, wait for the outcome */
	if (r == -EINTR || (r == -EINPROGRESS && sock_timeout(s) > 0))
		return wait_call(&w, attempt_outcome, NULL);
	return r;
}

static int op_connect(struct call *c)
{
	struct sock *s = self_sock(c);
	struct address a;
	int r = address_from_value(c->run, "connect", s->family, sock_fd(s), c->arg[0], &a);
	if (r < 0)
		return r;
	ssize_t code = sock_connect(c, s, &a);
	return code < 0 ? wait_raise(c, code) : 0;
}

static int op_connect_ex(struct call *c)
{
	struct sock *s = self_sock(c);
	struct address a;
	int r = address_from_value(c->run, "connect_ex", s->family, sock_fd(s), c->arg[0], &a);
	if (r < 0)
		return r;
	ssize_t code = sock_connect(c, s, &a);
	if (code == -EINTR && run_cancelled(c->run))
		return wait_raise(c, code);
	return give(c, value_int(code == WAIT_TIMED_OUT ? EWOULDBLOCK : -code));
}

static int op_shutdown(struct call *c)
{
	int how;
	int r = call_c_int_alone(c, 0, &how);
	if (r < 0)
		return r;
	r = sys_shutdown(c->run, sock_fd(self_sock(c)), how);
	return r < 0 ? sock_raise(c, -r) : 0;
}

static const struct op rows[] = {
    {
	.name = "bind",
	.self = &type_socket,
	.params = {{"address", PARAM_ADDRESS, .help = "port 0: the kernel chooses; host '': any"}},
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Give the socket a name of its own.\n"
		"EADDRINUSE: somebody has it; on Linux SO_REUSEADDR helps only if both sockets "
		"have it. A path "
		"of AF_UNIX stays after close(): remove the file first. Ports below 1024 need "
		"CAP_NET_BIND_SERVICE.",
	.prototype = "int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen)",
	.man = "bind(2)",
	.run = op_bind,
    },
    {
	.name = "listen",
	.self = &type_socket,
	.params = {{"backlog", PARAM_INT, .dflt = "128", .help = "how many may wait for accept()"}},
	.flags = OP_POSITIONAL,
	.help = "Let the kernel take connections; accept() fetches them.\n"
		"The accept queue of TCP holds backlog + 1; after that a client's SYN waits. "
		"net.core.somaxconn "
		"is the upper limit.",
	.prototype = "int listen(int sockfd, int backlog)",
	.man = "listen(2)",
	.run = op_listen,
    },
    {
	.name = "accept",
	.self = &type_socket,
	.flags = OP_POSITIONAL | OP_BLOCKS | OP_PYTHON,
	.help =
	    "Take the first connection that waits: (socket, address).\n"
	    "The new socket blocks, whatever the listener does, unless setdefaulttimeout() says "
	    "otherwise. "
	    "The kernel has made the connection before: the client may have sent data, or be gone.",
	.prototype =
	    "int accept4(int sockfd, struct sockaddr *addr, socklen_t *addrlen, int flags)",
	.man = "accept(2)",
	.waits = "a connection",
	.run = op_accept,
    },
    {
	.name = "connect",
	.self = &type_socket,
	.params = {{"address", PARAM_ADDRESS, .help = "whom to talk to"}},
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Connect to the peer; for datagrams, only remember it.\n"
		"It succeeds as soon as the peer's kernel has it in its queue, before accept(). A "
		"refused "
		"connection leaves the socket usable. Non-blocking: EINPROGRESS, then POLLOUT and "
		"SO_ERROR.",
	.prototype = "int connect(int sockfd, const struct sockaddr *addr, socklen_t addrlen)",
	.man = "connect(2)",
	.waits = "the connection",
	.run = op_connect,
    },
    {
	.name = "connect_ex",
	.self = &type_socket,
	.params = {{"address", PARAM_ADDRESS, .help = "whom to talk to"}},
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "As connect(), but gives the error number, 0 for success.\n"
		"A timeout gives EAGAIN (11), and trying again EALREADY (114). Names that are not "
		"found still "
		"raise.",
	.prototype = "int connect(int sockfd, const struct sockaddr *addr, socklen_t addrlen)",
	.man = "connect(2)",
	.waits = "the connection",
	.run = op_connect_ex,
    },
    {
	.name = "shutdown",
	.self = &type_socket,
	.params = {{"how", PARAM_HOW, .help = "SHUT_RD, SHUT_WR or SHUT_RDWR"}},
	.flags = OP_POSITIONAL,
	.help = "End one direction or both, whoever else holds the descriptor.\n"
		"SHUT_WR is the end of file for the peer; one can still receive (half-close). It "
		"wakes calls "
		"that wait. The descriptor stays open.",
	.prototype = "int shutdown(int sockfd, int how)",
	.man = "shutdown(2)",
	.run = op_shutdown,
    },
};

const struct op_list ops_connect = {rows, sizeof rows / sizeof *rows};
