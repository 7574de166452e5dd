/* Taking messages with control data: recvmsg, recvmsg_into, recv_fds. */
#include <errno.h>
#include <limits.h>
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

struct incoming {
	struct sock *sock;
	struct msghdr msg;
	struct iovec iov; /* the one that is given as bytes; or all of msg's lie in its memory */
	struct address from;
	int flags;
	size_t got;   /* bytes in the buffer */
	ssize_t gave; /* what recvmsg() said: with MSG_TRUNC asked for, it may be more */
};

static void incoming_fini(struct incoming *in)
{
	free(in->iov.iov_base);
	free(in->msg.msg_control);
	if (in->msg.msg_iov != &in->iov)
		free(in->msg.msg_iov);
}

/* Room for data and control data, zeroed: nobody ever sees what the memory held before. */
static int incoming_init(struct call *c, struct incoming *in, int64_t size, int64_t control)
{
	if (size < 0)
		return exc_raise(c->run, &exc_ValueError, "negative buffer size in recvmsg()");
	if (control < 0 || control > INT32_MAX)
		return exc_raise(c->run, &exc_ValueError, "invalid ancillary data buffer length");
	if ((uint64_t)size > RECEIVE_MAX)
		return exc_raise_memory(c->run);
	if (!address_room(in->sock->family, &in->from))
		return exc_raise(c->run, &exc_OSError, "getsockaddrlen: bad family");
	in->iov.iov_len = (size_t)size;
	in->iov.iov_base = calloc(size ? (size_t)size : 1, 1);
	in->msg.msg_control = control ? calloc((size_t)control, 1) : NULL;
	if (!in->iov.iov_base || (control && !in->msg.msg_control)) {
		incoming_fini(in);
		return exc_raise_memory(c->run);
	}
	in->msg.msg_controllen = (size_t)control;
	in->msg.msg_iov = &in->iov;
	in->msg.msg_iovlen = 1;
	return 0;
}

/* The kernel changes the header: each attempt starts from a fresh one. */
static ssize_t attempt_recvmsg(struct run *run, int fd, void *ctx)
{
	struct incoming *in = ctx;
	struct msghdr msg = in->msg;
	msg.msg_name = &in->from.sa;
	msg.msg_namelen = in->from.len;
	ssize_t r = sys_recvmsg(run, fd, &msg, in->flags);
	if (r >= 0)
		in->msg = msg;
	return r;
}

static void note_incoming(struct call *c, const struct incoming *in, ssize_t got)
{
	bool cut = got >= 0 && in->msg.msg_flags & MSG_TRUNC && (size_t)got == in->got;
	if (in->flags & (MSG_PEEK | MSG_ERRQUEUE))
		return;
	if (cut)
		sock_received_cut(in->sock, c->op->name, in->iov.iov_base, in->got);
	else
		sock_received(in->sock, c->op->name, in->iov.iov_base, in->iov.iov_len, got);
}

static int receive_message(struct call *c, struct incoming *in)
{
	struct wait w = {.call = c, .sock = in->sock, .events = POLLIN};
	ssize_t got = in->gave = wait_call(&w, attempt_recvmsg, in);
	if (got >= 0)
		in->got = (size_t)got < in->iov.iov_len ? (size_t)got : in->iov.iov_len;
	note_incoming(c, in, got);
	if (got < 0)
		return wait_raise(c, got);
	in->from.len = in->msg.msg_namelen;
	return 0;
}

/* ---- control messages as values ---- */

/* The next one that is whole or cut at its end; *len: its bytes of data that are there. */
static struct cmsghdr *next_control(struct msghdr *msg, struct cmsghdr *c, size_t *len)
{
	c = c ? CMSG_NXTHDR(msg, c) : CMSG_FIRSTHDR(msg);
	if (!c || c->cmsg_len < CMSG_LEN(0))
		return NULL;
	size_t offset = (size_t)((char *)CMSG_DATA(c) - (char *)msg->msg_control);
	size_t room = msg->msg_controllen - offset;
	*len = c->cmsg_len - CMSG_LEN(0);
	if (*len > room)
		*len = room;
	return c;
}

static struct value *control_value(const struct cmsghdr *c, size_t len)
{
	struct value *item[] = {
	    value_int(c->cmsg_level),
	    value_int(c->cmsg_type),
	    value_bytes((const char *)c + CMSG_LEN(0), len),
	};
	if (item[0] && item[1] && item[2])
		return value_tuple(3, item);
	for (size_t i = 0; i < 3; i++)
		value_unref(item[i]);
	return NULL;
}

static size_t count_controls(struct msghdr *msg)
{
	size_t n = 0, len;
	for (struct cmsghdr *c = NULL; (c = next_control(msg, c, &len));)
		n++;
	return n;
}

