/* Whole steps at once: create_connection, create_server, has_dualstack_ipv6. Lib/socket.py. */
#include <errno.h>
#include <string.h>

#include "core/ops/connect.h"
#include "core/ops/give.h"
#include "core/ops/lists.h"
#include "core/ops/resolve.h"
#include "core/ops/resolver.h"
#include "core/ops/sys.h"
#include "core/ops/timeouts.h"
#include "core/ops/wait.h"

/* ---- create_connection ---- */

enum { C_ADDRESS, C_TIMEOUT, C_SOURCE, C_ALL_ERRORS };

static int set_option(struct call *c, struct sock *s, int level, int name, int value)
{
	int r = sys_setsockopt(c->run, sock_fd(s), level, name, &value, sizeof value);
	return r < 0 ? sock_raise(c, -r) : 0;
}

static int close_now(struct call *c, struct value *v)
{
	int fd = atomic_exchange(&((struct sock *)v)->fd, -1);
	if (fd >= 0)
		sys_close(c->run, fd);
	value_unref(v);
	return 0;
}

/* One address of the list: a socket, its options, the connection. 0 with *out; or raised. */
static int try_address(struct call *c, const struct addrinfo *info, struct value **out)
{
	struct address a = {.len = info->ai_addrlen};
	memcpy(&a.storage, info->ai_addr, info->ai_addrlen);
	int fd = sys_socket(
	    c->run, info->ai_family, info->ai_socktype | SOCK_CLOEXEC, info->ai_protocol);
	if (fd < 0)
		return sock_raise(c, -fd);
	int r = sock_wrap(c->run, fd, info->ai_family, info->ai_socktype, info->ai_protocol, out);
	if (r < 0)
		return r;
	struct sock *s = (struct sock *)*out;
	int64_t timeout = TIMEOUT_NONE;
	if (c->arg[C_TIMEOUT]) {
		r = call_timeout(c, C_TIMEOUT, &timeout);
		if (r == 0)
			r = sock_set_timeout(c, s, timeout);
	}
	if (r == 0 && has_arg(c, C_SOURCE) && value_truth(c->arg[C_SOURCE]))
		r = sock_bind(c, s, c->arg[C_SOURCE]);
	if (r < 0)
		return r;
	ssize_t code = sock_connect(c, s, &a);
	return code < 0 ? wait_raise(c, code) : 0;
}

/* May the next address be tried after this error? Not when the line was cancelled. */
static bool may_go_on(const struct run *run)
{
	return run->exc && exc_match(run->exc, &exc_OSError) && !run_cancelled(run);
}

/* Try each; the last error stands. *failed: how many were tried in vain. */
static int try_all(struct call *c, const struct addrinfo *info, size_t *failed)
{
	for (; info; info = info->ai_next) {
		struct value *s = NULL;
		if (*failed) {
			value_unref(c->run->exc);
			c->run->exc = NULL;
		}
		int r = try_address(c, info, &s);
		if (r == 0) {
			c->result = s;
			return 0;
		}
		if (s)
			close_now(c, s);
		++*failed;
		if (!may_go_on(c->run) || !info->ai_next)
			return r;
	}
	return exc_raise(c->run, &exc_OSError, "getaddrinfo returns an empty list");
}

/* Lib/socket.py raises an ExceptionGroup that holds them all; ours tells how many there were. */
static int raise_group(struct call *c, size_t failed)
{
	value_unref(c->run->exc);
	c->run->exc = NULL;
	return exc_raise(c->run, &exc_ExceptionGroup,
	    "create_connection failed (%zu sub-exception%s)", failed, failed == 1 ? "" : "s");
}

/* host, port = address */
static int check_pair(struct call *c, const struct value *address)
{
	bool text = address->type == &type_str;
	if (!text && !value_is_seq(address))
		return exc_raise(c->run, &exc_TypeError,
		    "create_connection(): address must be a pair (host, port), not %s",
		    value_type_name(address));
	size_t len = text ? text_len(address) : seq_len(address);
	if (len > 2)
		return exc_raise(c->run, &exc_ValueError, "too many values to unpack (expected 2)");
	if (len < 2)
		return exc_raise(c->run, &exc_ValueError,
		    "not enough values to unpack (expected 2, got %zu)", len);
	if (text)
		return exc_raise(c->run, &exc_TypeError,
		    "create_connection(): address must be a pair (host, port), not str");
	return 0;
}

static int op_create_connection(struct call *c)
{
	const struct value *address = c->arg[C_ADDRESS];
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *res;
	size_t failed = 0;
	bool all_errors;
	int r = check_pair(c, address);
	if (r == 0)
		r = call_bool(c, C_ALL_ERRORS, &all_errors);
	if (r == 0)
		r = resolve_pair(c, seq_item(address, 0), seq_item(address, 1), &hints, &res);
	if (r < 0)
		return r;
	r = try_all(c, res, &failed);
	freeaddrinfo(res);
	return r < 0 && all_errors && may_go_on(c->run) ? raise_group(c, failed) : r;
}

/* ---- create_server ---- */

enum { S_ADDRESS, S_FAMILY, S_BACKLOG, S_REUSE_PORT, S_DUALSTACK };

struct server_wishes {
	int family;
	bool reuse_port, dualstack;
};

