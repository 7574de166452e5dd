/* How sockets come and go: socket, socketpair, fromfd, dup, detach, close. */
#include "core/ops/open.h"

#include <errno.h>
#include <limits.h>
#include <sys/socket.h>

#include "core/ops/address.h"
#include "core/ops/give.h"
#include "core/ops/lists.h"
#include "core/ops/sock.h"
#include "core/ops/sys.h"
#include "core/ops/timeouts.h"
#include "core/ops/wait.h"

#define LINGERS "unsent data to go (SO_LINGER)"

enum { FAMILY, TYPE, PROTO, FILENO };

/* An int of the constructor: -1 stands for "not said", as in Python. */
static int read_number(struct call *c, size_t i, int *out)
{
	*out = -1;
	return c->defaulted & 1u << i ? 0 : call_c_int_alone(c, i, out);
}

/* What a socket is; -1 stands for "not said". */
struct kind {
	int family, type, proto;
};

static int ask_option(struct call *c, int fd, int name, int *out)
{
	socklen_t len = sizeof *out;
	if (*out != -1)
		return 0;
	return sys_getsockopt(c->run, fd, SOL_SOCKET, name, out, &len);
}

/* A descriptor that exists already: the kernel tells what was not said. */
static int examine(struct call *c, int fd, struct kind *k)
{
	struct address a = {.len = sizeof a.storage};
	if (fd < 0)
		return exc_raise(c->run, &exc_ValueError, "negative file descriptor");
	int r = sys_getsockname(c->run, fd, &a.sa, &a.len);
	if (r < 0 && (k->family == -1 || r == -EBADF || r == -ENOTSOCK))
		return sock_raise(c, -r);
	if (k->family == -1)
		k->family = a.sa.sa_family;
	r = ask_option(c, fd, SO_TYPE, &k->type);
	if (r >= 0)
		r = ask_option(c, fd, SO_PROTOCOL, &k->proto);
	return r < 0 ? sock_raise(c, -r) : 0;
}

static int wrap(struct call *c, int fd, const struct kind *k)
{
	return sock_wrap(c->run, fd, k->family, k->type, k->proto, &c->result);
}

static int open_new(struct call *c, struct kind *k)
{
	k->family = k->family == -1 ? AF_INET : k->family;
	k->type = k->type == -1 ? SOCK_STREAM : k->type;
	k->proto = k->proto == -1 ? 0 : k->proto;
	int fd = sys_socket(c->run, k->family, k->type | SOCK_CLOEXEC, k->proto);
	return fd < 0 ? sock_raise(c, -fd) : wrap(c, fd, k);
}

static int adopt(struct call *c, struct kind *k)
{
	int64_t fd;
	int r = call_int(c, FILENO, &fd);
	if (r == 0)
		r = examine(c, (int)fd, k);
	return r < 0 ? r : wrap(c, (int)fd, k);
}

int op_socket(struct call *c)
{
	struct kind k = {-1, -1, -1};
	int r = read_number(c, FAMILY, &k.family);
	if (r == 0)
		r = read_number(c, TYPE, &k.type);
	if (r == 0)
		r = read_number(c, PROTO, &k.proto);
	if (r < 0)
		return r;
	return has_arg(c, FILENO) ? adopt(c, &k) : open_new(c, &k);
}

static int wrap_pair(struct call *c, const int fd[2], int family, int type, int proto)
{
	struct value *pair[2] = {0};
	int r = sock_wrap(c->run, fd[0], family, type, proto, &pair[0]);
	if (r < 0) {
		sys_close(c->run, fd[1]);
		return r;
	}
	r = sock_wrap(c->run, fd[1], family, type, proto, &pair[1]);
	if (r < 0) {
		value_unref(pair[0]);
		return r;
	}
	return give(c, value_tuple(2, pair));
}