static struct value *control_list(struct msghdr *msg)
{
	size_t total = count_controls(msg), n = 0, len;
	struct value **items = calloc(total ? total : 1, sizeof *items);
	struct value *list = NULL;
	for (struct cmsghdr *c = NULL; items && (c = next_control(msg, c, &len)); n++)
		if (!(items[n] = control_value(c, len)))
			break;
	if (items && n == total)
		list = value_list(n, items);
	for (size_t i = 0; items && n < total && i < n; i++)
		value_unref(items[i]);
	free(items);
	return list;
}

static bool is_rights(const struct cmsghdr *c)
{
	return c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS;
}

static int rights_at(const struct cmsghdr *c, size_t i)
{
	int fd;
	memcpy(&fd, (const char *)c + CMSG_LEN(0) + i * sizeof fd, sizeof fd);
	return fd;
}

/* Of a message that nobody gets to see, nobody could close them. */
static void close_rights(struct run *run, struct msghdr *msg)
{
	size_t len;
	for (struct cmsghdr *c = NULL; (c = next_control(msg, c, &len));)
		for (size_t i = 0; is_rights(c) && i < len / sizeof(int); i++)
			sys_close(run, rights_at(c, i));
}

/* (data, controls, flags, address), or what recv_fds() and recvmsg_into() have in their place. */
static int give_message(
    struct call *c, struct incoming *in, struct value *data, struct value *controls)
{
	struct value *item[4] = {data, controls};
	item[2] = value_int(in->msg.msg_flags);
	int r = 0;
	if (!item[0] || !item[1] || !item[2])
		r = exc_raise_memory(c->run);
	if (r == 0)
		r = address_to_value(c->run, sock_fd(in->sock), &in->from, &item[3]);
	if (r == 0)
		r = give(c, value_tuple(4, item));
	else
		for (size_t i = 0; i < 4; i++)
			value_unref(item[i]);
	if (r < 0)
		close_rights(c->run, &in->msg);
	return r;
}

static struct value *data_value(const struct incoming *in)
{
	return value_bytes(in->iov.iov_base, in->got);
}

static int op_recvmsg(struct call *c)
{
	struct incoming in = {.sock = self_sock(c)};
	int64_t size, control;
	int r = call_int(c, 0, &size);
	if (r == 0)
		r = call_int(c, 1, &control);
	if (r == 0)
		r = call_c_int(c, 2, &in.flags);
	if (r == 0)
		r = incoming_init(c, &in, size, control);
	if (r < 0)
		return r;
	r = receive_message(c, &in);
	if (r == 0)
		r = give_message(c, &in, data_value(&in), control_list(&in.msg));
	incoming_fini(&in);
	return r;
}

/* ---- into buffers ---- */

/* The items of a list or tuple, all of them writable; *size: the bytes they have room for. */
static int check_targets(struct call *c, int64_t *size)
{
	const struct value *list = c->arg[0];
	*size = 0;
	if (!value_is_seq(list))
		return exc_raise(c->run, &exc_TypeError,
		    "recvmsg_into(): buffers are a list of bytearrays, not %s",
		    value_type_name(list));
	if (seq_len(list) > INT_MAX)
		return exc_raise(c->run, &exc_OSError, "recvmsg_into() argument 1 is too long");
	for (size_t i = 0; i < seq_len(list); i++) {
		const struct value *item = seq_item(list, i);
		if (!buffer_is_writable(item))
			return exc_raise(c->run, &exc_TypeError,
			    "recvmsg_into(): buffers are bytearrays, not %s",
			    value_type_name(item));
		*size += (int64_t)buffer_len(item);
	}
	return 0;
}

/* One piece of this call's memory for each buffer, as recv_into() has it. */
static int split_targets(struct call *c, struct incoming *in)
{
	const struct value *list = c->arg[0];
	size_t n = seq_len(list);
	char *at = in->iov.iov_base;
	struct iovec *iov = calloc(n ? n : 1, sizeof *iov);
	if (!iov)
		return exc_raise_memory(c->run);
	for (size_t i = 0; i < n; i++) {
		const struct value *item = seq_item(list, i);
		iov[i] = (struct iovec){at, buffer_len(item)};
		buffer_read(item, 0, at, iov[i].iov_len);
		at += iov[i].iov_len;
	}
	in->msg.msg_iov = iov;
	in->msg.msg_iovlen = n;
	return 0;
}

static void fill_targets(const struct value *list, const struct incoming *in)
{
	size_t left = in->got;
	for (size_t i = 0; i < in->msg.msg_iovlen && left; i++) {
		const struct iovec *iov = &in->msg.msg_iov[i];
		size_t part = iov->iov_len < left ? iov->iov_len : left;
		buffer_write(seq_item(list, i), 0, iov->iov_base, part);
		left -= part;
	}
}

