/* Bytes in: recv and recvfrom, and recv_into and recvfrom_into, which fill a buffer. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/buffer.h"
#include "core/ops/address.h"
#include "core/ops/give.h"
#include "core/ops/lists.h"
#include "core/ops/sys.h"
#include "core/ops/transfer.h"
#include "core/ops/wait.h"

struct receive {
	char *data;
	size_t len;
	int flags;	      /* the caller's */
	int extra;	      /* ours */
	struct address *from; /* NULL: recv */
};

/*
 * With MSG_TRUNC the kernel tells how long a datagram was, so that one cut short can be told from
 * one that fits. On a stream the flag means to throw the data away.
 */
static int extra_flags(const struct sock *s)
{
	switch (s->family) {
	case AF_INET:
	case AF_INET6:
	case AF_UNIX:
	case AF_NETLINK:
	case AF_PACKET:
		return sock_keeps_boundaries(s) ? MSG_TRUNC : 0;
	}
	return 0;
}

static ssize_t attempt_receive(struct run *run, int fd, void *ctx)
{
	struct receive *r = ctx;
	int flags = r->flags | r->extra;
	if (!r->from)
		return sys_recv(run, fd, r->data, r->len, flags);
	return sys_recvfrom(run, fd, r->data, r->len, flags, &r->from->sa, &r->from->len);
}

/* Argument i and the one behind it: how many bytes, and flags. */
static int read_size(struct call *c, size_t i, int64_t *size, int *flags)
{
	int e = call_int(c, i, size);
	if (e == 0)
		e = call_c_int(c, i + 1, flags);
	if (e == 0 && *size < 0)
		e = exc_raise(c->run, &exc_ValueError, "negative buffersize in %s", c->op->name);
	return e;
}

static int read_receive(struct call *c, struct receive *r)
{
	int64_t size;
	int e = read_size(c, 0, &size, &r->flags);
	if (e < 0)
		return e;
	if ((uint64_t)size > RECEIVE_MAX)
		return exc_raise_memory(c->run);
	r->len = (size_t)size;
	r->extra = extra_flags(self_sock(c));
	/* zeroed: nobody ever sees what the memory held before */
	r->data = calloc(r->len ? r->len : 1, 1);
	return r->data ? 0 : exc_raise_memory(c->run);
}

/*
 * What Python gives: with MSG_TRUNC asked for, as many bytes as the datagram had; what the kernel
 * did not fill is zeros.
 */
static struct value *received_value(const struct receive *r, size_t got)
{
	if (got <= r->len)
		return value_bytes(r->data, got);
	if (!(r->flags & MSG_TRUNC))
		return value_bytes(r->data, r->len);
	struct value *v = value_bytes_room(got);
	if (v)
		memcpy(((struct text_value *)v)->data, r->data, r->len);
	return v;
}

static ssize_t receive(struct call *c, struct sock *s, struct receive *r)
{
	struct wait w = {.call = c, .sock = s, .events = POLLIN};
	ssize_t got = wait_call(&w, attempt_receive, r);
	if (!(r->flags & (MSG_PEEK | MSG_ERRQUEUE)))
		sock_received(s, c->op->name, r->data, r->len, got);
	return got;
}

/* How many bytes of a result the caller's buffer has. */
static size_t count_filled(const struct receive *r, size_t got)
{
	return got < r->len ? got : r->len;
}

ssize_t sock_recv(struct call *c, struct sock *sock, void *data, size_t len)
{
	struct receive r = {.data = data, .len = len, .extra = extra_flags(sock)};
	ssize_t got = receive(c, sock, &r);
	return got < 0 ? got : (ssize_t)count_filled(&r, (size_t)got);
}

static int op_recv(struct call *c)
{
	struct receive r = {0};
	int e = read_receive(c, &r);
	if (e < 0)
		return e;
	ssize_t got = r.len ? receive(c, self_sock(c), &r)
			    : 0; /* CPython does not ask the kernel for 0 bytes */
	e = got < 0 ? wait_raise(c, got) : give(c, received_value(&r, (size_t)got));
	free(r.data);
	return e;
}

/* first (taken): the data, or how much of it there was. */
static int give_with_address(struct call *c, const struct receive *r, struct value *first)
{
	struct value *pair[2] = {first, NULL};
	if (!pair[0])
		return exc_raise_memory(c->run);
	int e = address_to_value(c->run, sock_fd(self_sock(c)), r->from, &pair[1]);
	if (e == 0)
		return give(c, value_tuple(2, pair));
	value_unref(pair[0]);
	return e;
}

static int op_recvfrom(struct call *c)
{
	struct address from;
	struct receive r = {.from = &from};
	if (!address_room(self_sock(c)->family, &from))
		return exc_raise(c->run, &exc_OSError, "getsockaddrlen: bad family");
	int e = read_receive(c, &r);
	if (e < 0)
		return e;
	ssize_t got = receive(c, self_sock(c), &r);
	if (got < 0)
		e = wait_raise(c, got);
	else
		e = give_with_address(c, &r, received_value(&r, (size_t)got));
	free(r.data);
	return e;
}

/* ---- receiving into a buffer ---- */

/*
 * The kernel fills memory of this call alone, and what
 * came is copied from there: other lines may read the buffer, or fill it, while this one waits.
 * It begins as the buffer is, because the kernel may count bytes that it did not write.
 */
