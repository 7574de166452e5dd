/* Messages with control data: recvmsg, sendmsg, send_fds, recv_fds. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "core/ops/address.h"
#include "core/ops/give.h"
#include "core/ops/lists.h"
#include "core/ops/sys.h"
#include "core/ops/transfer.h"
#include "core/ops/wait.h"

/* ---- receiving ---- */

struct incoming {
	struct sock *sock;
	struct msghdr msg;
	struct iovec iov;
	struct address from;
	int flags;
	size_t got; /* bytes in the buffer */
};

static void incoming_fini(struct incoming *in)
{
	free(in->iov.iov_base);
	free(in->msg.msg_control);
}

/* Both buffers are zeroed: nobody ever sees what the memory held before. */
static int incoming_init(struct call *c, struct incoming *in, int64_t size, int64_t control)
{
	if (size < 0)
		return exc_raise(c->run, &exc_ValueError, "negative buffer size in recvmsg()");
	if (control < 0 || control > INT32_MAX)
		return exc_raise(c->run, &exc_ValueError, "invalid ancillary data buffer length");
	if ((uint64_t)size > VALUE_BYTES_MAX)
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
	ssize_t got = wait_call(&w, attempt_recvmsg, in);
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
	for (size_t i = 0; items && !list && i < n; i++)
		value_unref(items[i]);
	free(items);
	return list;
}

/* (data, controls, flags, address), or what recv_fds() has in place of the controls. */
static int give_message(struct call *c, struct incoming *in, struct value *controls)
{
	struct value *item[4] = {0};
	item[0] = value_bytes(in->iov.iov_base, in->got);
	item[1] = controls;
	item[2] = value_int(in->msg.msg_flags);
	int r = 0;
	if (!item[0] || !item[1] || !item[2])
		r = exc_raise_memory(c->run);
	if (r == 0)
		r = address_to_value(c->run, sock_fd(in->sock), &in->from, &item[3]);
	if (r == 0)
		return give(c, value_tuple(4, item));
	for (size_t i = 0; i < 4; i++)
		value_unref(item[i]);
	return r;
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
		r = give_message(c, &in, control_list(&in.msg));
	incoming_fini(&in);
	return r;
}

static bool is_rights(const struct cmsghdr *c)
{
	return c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS;
}

static struct value *fd_list(struct msghdr *msg)
{
	size_t most = msg->msg_controllen / sizeof(int), n = 0, len;
	struct value **items = calloc(most ? most : 1, sizeof *items);
	bool ok = items;
	for (struct cmsghdr *c = NULL; ok && (c = next_control(msg, c, &len));) {
		for (size_t i = 0; ok && is_rights(c) && i < len / sizeof(int); i++) {
			int fd;
			memcpy(&fd, (char *)CMSG_DATA(c) + i * sizeof fd, sizeof fd);
			ok = (items[n] = value_int(fd)) != NULL;
			n += ok;
		}
	}
	struct value *list = ok ? value_list(n, items) : NULL;
	for (size_t i = 0; items && !list && i < n; i++)
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
		r = give_message(c, &in, fd_list(&in.msg));
	incoming_fini(&in);
	return r;
}

/* ---- sending ---- */

struct outgoing {
	struct sock *sock;
	struct msghdr msg;
	struct address to;
	int flags;
};

static void outgoing_fini(struct outgoing *out)
{
	free(out->msg.msg_iov);
	free(out->msg.msg_control);
}

static int raise_not_bytes(struct call *c, const struct value *v)
{
	return exc_raise(c->run, &exc_TypeError, "a bytes-like object is required, not '%s'",
	    value_type_name(v));
}

static int read_buffers(struct call *c, const struct value *v, struct outgoing *out)
{
	if (!value_is_seq(v))
		return exc_raise(c->run, &exc_TypeError,
		    "%s(): the data is a list of bytes, not %s", c->op->name, value_type_name(v));
	size_t n = seq_len(v);
	if (n > INT_MAX)
		return exc_raise(c->run, &exc_OSError, "sendmsg() argument 1 is too long");
	out->msg.msg_iov = calloc(n ? n : 1, sizeof *out->msg.msg_iov);
	if (!out->msg.msg_iov)
		return exc_raise_memory(c->run);
	out->msg.msg_iovlen = n;
	for (size_t i = 0; i < n; i++) {
		struct value *item = seq_item(v, i);
		if (item->type != &type_bytes)
			return raise_not_bytes(c, item);
		out->msg.msg_iov[i].iov_base = ((struct text_value *)item)->data;
		out->msg.msg_iov[i].iov_len = text_len(item);
	}
	return 0;
}

