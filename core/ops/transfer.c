/* Bytes in and out: recv, recvfrom, send, sendall, sendto. */
#include "core/ops/transfer.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/ops/address.h"
#include "core/ops/give.h"
#include "core/ops/lists.h"
#include "core/ops/sys.h"
#include "core/ops/wait.h"

/* ---- what is kept of each transfer ---- */

bool sock_keeps_boundaries(const struct sock *s)
{
	return s->type != SOCK_STREAM;
}

static void note_failure(struct sock *s, const char *call, ssize_t code)
{
	if (code == -ECONNRESET)
		sock_note(s, DATA_RESET, call, NULL, 0, 0, false);
}

static void keep_received(
    struct sock *s, const char *call, const void *data, size_t len, size_t real, bool cut)
{
	atomic_fetch_add_explicit(&s->bytes_in, len, memory_order_relaxed);
	sock_note(s, DATA_IN, call, data, len, real, cut);
}

void sock_received(struct sock *s, const char *call, const void *data, size_t room, ssize_t got)
{
	if (got < 0) {
		note_failure(s, call, got);
		return;
	}
	size_t real = (size_t)got, len = real < room ? real : room;
	/* an empty datagram is data; a packet stream (SEQPACKET) ends as a byte stream does */
	if (!real && room && (s->type == SOCK_STREAM || s->type == SOCK_SEQPACKET))
		sock_note(s, DATA_EOF, call, NULL, 0, 0, false);
	else
		keep_received(s, call, data, len, real, real > len);
}

void sock_received_cut(struct sock *s, const char *call, const void *data, size_t len)
{
	keep_received(s, call, data, len, len, true);
}

void sock_sent_part(struct sock *s, const char *call, const void *data, size_t kept, ssize_t sent)
{
	if (sent < 0) {
		note_failure(s, call, sent);
		return;
	}
	atomic_fetch_add_explicit(&s->bytes_out, (size_t)sent, memory_order_relaxed);
	sock_note(s, DATA_OUT, call, data, kept, (size_t)sent, false);
}

void sock_sent(struct sock *s, const char *call, const void *data, ssize_t sent)
{
	sock_sent_part(s, call, data, sent < 0 ? 0 : (size_t)sent, sent);
}

/* ---- receiving ---- */

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