static int op_socketpair(struct call *c)
{
	int family = AF_UNIX, type, proto, fd[2];
	int r = has_arg(c, FAMILY) ? call_c_int(c, FAMILY, &family) : 0;
	if (r == 0)
		r = call_c_int(c, TYPE, &type);
	if (r == 0)
		r = call_c_int(c, PROTO, &proto);
	if (r < 0)
		return r;
	r = sys_socketpair(c->run, family, type | SOCK_CLOEXEC, proto, fd);
	return r < 0 ? sock_raise(c, -r) : wrap_pair(c, fd, family, type, proto);
}

static int read_fd(struct call *c, size_t i, int *fd)
{
	int64_t n;
	int r = call_int(c, i, &n);
	*fd = (int)n;
	return r;
}

static int op_fromfd(struct call *c)
{
	struct kind k;
	int fd;
	int r = read_fd(c, 0, &fd);
	if (r == 0)
		r = call_c_int(c, 1, &k.family);
	if (r == 0)
		r = call_c_int(c, 2, &k.type);
	if (r == 0)
		r = call_c_int(c, 3, &k.proto);
	if (r < 0)
		return r;
	int copy = sys_dup(c->run, fd);
	if (copy < 0)
		return sock_raise(c, -copy);
	r = examine(c, copy, &k);
	if (r < 0) {
		sys_close(c->run, copy);
		return r;
	}
	return wrap(c, copy, &k);
}

static int op_dup_fd(struct call *c)
{
	int fd;
	int r = read_fd(c, 0, &fd);
	if (r < 0)
		return r;
	r = sys_dup(c->run, fd);
	return r < 0 ? sock_raise(c, -r) : give(c, value_int(r));
}

static int op_dup(struct call *c)
{
	struct sock *s = self_sock(c);
	int fd = sys_dup(c->run, sock_fd(s));
	if (fd < 0)
		return sock_raise(c, -fd);
	int r = sock_wrap(c->run, fd, s->family, s->type, s->proto, &c->result);
	if (r < 0)
		return r;
	return sock_set_timeout(c, (struct sock *)c->result, sock_timeout(s));
}

static int op_detach(struct call *c)
{
	struct sock *s = self_sock(c);
	atomic_store(&s->closed, true);
	return give(c, value_int(atomic_exchange(&s->fd, -1)));
}

/* Not retried after EINTR: Linux has released the descriptor by then (close(2)). With SO_LINGER it
 * waits for the peer; interrupted, it says that all is well (socket(7)). */
static int close_fd(struct call *c, int fd)
{
	run_wait_begin(c->run, LINGERS, fd);
	int r = sys_close(c->run, fd);
	run_wait_end(c->run);
	if (r == 0 && run_cancelled(c->run))
		r = -EINTR;
	return r < 0 && r != -ECONNRESET ? sock_raise(c, -r) : 0;
}

static int close_now(struct call *c, struct sock *s)
{
	int fd = atomic_exchange(&s->fd, -1);
	if (fd < 0)
		return 0;
	wait_settle(s, fd);
	return close_fd(c, fd);
}

/* Each of these two does its own before it looks at the other's, in one order for all threads
 * (sequentially consistent): so one of them closes. */
static int op_close(struct call *c)
{
	struct sock *s = self_sock(c);
	atomic_store(&s->closed, true);
	return atomic_load(&s->files) > 0 ? 0 : close_now(c, s);
}

int sock_close_file(struct call *c, struct sock *s)
{
	bool last = atomic_fetch_sub(&s->files, 1) == 1;
	return last && atomic_load(&s->closed) ? close_now(c, s) : 0;
}

static int op_close_fd(struct call *c)
{
	int fd;
	int r = read_fd(c, 0, &fd);
	return r < 0 ? r : close_fd(c, fd);
}

const struct op op_row_socket = {
    .name = "socket",
    .params =
	{
	    {"family", PARAM_FAMILY, .dflt = "AF_INET", .help = "what addresses look like"},
	    {"type", PARAM_TYPE, .dflt = "SOCK_STREAM", .help = "a stream, datagrams, raw packets"},
	    {"proto", PARAM_PROTO, .dflt = "0", .help = "0: the usual one for family and type"},
	    {"fileno", PARAM_INT, .dflt = "None", .help = "take this descriptor, open already"},
	},
    .help = "Make a socket: an endpoint without an address yet.\n"
	    "A pair that the kernel does not have fails here: EAFNOSUPPORT, ESOCKTNOSUPPORT, "
	    "EPROTONOSUPPORT say which part. SOCK_RAW and AF_PACKET need CAP_NET_RAW.",
    .prototype = "int socket(int domain, int type, int protocol)",
    .man = "socket(2)",
    .run = op_socket,
};

