/* settimeout and kin. */
#include "core/ops/timeouts.h"

#include <errno.h>
#include <math.h>

#include "core/clock.h"
#include "core/notation/exc.h"
#include "core/ops/give.h"
#include "core/ops/lists.h"
#include "core/ops/sock.h"
#include "core/ops/sys.h"
#include "core/ops/wait.h"

struct value *timeout_value(int64_t ns)
{
	if (ns == TIMEOUT_NONE)
		return value_none();
	int64_t whole = ns / NS_PER_S;
	if (whole * NS_PER_S == ns)
		return value_float((double)whole);
	return value_float((double)ns / 1e9);
}

static int seconds_from_float(struct call *c, double x, int64_t *ns)
{
	if (isnan(x))
		return exc_raise(c->run, &exc_ValueError, "Invalid value NaN (not a number)");
	double scaled = x * 1e9;
	scaled = scaled >= 0 ? ceil(scaled) : floor(scaled); /* away from zero: never too short */
	if (!(scaled >= -0x1p63 && scaled < 0x1p63))
		return exc_raise(
		    c->run, &exc_OverflowError, "timestamp too large to convert to C _PyTime_t");
	*ns = (int64_t)scaled;
	return 0;
}

static int seconds_from_int(struct call *c, int64_t n, int64_t *ns)
{
	if (__builtin_mul_overflow(n, NS_PER_S, ns))
		return exc_raise(
		    c->run, &exc_OverflowError, "timestamp too large to convert to C _PyTime_t");
	return 0;
}

static int parse_seconds(struct call *c, const struct value *v, int64_t *ns)
{
	if (v->type == &type_float)
		return seconds_from_float(c, float_of(v), ns);
	if (value_is_int(v))
		return seconds_from_int(c, int_of(v), ns);
	return exc_raise(c->run, &exc_TypeError, "'%s' object cannot be interpreted as an integer",
	    value_type_name(v));
}

int call_timeout(struct call *c, size_t i, int64_t *ns)
{
	const struct value *v = c->arg[i];
	if (!v || v == value_none()) {
		*ns = TIMEOUT_NONE;
		return 0;
	}
	int r = parse_seconds(c, v, ns);
	if (r < 0)
		return r;
	if (*ns < 0)
		return exc_raise(c->run, &exc_ValueError, "Timeout value out of range");
	return 0;
}

int sock_set_timeout(struct call *c, struct sock *s, int64_t ns)
{
	atomic_store_explicit(&s->timeout_ns, ns, memory_order_release);
	int r = sys_set_nonblocking(c->run, sock_fd(s), ns != TIMEOUT_NONE);
	return r < 0 ? sock_raise(c, -r) : 0;
}

static int op_settimeout(struct call *c)
{
	int64_t ns;
	int r = call_timeout(c, 0, &ns);
	return r < 0 ? r : sock_set_timeout(c, self_sock(c), ns);
}

static int op_setblocking(struct call *c)
{
	int64_t on;
	int r = call_int(c, 0, &on);
	return r < 0 ? r : sock_set_timeout(c, self_sock(c), on ? TIMEOUT_NONE : 0);
}

static int op_gettimeout(struct call *c)
{
	return give(c, timeout_value(sock_timeout(self_sock(c))));
}

static int op_getblocking(struct call *c)
{
	return give(c, value_bool(sock_timeout(self_sock(c)) != 0));
}

static int op_getdefaulttimeout(struct call *c)
{
	struct book *book = c->run->book;
	return give(c, timeout_value(book ? book_default_timeout(book) : TIMEOUT_NONE));
}

static int op_setdefaulttimeout(struct call *c)
{
	int64_t ns;
	int r = call_timeout(c, 0, &ns);
	if (r == 0 && c->run->book)
		book_set_default_timeout(c->run->book, ns);
	return r;
}

static const struct op rows[] = {
    {
	.name = "settimeout",
	.self = &type_socket,
	.params = {{"value", PARAM_SECONDS, .help = "None waits for ever, 0 not at all"}},
	.flags = OP_POSITIONAL,
	.help = "Say how long calls on this socket may wait.\n"
		"The descriptor becomes non-blocking, and each call is poll() and then the call. "
		"The time is "
		"per call; for sendall() it covers the whole.",
	.prototype = "int ioctl(int fd, FIONBIO, int *on)",
	.man = "ioctl(2)",
	.run = op_settimeout,
    },
    {
	.name = "setblocking",
	.self = &type_socket,
	.params = {{"flag", PARAM_BOOL, .help = "True: settimeout(None); False: settimeout(0.0)"}},
	.flags = OP_POSITIONAL,
	.help = "Let calls wait, or fail at once with BlockingIOError.\n"
		"A non-blocking connect() says EINPROGRESS; when it is done, SO_ERROR tells how it "
		"went.",
	.prototype = "int ioctl(int fd, FIONBIO, int *on)",
	.man = "ioctl(2)",
	.run = op_setblocking,
    },
    {
	.name = "gettimeout",
	.self = &type_socket,
	.flags = OP_POSITIONAL,
	.help = "The timeout in seconds, None when calls wait for ever.",
	.run = op_gettimeout,
    },
    {
	.name = "getblocking",
	.self = &type_socket,
	.flags = OP_POSITIONAL,
	.help = "False only when the timeout is 0.\n"
		"A socket with a timeout counts as blocking, though its descriptor is not.",
	.run = op_getblocking,
    },
    {
	.name = "getdefaulttimeout",
	.flags = OP_POSITIONAL,
	.help = "The timeout that new sockets get, None at first.",
	.run = op_getdefaulttimeout,
    },
    {
	.name = "setdefaulttimeout",
	.params = {{"timeout", PARAM_SECONDS, .help = "None waits for ever, 0 not at all"}},
	.flags = OP_POSITIONAL,
	.help = "Set the timeout that new sockets get, accepted ones too.",
	.run = op_setdefaulttimeout,
    },
};

const struct op_list ops_timeouts = {rows, sizeof rows / sizeof *rows};
