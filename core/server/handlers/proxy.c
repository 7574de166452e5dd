/* Proxy("HOST:PORT"): passes bytes both ways, and shows what loopback hides: it can delay, cut into
 * pieces, merge, slow down, swallow and reset. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/notation/exc.h"
#include "core/ops/address.h"
#include "core/server/conn.h"
#include "core/server/handlers/pipe.h"
#include "core/server/handlers/rows.h"
#include "core/server/service.h"

#define SECONDS_MAX 86400.0
#define BYTES_MAX ((int64_t)1 << 40)

struct proxy_config {
	struct address upstream;
	struct pipe_rules rules;
	uint64_t reset; /* after so many bytes; 0: never */
};

/* Both directions of one connection. */
struct proxy {
	int upstream;
	bool connecting;
	struct pipe there, back;
};

enum { PARAM_UPSTREAM, PARAM_DELAY, PARAM_CUT, PARAM_RESET, PARAM_MERGE, PARAM_RATE, PARAM_DROP };

static struct proxy **state_of(struct conn *c)
{
	return (struct proxy **)(void *)c->state;
}

/* ---- what was asked for ---- */

static int read_seconds(struct call *c, size_t i, int64_t *ns)
{
	double seconds = 0;
	int r = c->arg[i] ? call_float(c, i, &seconds) : 0;
	if (r < 0)
		return r;
	if (!(seconds >= 0 && seconds <= SECONDS_MAX))
		return exc_raise(c->run, &exc_ValueError, "%s is between 0 and %.0f seconds",
		    c->op->params[i].name, SECONDS_MAX);
	*ns = (int64_t)(seconds * (double)NS_PER_S);
	return 0;
}

static int read_number(struct call *c, size_t i, uint64_t *out)
{
	int64_t n = 0;
	int r = c->arg[i] ? call_int(c, i, &n) : 0;
	if (r < 0)
		return r;
	if (n < 0 || n > BYTES_MAX)
		return exc_raise(
		    c->run, &exc_ValueError, "%s is out of range", c->op->params[i].name);
	*out = (uint64_t)n;
	return 0;
}

static int proxy_configure(struct call *c, void *config)
{
	struct proxy_config *p = config;
	const char *text, *why;
	int r = call_str(c, PARAM_UPSTREAM, &text);
	if (r < 0)
		return r;
	if (address_parse(text, &p->upstream, &why) < 0)
		return exc_raise(c->run, &exc_ValueError, "'%s': %s", text, why);
	if ((r = read_seconds(c, PARAM_DELAY, &p->rules.delay_ns)) < 0 ||
	    (r = read_number(c, PARAM_CUT, &p->rules.cut)) < 0 ||
	    (r = read_number(c, PARAM_RESET, &p->reset)) < 0 ||
	    (r = read_seconds(c, PARAM_MERGE, &p->rules.merge_ns)) < 0 ||
	    (r = read_number(c, PARAM_RATE, &p->rules.rate)) < 0)
		return r;
	return read_number(c, PARAM_DROP, &p->rules.drop);
}

/* ---- one connection ---- */

static void look(struct conn *c)
{
	struct proxy *p = *state_of(c);
	short client = 0, upstream = 0;
	if (p->connecting) {
		conn_watch(c, 0, p->upstream, POLLOUT);
		return;
	}
	if (pipe_has_room(&p->there))
		client |= POLLIN;
	if (pipe_has_room(&p->back))
		upstream |= POLLIN;
	if (p->there.blocked)
		upstream |= POLLOUT;
	if (p->back.blocked)
		client |= POLLOUT;
	conn_watch(c, client, p->upstream, upstream);
	int64_t a = pipe_due(&p->there), b = pipe_due(&p->back);
	int64_t due = a && (!b || a < b) ? a : b;
	int64_t left = due ? due - clock_mono_ns() : 0;
	conn_timer(c, due ? (left > 0 ? left : 1) : 0);
}

static void set_nodelay(int fd)
{
	int on = 1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); /* pieces are to stay pieces */
}

