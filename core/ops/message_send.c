/* Sending messages with control data: sendmsg, send_fds, sendmsg_afalg. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <linux/if_alg.h>
#include <stdlib.h>
#include <string.h>

#include "core/ops/address.h"
#include "core/ops/give.h"
#include "core/ops/lists.h"
#include "core/ops/sys.h"
#include "core/ops/transfer.h"
#include "core/ops/wait.h"

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
	struct call ints = {.run = c->run, .op = c->op, .arg = {seq_item(v, 0), seq_item(v, 1)}};
	int r = call_c_int(&ints, 0, &to->level);
	if (r == 0)
		r = call_c_int(&ints, 1, &to->type);
	to->data = seq_item(v, 2);
	return r < 0 || to->data->type == &type_bytes ? r : raise_not_bytes(c, to->data);
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

/* ---- AF_ALG ---- */

/* One cipher's worth of control data; -1 and NULL: left out. */
struct algorithm {
	int op, assoclen;
	const void *iv;
	size_t iv_len;
};

/* In CPython these are parsed as objects, and the complaints follow in this order. */
static int read_algorithm(struct call *c, struct algorithm *a, int *flags)
{
	*a = (struct algorithm){.op = -1, .assoclen = -1};
	int64_t op = -1, assoclen;
	int r = c->arg[1] ? call_int(c, 1, &op) : 0;
	if (r == 0 && c->arg[2])
		r = call_bytes(c, 2, &a->iv, &a->iv_len);
	if (r == 0 && c->arg[3])
		r = call_int(c, 3, &assoclen);
	if (r == 0)
		r = call_c_int(c, 4, flags);
	if (r < 0)
		return r;
	if (op < 0 || op > INT_MAX)
		return exc_raise(c->run, &exc_TypeError, "Invalid or missing argument 'op'");
	a->op = (int)op;
	r = c->arg[3] ? call_c_int_alone(c, 3, &a->assoclen) : 0;
	if (r == 0 && c->arg[3] && a->assoclen < 0)
		return exc_raise(c->run, &exc_TypeError, "assoclen must be positive");
	return r;
}

static void *put_algorithm(struct msghdr *msg, size_t *offset, int type, size_t len)
{
	struct cmsghdr *to = (void *)((char *)msg->msg_control + *offset);
	to->cmsg_level = SOL_ALG;
	to->cmsg_type = type;
	to->cmsg_len = CMSG_LEN(len);
	*offset += CMSG_SPACE(len);
	return CMSG_DATA(to);
}

/* What to do, the initialisation vector, and how much of the data is only authenticated. */
static int write_algorithm(struct call *c, const struct algorithm *a, struct outgoing *out)
{
	struct af_alg_iv iv = {.ivlen = (uint32_t)a->iv_len};
	size_t offset = 0, room = CMSG_SPACE(sizeof a->op);
	if (a->iv)
		room += CMSG_SPACE(sizeof iv + a->iv_len);
	if (a->assoclen >= 0)
		room += CMSG_SPACE(sizeof a->assoclen);
	out->msg.msg_control = calloc(1, room);
	if (!out->msg.msg_control)
		return exc_raise_memory(c->run);
	out->msg.msg_controllen = room;
	memcpy(put_algorithm(&out->msg, &offset, ALG_SET_OP, sizeof a->op), &a->op, sizeof a->op);
	if (a->iv) {
		/* CPython counts the padding behind the vector, too */
		size_t len = CMSG_ALIGN(sizeof iv + a->iv_len);
		char *to = put_algorithm(&out->msg, &offset, ALG_SET_IV, len);
		memcpy(to, &iv, sizeof iv);
		memcpy(to + sizeof iv, a->iv, a->iv_len);
	}
	if (a->assoclen >= 0)
		memcpy(put_algorithm(&out->msg, &offset, ALG_SET_AEAD_ASSOCLEN, sizeof a->assoclen),
		    &a->assoclen, sizeof a->assoclen);
	return 0;
}

static int op_sendmsg_afalg(struct call *c)
{
	struct outgoing out = {.sock = self_sock(c)};
	struct algorithm a;
	if (out.sock->family != AF_ALG)
		return exc_raise(c->run, &exc_OSError, "algset is only supported for AF_ALG");
	int r = read_algorithm(c, &a, &out.flags);
	if (r == 0)
		r = write_algorithm(c, &a, &out);
	if (r == 0 && c->arg[0])
		r = read_buffers(c, c->arg[0], &out);
	if (r == 0)
		r = send_message(c, &out);
	outgoing_fini(&out);
	return r;
}

static const struct op rows[] = {
    {
	.name = "sendmsg",
	.self = &type_socket,
	.params =
	    {
		{"buffers", PARAM_PIECES, .help = "a list of bytes, sent as one"},
		{"ancdata", PARAM_PIECES, .dflt = "()", .help = "a list of (level, type, bytes)"},
		PARAM_MSG_FLAGS,
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
		{"buffers", PARAM_PIECES,
		    .help = "a list of bytes: at least one byte has to go along"},
		{"fds", PARAM_TUPLE, .help = "a list of descriptors"},
		{"flags", PARAM_FLAGS, .dflt = "0", .help = "not used, as in Python"},
		{"address", PARAM_ADDRESS, .dflt = "None", .help = "not used, as in Python"},
	    },
	.flags = OP_BLOCKS | OP_PYTHON,
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
	.name = "sendmsg_afalg",
	.self = &type_socket,
	.params =
	    {
		{"msg", PARAM_PIECES, .dflt = "", .help = "a list of bytes, sent as one"},
		{"op", PARAM_INT, .dflt = "", .keyword = true,
		    .help = "has to be given: ALG_OP_ENCRYPT, ALG_OP_DECRYPT, ..."},
		{"iv", PARAM_BYTES, .dflt = "", .keyword = true,
		    .help = "the initialisation vector, if the cipher takes one"},
		{"assoclen", PARAM_INT, .dflt = "", .keyword = true,
		    .help = "so many bytes are authenticated and not encrypted"},
		{"flags", PARAM_FLAGS, .dflt = "0", .keyword = true,
		    .help = "MSG_MORE: more of the same message follows"},
	    },
	.flags = OP_BLOCKS,
	.help = "Give data to a cipher of the kernel, over AF_ALG; recv() has the result.\n"
		"The control data says what to do with it. A kernel without AF_ALG refuses the "
		"socket already: EAFNOSUPPORT.",
	.prototype = "ssize_t sendmsg(int sockfd, const struct msghdr *msg, int flags)",
	.man = "sendmsg(2)",
	.waits = "room in the send buffer",
	.run = op_sendmsg_afalg,
    },
};

const struct op_list ops_message_send = {rows, sizeof rows / sizeof *rows};