/* Arguments 0 and 1: bufsize and flags. */
static int read_receive(struct call *c, struct receive *r)
{
	int64_t size;
	int e = call_int(c, 0, &size);
	if (e == 0)
		e = call_c_int(c, 1, &r->flags);
	if (e < 0)
		return e;
	if (size < 0)
		return exc_raise(c->run, &exc_ValueError, "negative buffersize in %s", c->op->name);
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

ssize_t sock_recv(struct call *c, struct sock *sock, void *data, size_t len)
{
	struct receive r = {.data = data, .len = len, .extra = extra_flags(sock)};
	ssize_t got = receive(c, sock, &r);
	return got > 0 && (size_t)got > len ? (ssize_t)len : got;
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

static int give_received_from(struct call *c, const struct receive *r, size_t got)
{
	struct value *pair[2] = {received_value(r, got), NULL};
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
	e = got < 0 ? wait_raise(c, got) : give_received_from(c, &r, (size_t)got);
	free(r.data);
	return e;
}

/* ---- sending ---- */

struct sending {
	const char *data;
	size_t len;
	int flags;
	const struct address *to; /* NULL: the peer */
};

/* Without MSG_NOSIGNAL a broken connection would end this program by SIGPIPE. */
static ssize_t attempt_send(struct run *run, int fd, void *ctx)
{
	const struct sending *s = ctx;
	int flags = s->flags | MSG_NOSIGNAL;
	if (!s->to)
		return sys_send(run, fd, s->data, s->len, flags);
	return sys_sendto(run, fd, s->data, s->len, flags, &s->to->sa, s->to->len);
}

static int read_data(struct call *c, struct sending *s)
{
	const void *data;
	int e = call_bytes(c, 0, &data, &s->len);
	s->data = e < 0 ? NULL : data;
	return e;
}

static ssize_t send_some(struct wait *w, struct sending *s)
{
	ssize_t sent = wait_call(w, attempt_send, s);
	sock_sent(w->sock, w->call->op->name, s->data, sent);
	return sent;
}

static int give_sent(struct call *c, ssize_t sent)
{
	return sent < 0 ? wait_raise(c, sent) : give(c, value_int(sent));
}

ssize_t sock_send(struct call *c, struct sock *sock, const void *data, size_t len)
{
	struct sending s = {.data = data, .len = len};
	struct wait w = {.call = c, .sock = sock, .events = POLLOUT};
	return send_some(&w, &s);
}

static int op_send(struct call *c)
{
	struct sending s = {0};
	struct wait w = {.call = c, .sock = self_sock(c), .events = POLLOUT};
	int e = read_data(c, &s);
	if (e == 0)
		e = call_c_int(c, 1, &s.flags);
	return e < 0 ? e : give_sent(c, send_some(&w, &s));
}

/* One deadline for the whole; at least one call, also for nothing. */
static ssize_t send_everything(struct wait *w, struct sending *s)
{
	int64_t timeout = sock_timeout(w->sock);
	if (timeout > 0) {
		w->has_deadline = true;
		w->deadline_ns = clock_mono_ns() + timeout;
	}
	do {
		ssize_t sent = send_some(w, s);
		if (sent < 0)
			return sent;
		s->data += sent;
		s->len -= (size_t)sent;
	} while (s->len);
	return 0;
}

static int op_sendall(struct call *c)
{
	struct sending s = {0};
	struct wait w = {.call = c, .sock = self_sock(c), .events = POLLOUT};
	int e = read_data(c, &s);
	if (e == 0)
		e = call_c_int(c, 1, &s.flags);
	if (e < 0)
		return e;
	ssize_t code = send_everything(&w, &s);
	return code < 0 ? wait_raise(c, code) : 0;
}

/* sendto(bytes, address) or sendto(bytes, flags, address). */
static int op_sendto(struct call *c)
{
	struct sock *sock = self_sock(c);
	struct address to;
	struct sending s = {.to = &to};
	struct wait w = {.call = c, .sock = sock, .events = POLLOUT};
	if (c->given < 2)
		return exc_raise(c->run, &exc_TypeError,
		    "sendto() takes 2 or 3 arguments (%zu given): the data, then the address",
		    c->given);
	int e = read_data(c, &s);
	if (e == 0 && c->given == 3)
		e = call_c_int(c, 1, &s.flags);
	if (e == 0)
		e = address_from_value(
		    c->run, "sendto", sock->family, sock_fd(sock), c->arg[c->given - 1], &to);
	return e < 0 ? e : give_sent(c, send_some(&w, &s));
}

#define FLAGS                                                                                      \
	{                                                                                          \
		"flags", PARAM_FLAGS, .dflt = "0", .help = "MSG_ constants joined by |"            \
	}
#define BUFSIZE                                                                                    \
	{                                                                                          \
		"bufsize", PARAM_INT, .help = "at most so many bytes"                              \
	}
#define DATA                                                                                       \
	{                                                                                          \
		"data", PARAM_BYTES, .help = "b'...', or 'text'.encode()"                          \
	}

static const struct op rows[] = {
    {
	.name = "recv",
	.self = &type_socket,
	.params = {BUFSIZE, FLAGS},
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
	.params = {BUFSIZE, FLAGS},
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
	.name = "send",
	.self = &type_socket,
	.params = {DATA, FLAGS},
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Give bytes to the kernel; says how many it took.\n"
		"May take fewer than given: sendall() goes on until all are taken. Taken is not "
		"arrived: after "
		"the peer closed, the first send succeeds and the second says EPIPE.",
	.prototype = "ssize_t sendto(int sockfd, const void *buf, size_t len, int flags, NULL, 0)",
	.man = "send(2)",
	.waits = "room in the send buffer",
	.run = op_send,
    },
    {
	.name = "sendall",
	.self = &type_socket,
	.params = {DATA, FLAGS},
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Send until all is taken.\n"
		"The timeout is for the whole. When it fails Python cannot say how much went; the "
		"journal's "
		"calls can.",
	.prototype = "ssize_t sendto(int sockfd, const void *buf, size_t len, int flags, NULL, 0)",
	.man = "send(2)",
	.waits = "room in the send buffer",
	.run = op_sendall,
    },
    {
	.name = "sendto",
	.self = &type_socket,
	.params = {DATA, FLAGS,
	    {"address", PARAM_ADDRESS, .dflt = "", .help = "whom it is for; the last argument"}},
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Send one datagram to an address.\n"
		"A connected stream ignores the address. Broadcast needs SO_BROADCAST (EACCES). "
		"The largest "
		"datagram of UDP has 65507 bytes (EMSGSIZE). That nobody listens there a connected "
		"socket "
		"learns later, another one never.",
	.prototype =
	    "ssize_t sendto(int sockfd, const void *buf, size_t len, int flags, const struct "
	    "sockaddr *addr, socklen_t addrlen)",
	.man = "sendto(2)",
	.waits = "room in the send buffer",
	.run = op_sendto,
    },
};

const struct op_list ops_transfer = {rows, sizeof rows / sizeof *rows};