static const struct op rows[] = {
    {
	.name = "socketpair",
	.params =
	    {
		{"family", PARAM_FAMILY, .dflt = "None",
		    .help = "None: AF_UNIX, the only one on Linux"},
		{"type", PARAM_TYPE, .dflt = "SOCK_STREAM",
		    .help = "SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET"},
		{"proto", PARAM_PROTO, .dflt = "0", .help = "0: the usual one"},
	    },
	.flags = OP_PYTHON,
	.help = "Make two sockets that are connected to each other.\n"
		"Neither has a name; AF_INET says EOPNOTSUPP.",
	.prototype = "int socketpair(int domain, int type, int protocol, int sv[2])",
	.man = "socketpair(2)",
	.run = op_socketpair,
    },
    {
	.name = "fromfd",
	.params =
	    {
		{"fd", PARAM_INT, .help = "an open descriptor; it stays open beside the socket"},
		{"family", PARAM_FAMILY, .help = "what addresses look like"},
		{"type", PARAM_TYPE, .help = "as the descriptor was made"},
		{"proto", PARAM_PROTO, .dflt = "0", .help = "0: the usual one"},
	    },
	.flags = OP_PYTHON,
	.help = "Make a socket from a copy of a descriptor.\n"
		"Both refer to one open socket: its mode, options and peer are shared.",
	.prototype = "int fcntl(int fd, F_DUPFD_CLOEXEC, int least)",
	.man = "fcntl(2)",
	.run = op_fromfd,
    },
    {
	.name = "dup",
	.params = {{"fd", PARAM_INT, .help = "an open descriptor"}},
	.flags = OP_POSITIONAL,
	.help = "Copy a descriptor; the copy is closed on exec.",
	.prototype = "int fcntl(int fd, F_DUPFD_CLOEXEC, int least)",
	.man = "fcntl(2)",
	.run = op_dup_fd,
    },
    {
	.name = "close",
	.params = {{"fd", PARAM_INT, .help = "a descriptor, as detach() gives it"}},
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Close a descriptor by its number.\n"
		"A socket object that still has this number does not learn of it.",
	.prototype = "int close(int fd)",
	.man = "close(2)",
	.waits = LINGERS,
	.run = op_close_fd,
    },
    {
	.name = "close",
	.self = &type_socket,
	.flags = OP_POSITIONAL | OP_PYTHON | OP_BLOCKS,
	.help = "Close the descriptor; a second close does nothing.\n"
		"Data that was not read makes it a reset instead of an end of file for the peer. A "
		"recv() that "
		"waits in another thread goes on waiting: shutdown() would wake it. Another copy "
		"of the "
		"descriptor (dup, a forked child) keeps the connection open, and so do files of "
		"makefile().",
	.prototype = "int close(int fd)",
	.man = "close(2)",
	.waits = LINGERS,
	.run = op_close,
    },
    {
	.name = "detach",
	.self = &type_socket,
	.flags = OP_POSITIONAL | OP_PYTHON,
	.help = "Give the descriptor away: the object is closed, the socket stays open.\n"
		"Nobody closes it then, unless close(fd) is called.",
	.run = op_detach,
    },
    {
	.name = "dup",
	.self = &type_socket,
	.flags = OP_POSITIONAL | OP_PYTHON,
	.help =
	    "A second object for the same open socket.\n"
	    "The connection ends when the last copy is closed; the non-blocking mode is shared.",
	.prototype = "int fcntl(int fd, F_DUPFD_CLOEXEC, int least)",
	.man = "fcntl(2)",
	.run = op_dup,
    },
};

const struct op_list ops_open = {rows, sizeof rows / sizeof *rows};