/* One (level, type, data) of the list, checked; its data is borrowed. */
struct control {
	int level, type;
	const struct value *data;
};

static int read_control(struct call *c, const struct value *v, struct control *to)
{
	if (!value_is_seq(v) || seq_len(v) != 3)
		return exc_raise(c->run, &exc_TypeError,
		    "sendmsg(): control data is a list of (level, type, bytes)");
	const struct value *level = seq_item(v, 0), *type = seq_item(v, 1);
	if (!value_is_int(level) || !value_is_int(type))
		return exc_raise(
		    c->run, &exc_TypeError, "sendmsg(): level and type of control data are ints");
	to->level = (int)int_of(level);
	to->type = (int)int_of(type);
	to->data = seq_item(v, 2);
	return to->data->type == &type_bytes ? 0 : raise_not_bytes(c, to->data);
}

/* Check every item, and add up the room they take. */
static int measure_controls(struct call *c, const struct value *list, size_t *room)
{
	*room = 0;
	for (size_t i = 0; i < seq_len(list); i++) {
		struct control item;
		int r = read_control(c, seq_item(list, i), &item);
		if (r < 0)
			return r;
		*room += CMSG_SPACE(text_len(item.data));
		if (*room > INT32_MAX)
			return exc_raise(c->run, &exc_OSError, "too much ancillary data");
	}
	return 0;
}

static void put_control(struct msghdr *msg, size_t *offset, const struct control *item)
{
	struct cmsghdr *to = (void *)((char *)msg->msg_control + *offset);
	to->cmsg_level = item->level;
	to->cmsg_type = item->type;
	to->cmsg_len = CMSG_LEN(text_len(item->data));
	memcpy(CMSG_DATA(to), text_of(item->data), text_len(item->data));
	*offset += CMSG_SPACE(text_len(item->data));
}

static int read_controls(struct call *c, const struct value *list, struct outgoing *out)
{
	size_t room, offset = 0;
	if (!value_is_seq(list))
		return exc_raise(c->run, &exc_TypeError,
		    "sendmsg(): control data is a list of (level, type, bytes), not %s",
		    value_type_name(list));
	int r = measure_controls(c, list, &room);
	if (r < 0 || !room)
		return r;
	out->msg.msg_control = calloc(1, room);
	if (!out->msg.msg_control)
		return exc_raise_memory(c->run);
	out->msg.msg_controllen = room;
	for (size_t i = 0; i < seq_len(list); i++) {
		struct control item;
		read_control(c, seq_item(list, i), &item); /* measured before: cannot fail */
		put_control(&out->msg, &offset, &item);
	}
	return 0;
}

static ssize_t attempt_sendmsg(struct run *run, int fd, void *ctx)
{
	const struct outgoing *out = ctx;
	return sys_sendmsg(run, fd, &out->msg, out->flags | MSG_NOSIGNAL);
}

/* Log what went of the several buffers as the one message it was. */
static void note_outgoing(struct call *c, const struct outgoing *out, ssize_t sent)
{
	const size_t most = DATA_CALL_BYTES;
	struct buf b = {0};
	for (size_t i = 0; sent > 0 && i < out->msg.msg_iovlen && b.len < most; i++) {
		const struct iovec *iov = &out->msg.msg_iov[i];
		size_t room = most - b.len;
		buf_add(&b, iov->iov_base, iov->iov_len < room ? iov->iov_len : room);
	}
	if (sent >= 0 && b.len > (size_t)sent)
		b.len = (size_t)sent;
	sock_sent_part(out->sock, c->op->name, b.data, b.len, sent);
	buf_free(&b);
}

static int send_message(struct call *c, struct outgoing *out)
{
	struct wait w = {.call = c, .sock = out->sock, .events = POLLOUT};
	ssize_t sent = wait_call(&w, attempt_sendmsg, out);
	note_outgoing(c, out, sent);
	return sent < 0 ? wait_raise(c, sent) : give(c, value_int(sent));
}

static int read_destination(struct call *c, size_t i, struct outgoing *out)
{
	struct sock *s = out->sock;
	if (!has_arg(c, i))
		return 0;
	int r = address_from_value(c->run, "sendmsg", s->family, sock_fd(s), c->arg[i], &out->to);
	out->msg.msg_name = &out->to.sa;
	out->msg.msg_namelen = out->to.len;
	return r;
}