static int op_recvmsg_into(struct call *c)
{
	struct incoming in = {.sock = self_sock(c)};
	int64_t size, control;
	int r = check_targets(c, &size);
	if (r == 0)
		r = call_int(c, 1, &control);
	if (r == 0)
		r = call_c_int(c, 2, &in.flags);
	if (r == 0)
		r = incoming_init(c, &in, size, control);
	if (r < 0)
		return r;
	r = split_targets(c, &in);
	if (r == 0)
		r = receive_message(c, &in);
	if (r == 0) {
		fill_targets(c->arg[0], &in);
		r = give_message(c, &in, value_int(in.gave), control_list(&in.msg));
	}
	incoming_fini(&in);
	return r;
}

/* ---- descriptors ---- */

static struct value *fd_list(struct msghdr *msg)
{
	size_t most = msg->msg_controllen / sizeof(int), n = 0, len;
	struct value **items = calloc(most ? most : 1, sizeof *items);
	bool ok = items;
	for (struct cmsghdr *c = NULL; ok && (c = next_control(msg, c, &len));) {
		for (size_t i = 0; ok && is_rights(c) && i < len / sizeof(int); i++) {
			ok = (items[n] = value_int(rights_at(c, i))) != NULL;
			n += ok;
		}
	}
	struct value *list = ok ? value_list(n, items) : NULL;
	for (size_t i = 0; items && !ok && i < n; i++)
		value_unref(items[i]);
	free(items);
	return list;
}

/* As Lib/socket.py of 3.11, which takes flags and does not use them. */
static int op_recv_fds(struct call *c)
{
	struct incoming in = {0};
	int64_t size, maxfds;
	int r = call_sock(c, 0, &in.sock);
	if (r == 0)
		r = call_int(c, 1, &size);
	if (r == 0)
		r = call_int(c, 2, &maxfds);
	if (r < 0)
		return r;
	if (maxfds < 0 || maxfds > (INT32_MAX - (int64_t)CMSG_LEN(0)) / (int64_t)sizeof(int))
		return exc_raise(c->run, &exc_OverflowError, "CMSG_LEN() argument out of range");
	r = incoming_init(c, &in, size, (int64_t)CMSG_LEN((size_t)maxfds * sizeof(int)));
	if (r < 0)
		return r;
	r = receive_message(c, &in);
	if (r == 0)
		r = give_message(c, &in, data_value(&in), fd_list(&in.msg));
	incoming_fini(&in);
	return r;
}

static const struct op rows[] = {
    {
	.name = "recvmsg",
	.self = &type_socket,
	.params =
	    {
		{"bufsize", PARAM_INT, .help = "at most so many bytes"},
		{"ancbufsize", PARAM_INT, .dflt = "0",
		    .help = "room for control data: CMSG_SPACE(...)"},
		PARAM_MSG_FLAGS,
	    },
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Take data with its control messages: (data, controls, flags, address).\n"
		"The flags of the result tell what recv() hides: MSG_TRUNC, the datagram was "
		"longer; MSG_CTRUNC, "
		"control data was lost, descriptors with it.",
	.prototype = "ssize_t recvmsg(int sockfd, struct msghdr *msg, int flags)",
	.man = "recvmsg(2)",
	.waits = "data",
	.run = op_recvmsg,
    },
    {
	.name = "recvmsg_into",
	.self = &type_socket,
	.params =
	    {
		{"buffers", PARAM_TUPLE, .help = "a list of bytearrays, filled one after another"},
		{"ancbufsize", PARAM_INT, .dflt = "0",
		    .help = "room for control data: CMSG_SPACE(...)"},
		PARAM_MSG_FLAGS,
	    },
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Take data into bytearrays: (how many bytes, controls, flags, address).\n"
		"One call fills several, a header and what it heads for one. The flags tell what "
		"was lost: MSG_TRUNC of the data, MSG_CTRUNC of the control data.",
	.prototype = "ssize_t recvmsg(int sockfd, struct msghdr *msg, int flags)",
	.man = "recvmsg(2)",
	.waits = "data",
	.run = op_recvmsg_into,
    },
    {
	.name = "recv_fds",
	.params =
	    {
		{"sock", PARAM_SOCKET, .help = "an AF_UNIX socket"},
		{"bufsize", PARAM_INT, .help = "at most so many bytes of data"},
		{"maxfds", PARAM_INT, .help = "at most so many descriptors; the rest is closed"},
		{"flags", PARAM_FLAGS, .dflt = "0", .help = "not used, as in Python"},
	    },
	.flags = OP_BLOCKS | OP_PYTHON,
	.help = "Take descriptors: (data, list of descriptors, flags, address).\n"
		"They are open from now on: wrap them with socket(fileno=...) or close them with "
		"close(fd).",
	.prototype = "ssize_t recvmsg(int sockfd, struct msghdr *msg, int flags)",
	.man = "unix(7)",
	.waits = "data",
	.run = op_recv_fds,
    },
};

const struct op_list ops_message_recv = {rows, sizeof rows / sizeof *rows};
