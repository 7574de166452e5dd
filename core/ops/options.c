/* getsockopt and setsockopt. */
#include "core/ops/options.h"

#include <errno.h>
#include <limits.h>
#include <sys/socket.h>

#include "core/notation/buffer.h"
#include "core/ops/give.h"
#include "core/ops/lists.h"
#include "core/ops/sock.h"
#include "core/ops/sys.h"
#include "core/ops/wait.h"

/* The longest value that CPython lets getsockopt() read. */
#define BUFLEN_MAX 1024

static int read_option(struct call *c, int *level, int *name)
{
	int r = call_c_int(c, 0, level);
	return r < 0 ? r : call_c_int(c, 1, name);
}

/* Options of AF_VSOCK hold 64 bits. */
static int get_wide(struct call *c, int fd, int level, int name)
{
	uint64_t n = 0;
	socklen_t len = sizeof n;
	int r = sys_getsockopt(c->run, fd, level, name, &n, &len);
	return r < 0 ? sock_raise(c, -r) : give(c, value_int((int64_t)n));
}

static int get_number(struct call *c, int fd, int level, int name)
{
	int n = 0;
	socklen_t len = sizeof n;
	if (self_sock(c)->family == AF_VSOCK && level == AF_VSOCK)
		return get_wide(c, fd, level, name);
	int r = sys_getsockopt(c->run, fd, level, name, &n, &len);
	return r < 0 ? sock_raise(c, -r) : give(c, value_int(n));
}

static int get_bytes(struct call *c, int fd, int level, int name, int64_t buflen)
{
	unsigned char data[BUFLEN_MAX] = {0};
	socklen_t len = (socklen_t)buflen;
	if (buflen < 0 || buflen > BUFLEN_MAX)
		return exc_raise(c->run, &exc_OSError, "getsockopt buflen out of range");
	int r = sys_getsockopt(c->run, fd, level, name, data, &len);
	return r < 0 ? sock_raise(c, -r) : give(c, value_bytes(data, len));
}

static int op_getsockopt(struct call *c)
{
	int level, name, buflen;
	int fd = sock_fd(self_sock(c));
	int r = read_option(c, &level, &name);
	if (r == 0)
		r = call_c_int(c, 2, &buflen);
	if (r < 0)
		return r;
	return buflen ? get_bytes(c, fd, level, name, buflen) : get_number(c, fd, level, name);
}

static int set(struct call *c, int level, int name, const void *value, socklen_t len)
{
	int r = sys_setsockopt(c->run, sock_fd(self_sock(c)), level, name, value, len);
	return r < 0 ? sock_raise(c, -r) : 0;
}

static int set_number(struct call *c, int level, int name, int64_t n)
{
	int narrow = (int)n;
	uint64_t wide = (uint64_t)n;
	if (self_sock(c)->family == AF_VSOCK && level == AF_VSOCK)
		return set(c, level, name, &wide, sizeof wide);
	return set(c, level, name, &narrow, sizeof narrow);
}

/* setsockopt(level, name, None, length): a null pointer, for the options that want one. */
static int set_nothing(struct call *c, int level, int name)
{
	int64_t len;
	if (c->given != 4 || c->arg[2] != value_none())
		return exc_raise(c->run, &exc_TypeError,
		    "setsockopt(): a length goes with None only: setsockopt(level, option, None, "
		    "length)");
	int r = call_int(c, 3, &len);
	return r < 0 ? r : set(c, level, name, NULL, (socklen_t)len);
}

static int set_bytes(struct call *c, int level, int name)
{
	struct value *v = buffer_bytes(c->arg[2]);
	int r =
	    v ? set(c, level, name, text_of(v), (socklen_t)text_len(v)) : exc_raise_memory(c->run);
	value_unref(v);
	return r;
}

static int op_setsockopt(struct call *c)
{
	int level, name;
	const struct value *v = c->arg[2];
	int r = read_option(c, &level, &name);
	if (r < 0)
		return r;
	if (c->given == 4)
		return set_nothing(c, level, name);
	if (value_is_int(v) && int_of(v) >= INT_MIN && int_of(v) <= INT_MAX)
		return set_number(c, level, name, int_of(v));
	if (value_is_buffer(v))
		return set_bytes(c, level, name);
	return exc_raise(c->run, &exc_TypeError,
	    "setsockopt(): value takes a 32-bit int or bytes, not %s", value_type_name(v));
}

static const struct op rows[] = {
    {
	.name = "getsockopt",
	.self = &type_socket,
	.params =
	    {
		{"level", PARAM_LEVEL, .help = "SOL_SOCKET, IPPROTO_TCP, ..."},
		{"optname", PARAM_OPTION, .help = "an option of that level"},
		{"buflen", PARAM_INT, .dflt = "0", .help = "0: an int; else that many bytes"},
	    },
	.flags = OP_POSITIONAL,
	.help = "What an option is set to.\n"
		"SO_RCVBUF and SO_SNDBUF give double what was set. Reading SO_ERROR clears it.",
	.prototype = "int getsockopt(int sockfd, int level, int optname, void *optval, socklen_t "
		     "*optlen)",
	.man = "getsockopt(2)",
	.run = op_getsockopt,
    },
    {
	.name = "setsockopt",
	.self = &type_socket,
	.params =
	    {
		{"level", PARAM_LEVEL, .help = "SOL_SOCKET, IPPROTO_TCP, ..."},
		{"optname", PARAM_OPTION, .help = "an option of that level"},
		{"value", PARAM_ANY, .help = "an int, or a structure as bytes"},
		{"optlen", PARAM_INT, .dflt = "", .help = "only with None as value"},
	    },
	.flags = OP_POSITIONAL,
	.help =
	    "Set an option.\n"
	    "Most have to be set before bind(), listen() or connect() to matter. A wrong level is "
	    "ENOPROTOOPT.",
	.prototype = "int setsockopt(int sockfd, int level, int optname, const void *optval, "
		     "socklen_t optlen)",
	.man = "setsockopt(2)",
	.run = op_setsockopt,
    },
};

const struct op_list ops_options = {rows, sizeof rows / sizeof *rows};
