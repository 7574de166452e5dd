/* What is kept of bytes in and out; and bytes out: send, sendall, sendto. */
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

#define DATA                                                                                       \
	{                                                                                          \
		"data", PARAM_BYTES, .help = "b'...', or 'text'.encode()"                          \
	}

static const struct op rows[] = {
    {
	.name = "send",
	.self = &type_socket,
	.params = {DATA, PARAM_MSG_FLAGS},
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
	.params = {DATA, PARAM_MSG_FLAGS},
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
	.params = {DATA, PARAM_MSG_FLAGS,
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