static int read_target(struct call *c, const char *too_small, struct receive *r)
{
	int64_t size;
	const struct value *target = c->arg[0];
	if (!buffer_is_writable(target))
		return exc_raise(c->run, &exc_TypeError,
		    "%s(): buffer takes a bytearray, or a memoryview of one, not %s", c->op->name,
		    value_type_name(target));
	int e = read_size(c, 1, &size, &r->flags);
	if (e < 0)
		return e;
	if ((uint64_t)size > buffer_len(target))
		return exc_raise(c->run, &exc_ValueError, "%s", too_small);
	r->len = size ? (size_t)size : buffer_len(target);
	r->extra = extra_flags(self_sock(c));
	r->data = malloc(r->len ? r->len : 1);
	if (!r->data)
		return exc_raise_memory(c->run);
	buffer_read(target, 0, r->data, r->len);
	return 0;
}

/* The number that Python gives: more than came into the buffer only with MSG_TRUNC asked for. */
static struct value *filled_value(struct call *c, const struct receive *r, size_t got)
{
	buffer_write(c->arg[0], 0, r->data, count_filled(r, got));
	return value_int((int64_t)(r->flags & MSG_TRUNC ? got : count_filled(r, got)));
}

static int op_recv_into(struct call *c)
{
	struct receive r = {0};
	int e = read_target(c, "buffer too small for requested bytes", &r);
	if (e < 0)
		return e;
	ssize_t got = r.len ? receive(c, self_sock(c), &r) : 0;
	e = got < 0 ? wait_raise(c, got) : give(c, filled_value(c, &r, (size_t)got));
	free(r.data);
	return e;
}

static int op_recvfrom_into(struct call *c)
{
	struct address from;
	struct receive r = {.from = &from};
	int e = read_target(c, "nbytes is greater than the length of the buffer", &r);
	if (e < 0)
		return e;
	if (!address_room(self_sock(c)->family, &from)) {
		free(r.data);
		return exc_raise(c->run, &exc_OSError, "getsockaddrlen: bad family");
	}
	ssize_t got = receive(c, self_sock(c), &r);
	if (got < 0)
		e = wait_raise(c, got);
	else
		e = give_with_address(c, &r, filled_value(c, &r, (size_t)got));
	free(r.data);
	return e;
}

#define BUFSIZE                                                                                    \
	{                                                                                          \
		"bufsize", PARAM_INT, .help = "at most so many bytes"                              \
	}
#define TARGET                                                                                     \
	{                                                                                          \
		.name = "buffer",                                                                  \
		.help = "the name of a bytearray, made before: buf = bytearray(1024)"              \
	}
#define NBYTES                                                                                     \
	{                                                                                          \
		"nbytes", PARAM_INT, .dflt = "0",                                                  \
				     .help = "at most so many; 0: all it has room for"             \
	}
static const struct op rows[] = {
    {
	.name = "recv",
	.self = &type_socket,
	.params = {BUFSIZE, PARAM_MSG_FLAGS},
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Take what has arrived, at least one byte.\n"
		"Reads are not writes: two sends may arrive as one, one as several. b'' from a "
		"stream is the end "
		"of file: the peer has shut down. A datagram longer than bufsize is cut.",
	.prototype = "ssize_t recvfrom(int sockfd, void *buf, size_t len, int flags, NULL, NULL)",
	.man = "recv(2)",
	.waits = "data",
	.run = op_recv,
    },
    {
	.name = "recvfrom",
	.self = &type_socket,
	.params = {BUFSIZE, PARAM_MSG_FLAGS},
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Take one datagram: (data, address).\n"
		"What does not fit into bufsize is lost without an error; the data pane marks it. "
		"An empty "
		"datagram is not an end of file. On a stream the address is None.",
	.prototype =
	    "ssize_t recvfrom(int sockfd, void *buf, size_t len, int flags, struct sockaddr "
	    "*addr, socklen_t *addrlen)",
	.man = "recvfrom(2)",
	.waits = "data",
	.run = op_recvfrom,
    },
    {
	.name = "recv_into",
	.self = &type_socket,
	.params = {TARGET, NBYTES, PARAM_MSG_FLAGS},
	.flags = OP_BLOCKS,
	.help =
	    "Take what has arrived into a bytearray; says how many bytes.\n"
	    "0 from a stream is the end of file. What stood in the buffer behind the bytes that "
	    "came stays: memoryview(buf)[n:] is the room that is left. A datagram longer than "
	    "the buffer is cut.",
	.prototype = "ssize_t recvfrom(int sockfd, void *buf, size_t len, int flags, NULL, NULL)",
	.man = "recv(2)",
	.waits = "data",
	.run = op_recv_into,
    },
    {
	.name = "recvfrom_into",
	.self = &type_socket,
	.params = {TARGET, NBYTES, PARAM_MSG_FLAGS},
	.flags = OP_BLOCKS,
	.help = "Take one datagram into a bytearray: (how many bytes, address).\n"
		"What does not fit into the buffer is lost without an error; the data pane marks "
		"it. On a stream the address is None.",
	.prototype =
	    "ssize_t recvfrom(int sockfd, void *buf, size_t len, int flags, struct sockaddr "
	    "*addr, socklen_t *addrlen)",
	.man = "recvfrom(2)",
	.waits = "data",
	.run = op_recvfrom_into,
    },
};

const struct op_list ops_receive = {rows, sizeof rows / sizeof *rows};