/* "Address already in use (while attempting to bind on address ('', 80))" in place of the words. */
static int say_where(struct call *c, struct value *address)
{
	struct value *old = c->run->exc;
	const struct exc_value *os = (struct exc_value *)old;
	/* args are (errno, words): the kernel's or the resolver's */
	if (!old || !exc_match(old, &exc_OSError) || !os->code || seq_len(os->args) < 2)
		return -EINVAL;
	int errnum = os->code;
	struct buf b = {0};
	value_str_of(seq_item(os->args, 1), &b);
	buf_str(&b, " (while attempting to bind on address ");
	value_repr(address, &b);
	buf_char(&b, ')');
	struct value *words = b.failed ? NULL : value_str_len(buf_text(&b), b.len);
	struct value *args[] = {value_int(errnum), words};
	buf_free(&b);
	value_unref(old);
	c->run->exc = NULL;
	if (!args[0] || !args[1]) {
		value_unref(args[0]);
		value_unref(args[1]);
		return exc_raise_memory(c->run);
	}
	int r = exc_raise_args(c->run, exc_class_of_errno(errnum), 2, args);
	exc_name_call(c->run, "bind");
	return r;
}

static int set_server_options(struct call *c, struct sock *s, const struct server_wishes *w)
{
	int on = 1;
	/* CPython does not mind when this fails */
	sys_setsockopt(c->run, sock_fd(s), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	int r = w->reuse_port ? set_option(c, s, SOL_SOCKET, SO_REUSEPORT, 1) : 0;
	if (r == 0 && w->family == AF_INET6)
		r = set_option(c, s, IPPROTO_IPV6, IPV6_V6ONLY, !w->dualstack);
	return r;
}

static int set_up_server(struct call *c, struct sock *s, const struct server_wishes *w)
{
	int backlog = 128;
	int r = set_server_options(c, s, w);
	if (r < 0)
		return r;
	r = sock_bind(c, s, c->arg[S_ADDRESS]);
	if (r < 0)
		return say_where(c, c->arg[S_ADDRESS]);
	if (has_arg(c, S_BACKLOG))
		r = call_c_int(c, S_BACKLOG, &backlog);
	return r < 0 ? r : sock_listen(c, s, backlog);
}

static bool dualstack_works(struct run *run)
{
	int off = 0;
	int fd = sys_socket(run, AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return false;
	int r = sys_setsockopt(run, fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
	sys_close(run, fd);
	return r == 0;
}

static int check_dualstack(struct call *c, const struct server_wishes *w)
{
	if (!w->dualstack)
		return 0;
	if (!dualstack_works(c->run))
		return exc_raise(
		    c->run, &exc_ValueError, "dualstack_ipv6 not supported on this platform");
	if (w->family != AF_INET6)
		return exc_raise(
		    c->run, &exc_ValueError, "dualstack_ipv6 requires AF_INET6 family");
	return 0;
}

static int op_create_server(struct call *c)
{
	struct server_wishes w;
	int r = call_c_int(c, S_FAMILY, &w.family);
	if (r == 0)
		r = call_bool(c, S_REUSE_PORT, &w.reuse_port);
	if (r == 0)
		r = call_bool(c, S_DUALSTACK, &w.dualstack);
	if (r == 0)
		r = check_dualstack(c, &w);
	if (r < 0)
		return r;
	int fd = sys_socket(c->run, w.family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return sock_raise(c, -fd);
	struct value *s = NULL;
	r = sock_wrap(c->run, fd, w.family, SOCK_STREAM, 0, &s);
	if (r == 0)
		r = set_up_server(c, (struct sock *)s, &w);
	if (r == 0)
		return give(c, s);
	if (s)
		close_now(c, s);
	return r;
}

static int op_has_dualstack_ipv6(struct call *c)
{
	return give(c, value_bool(dualstack_works(c->run)));
}

static const struct op rows[] = {
    {
	.name = "create_connection",
	.params =
	    {
		{"address", PARAM_ADDRESS,
		    .help = "(host, port); every address of the host is tried"},
		{"timeout", PARAM_SECONDS, .dflt = "",
		    .help = "for each attempt; else the default timeout"},
		{"source_address", PARAM_ADDRESS, .dflt = "None", .help = "bind to this first"},
		{"all_errors", PARAM_BOOL, .dflt = "False",
		    .help = "raise all errors, not the last", .keyword = true},
	    },
	.flags = OP_BLOCKS | OP_PYTHON,
	.help = "Resolve, and connect to the first address that answers.\n"
		"'localhost' may mean ::1 before 127.0.0.1. The timeout is per attempt, and stays "
		"on the "
		"socket.",
	.prototype = "int connect(int sockfd, const struct sockaddr *addr, socklen_t addrlen)",
	.man = "connect(2)",
	.waits = "the connection",
	.run = op_create_connection,
    },
    {
	.name = "create_server",
	.params =
	    {
		{"address", PARAM_ADDRESS,
		    .help = "(host, port); host '' is every address of the machine"},
		{"family", PARAM_FAMILY, .dflt = "AF_INET", .help = "AF_INET or AF_INET6",
		    .keyword = true},
		{"backlog", PARAM_INT, .dflt = "None", .help = "as of listen()", .keyword = true},
		{"reuse_port", PARAM_BOOL, .dflt = "False", .help = "several servers on one port",
		    .keyword = true},
		{"dualstack_ipv6", PARAM_BOOL, .dflt = "False",
		    .help = "IPv4 too, as ::ffff:a.b.c.d", .keyword = true},
	    },
	.flags = OP_BLOCKS | OP_PYTHON,
	.help = "Make a socket that listens: socket, SO_REUSEADDR, bind, listen.",
	.prototype = "int listen(int sockfd, int backlog)",
	.man = "listen(2)",
	.run = op_create_server,
    },
    {
	.name = "has_dualstack_ipv6",
	.flags = OP_POSITIONAL | OP_PYTHON,
	.help = "Can one socket serve IPv6 and IPv4 here?",
	.prototype = "int setsockopt(int sockfd, IPPROTO_IPV6, IPV6_V6ONLY, ...)",
	.man = "ipv6(7)",
	.run = op_has_dualstack_ipv6,
    },
};

const struct op_list ops_create = {rows, sizeof rows / sizeof *rows};