static void proxy_open(struct conn *c)
{
	const struct proxy_config *config = c->config;
	struct proxy *p = calloc(1, sizeof *p);
	*state_of(c) = p;
	if (!p) {
		conn_fail(c, ENOMEM);
		return;
	}
	pipe_init(&p->there, &config->rules);
	pipe_init(&p->back, &config->rules);
	p->upstream =
	    socket(config->upstream.sa.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (p->upstream < 0) {
		conn_fail(c, errno);
		return;
	}
	set_nodelay(c->fd);
	set_nodelay(p->upstream);
	p->connecting = true;
	if (connect(p->upstream, &config->upstream.sa, config->upstream.len) < 0 &&
	    errno != EINPROGRESS)
		conn_over(c, WHY_ERROR, errno);
	look(c);
}

static void connected(struct conn *c)
{
	struct proxy *p = *state_of(c);
	int e = 0;
	socklen_t len = sizeof e;
	getsockopt(p->upstream, SOL_SOCKET, SO_ERROR, &e, &len);
	p->connecting = false;
	if (e)
		conn_over(c, WHY_ERROR, e); /* not conn_fail: a refusal is not the client's reset */
}

static void reset_upstream(struct conn *c)
{
	struct linger linger = {1, 0};
	setsockopt((*state_of(c))->upstream, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

/* A side broke: the other one hears of it the same way. */
static void broke(struct conn *c, int errnum)
{
	if (errnum == ECONNRESET) {
		reset_upstream(c);
		c->reset = true;
	}
	conn_fail(c, errnum);
}

/* Read from one side into its pipe; how much. */
static size_t fill(struct conn *c, int fd, struct pipe *pipe)
{
	ssize_t n = pipe_fill(pipe, fd);
	if (n < 0)
		broke(c, (int)-n);
	if (n > 0)
		shm_event_data(&c->service->shm, c->id, pipe == &(*state_of(c))->back,
		    pipe_last(pipe), (size_t)n);
	return n > 0 ? (size_t)n : 0;
}

static size_t drain(struct conn *c, int fd, struct pipe *pipe)
{
	ssize_t n = pipe_drain(pipe, fd);
	if (n < 0)
		broke(c, (int)-n);
	return n > 0 ? (size_t)n : 0;
}

/* Pass on what is due; half-closes go the same way. */
static void pass(struct conn *c)
{
	const struct proxy_config *config = c->config;
	struct proxy *p = *state_of(c);
	if (p->connecting || c->over)
		return;
	drain(c, p->upstream, &p->there);
	if (!c->over)
		conn_count_out(c, drain(c, c->fd, &p->back));
	if (c->over)
		return;
	if (config->reset && p->there.passed + p->back.passed >= config->reset) {
		reset_upstream(c);
		conn_reset(c);
	} else if (p->there.done && p->back.done) {
		c->ended = true;
		conn_finish(c);
	}
}

static void proxy_ready(struct conn *c, short client, short other)
{
	struct proxy *p = *state_of(c);
	if (p->connecting) {
		if (other)
			connected(c);
		else if (client & (POLLERR | POLLHUP))
			broke(c, ECONNRESET);
	} else {
		if (client & (POLLIN | POLLERR | POLLHUP) && pipe_has_room(&p->there))
			conn_count_in(c, fill(c, c->fd, &p->there));
		else if (client & POLLERR)
			broke(c, ECONNRESET);
		if (!c->over && other & (POLLIN | POLLERR | POLLHUP) && pipe_has_room(&p->back))
			fill(c, p->upstream, &p->back);
		else if (!c->over && other & POLLERR)
			broke(c, ECONNRESET);
	}
	pass(c);
	if (!c->over)
		look(c);
}

static void proxy_timer(struct conn *c)
{
	pass(c);
	if (!c->over)
		look(c);
}

static void proxy_close(struct conn *c)
{
	struct proxy *p = *state_of(c);
	if (!p)
		return;
	if (p->upstream >= 0)
		close(p->upstream);
	pipe_fini(&p->there);
	pipe_fini(&p->back);
	free(p);
}

/* Its own ready() reads; never called. */
static void proxy_data(struct conn *c, char *data, size_t len)
{
	(void)c;
	(void)data;
	(void)len;
}

const struct handler handler_proxy = {
    .type = HANDLER_TYPE_FLAGS("Proxy",
	"Passes bytes on to another server and back, and shows them.", OP_BLOCKS,
	{"upstream", PARAM_STR, .help = "Where to, as \"HOST:PORT\" or \"unix:PATH\"."},
	{"delay", PARAM_SECONDS, .dflt = "0", .help = "Seconds that each piece is held back."},
	{"cut", PARAM_INT, .dflt = "0", .help = "Pass on pieces of at most so many bytes."},
	{"reset", PARAM_INT, .dflt = "0", .help = "Reset both sides after so many bytes."},
	{"merge", PARAM_SECONDS, .dflt = "0",
	    .help = "Gather for so long, then pass on as one piece."},
	{"rate", PARAM_INT, .dflt = "0", .help = "At most so many bytes a second, each way."},
	{"drop", PARAM_INT, .dflt = "0", .help = "Swallow every so-manyth piece."}),
    .fits = FITS_STREAM,
    .config_size = sizeof(struct proxy_config),
    .configure = proxy_configure,
    .open = proxy_open,
    .data = proxy_data,
    .timer = proxy_timer,
    .ready = proxy_ready,
    .close = proxy_close,
};