static int op_sendmsg(struct call *c)
{
	struct outgoing out = {.sock = self_sock(c)};
	int r = call_c_int(c, 2, &out.flags);
	if (r == 0)
		r = read_destination(c, 3, &out);
	if (r == 0)
		r = read_buffers(c, c->arg[0], &out);
	if (r == 0)
		r = read_controls(c, c->arg[1], &out);
	if (r == 0)
		r = send_message(c, &out);
	outgoing_fini(&out);
	return r;
}

static int read_fds(struct call *c, const struct value *v, struct outgoing *out)
{
	if (!value_is_seq(v))
		return exc_raise(c->run, &exc_TypeError,
		    "send_fds(): the descriptors are a list of ints, not %s", value_type_name(v));
	size_t n = seq_len(v);
	out->msg.msg_controllen = CMSG_SPACE(n * sizeof(int));
	struct cmsghdr *h = calloc(1, out->msg.msg_controllen);
	if (!h)
		return exc_raise_memory(c->run);
	out->msg.msg_control = h;
	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = SCM_RIGHTS;
	h->cmsg_len = CMSG_LEN(n * sizeof(int));
	for (size_t i = 0; i < n; i++) {
		const struct value *item = seq_item(v, i);
		if (!value_is_int(item))
			return exc_raise(c->run, &exc_TypeError,
			    "'%s' object cannot be interpreted as an integer",
			    value_type_name(item));
		int fd = (int)int_of(item);
		memcpy((char *)CMSG_DATA(h) + i * sizeof fd, &fd, sizeof fd);
	}
	return 0;
}

/* As Lib/socket.py of 3.11, which takes flags and address and uses neither. */
static int op_send_fds(struct call *c)
{
	struct outgoing out = {0};
	int r = call_sock(c, 0, &out.sock);
	if (r == 0)
		r = read_fds(c, c->arg[2], &out);
	if (r == 0)
		r = read_buffers(c, c->arg[1], &out);
	if (r == 0)
		r = send_message(c, &out);
	outgoing_fini(&out);
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
		{"flags", PARAM_FLAGS, .dflt = "0", .help = "MSG_ constants joined by |"},
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
	.name = "sendmsg",
	.self = &type_socket,
	.params =
	    {
		{"buffers", PARAM_TUPLE, .help = "a list of bytes, sent as one"},
		{"ancdata", PARAM_TUPLE, .dflt = "()", .help = "a list of (level, type, bytes)"},
		{"flags", PARAM_FLAGS, .dflt = "0", .help = "MSG_ constants joined by |"},
		{"address", PARAM_ADDRESS, .dflt = "None",
		    .help = "whom it is for; None: the peer"},
	    },
	.flags = OP_POSITIONAL | OP_BLOCKS,
	.help = "Send several pieces and control messages in one call.\n"
		"Control data of SCM_RIGHTS carries descriptors, over AF_UNIX only.",
	.prototype = "ssize_t sendmsg(int sockfd, const struct msghdr *msg, int flags)",
	.man = "sendmsg(2)",
	.waits = "room in the send buffer",
	.run = op_sendmsg,
    },
    {
	.name = "send_fds",
	.params =
	    {
		{"sock", PARAM_SOCKET, .help = "an AF_UNIX socket"},
		{"buffers", PARAM_TUPLE,
		    .help = "a list of bytes: at least one byte has to go along"},
		{"fds", PARAM_TUPLE, .help = "a list of descriptors"},
		{"flags", PARAM_FLAGS, .dflt = "0", .help = "not used, as in Python"},
		{"address", PARAM_ADDRESS, .dflt = "None", .help = "not used, as in Python"},
	    },
	.flags = OP_BLOCKS,
	.help = "Hand descriptors to another process.\n"
		"The receiver gets its own numbers for the same open files. Over TCP they vanish "
		"without an "
		"error.",
	.prototype = "ssize_t sendmsg(int sockfd, const struct msghdr *msg, int flags)",
	.man = "unix(7)",
	.waits = "room in the send buffer",
	.run = op_send_fds,
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
	.flags = OP_BLOCKS,
	.help = "Take descriptors: (data, list of descriptors, flags, address).\n"
		"They are open from now on: wrap them with socket(fileno=...) or close them with "
		"close(fd).",
	.prototype = "ssize_t recvmsg(int sockfd, struct msghdr *msg, int flags)",
	.man = "unix(7)",
	.waits = "data",
	.run = op_recv_fds,
    },
};

const struct op_list ops_message = {rows, sizeof rows / sizeof *rows};
