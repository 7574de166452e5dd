#include "core/load/load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/clock.h"

#define EVENTS 512
/* Requests begin at changing places of one random text, so that each is different and costs
 * nothing to make. */
#define PLACES ((size_t)65536)
#define STRIDE 7919 /* odd, so that it comes to each place */
#define READ_SIZE ((size_t)65536)
/* After an error a client rests; a full accept queue of a Unix socket is tried again sooner. */
#define REST_NS (100 * NS_PER_MS)
#define RETRY_NS NS_PER_MS
#define LAST_NS NS_PER_S
/* How often it looks at the time where nothing happens. */
#define LOOK_MS 20
#define LOOK_RESTING_MS 1
/* Of clients on loopback, where they need many connections. */
#define PORTS 28000u
#define FIRST_ADDRESS 0x7f010001u
#define ADDRESSES 65000u

enum client_state {
	CLIENT_NEW,
	CLIENT_CONNECTING,
	CLIENT_WORKING, /* a request is under way */
	CLIENT_RESTING, /* until wake_ns */
	CLIENT_DONE,
};

struct client {
	int fd;
	enum client_state state;
	const char *text; /* of the request under way */
	size_t sent, got;
	uint32_t watched; /* epoll events asked for; 0: not yet */
	int64_t start_ns, wake_ns;
};

struct load {
	const struct load_options *o;
	struct load_result *result;
	struct client *clients;
	char *text;   /* PLACES + size random bytes */
	char *buffer; /* READ_SIZE bytes */
	int ep;
	uint64_t begun; /* requests, for their number and for their place in text */
	unsigned busy;	/* clients with a request under way */
	unsigned resting;
	bool over;	   /* no more requests are begun */
	int64_t finish_ns; /* since when tick says so; 0: it does not */
	int64_t timeout_ns;
};

static bool is_stream(const struct load *l)
{
	return l->o->socktype == SOCK_STREAM;
}

/* ---- one client ---- */

static void begin_request(struct load *l, struct client *c, int64_t now);

static void hang_up(struct client *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
	c->watched = 0;
}

static void stop_working(struct load *l, struct client *c, enum client_state state)
{
	if (c->state == CLIENT_CONNECTING || c->state == CLIENT_WORKING)
		l->busy--;
	if (state == CLIENT_RESTING)
		l->resting++;
	c->state = state;
}

static void rest(struct load *l, struct client *c, int64_t ns)
{
	hang_up(c);
	stop_working(l, c, CLIENT_RESTING);
	c->wake_ns = clock_mono_ns() + ns;
}

/* There never was anybody, and this errno says that nobody will come: no use in going on. */
static bool is_hopeless(const struct load *l, int e)
{
	if (l->result->requests + l->result->wrong > 0 ||
	    (is_stream(l) && l->result->connections > 0))
		return false;
	return e == ECONNREFUSED || e == ENOENT || e == EACCES || e == EPERM || e == EPROTOTYPE ||
	       e == ENETUNREACH || e == EHOSTUNREACH || e == ETIMEDOUT;
}

static void failed(struct load *l, struct client *c, int e)
{
	if (l->result->first_error == 0)
		l->result->first_error = e;
	l->result->errors++;
	if (is_hopeless(l, e))
		l->over = true;
	rest(l, c, REST_NS);
}

static void next_request(struct load *l, struct client *c, int64_t now)
{
	stop_working(l, c, CLIENT_NEW);
	if (is_stream(l) && !l->o->persistent)
		hang_up(c);
	begin_request(l, c, now);
}

static void answered(struct load *l, struct client *c)
{
	int64_t now = clock_mono_ns();
	histogram_add(&l->result->latency, now - c->start_ns);
	l->result->requests++;
	next_request(l, c, now);
}

static void answered_wrong(struct load *l, struct client *c)
{
	l->result->wrong++;
	hang_up(c); /* what else comes on this connection belongs to no request */
	next_request(l, c, clock_mono_ns());
}

static void connected(struct load *l, struct client *c)
{
	c->state = CLIENT_WORKING;
	l->result->connections++;
}

/* As much as there is room for. */
static void send_rest(struct load *l, struct client *c)
{
	while (c->sent < l->o->size) {
		ssize_t n = send(
		    c->fd, c->text + c->sent, l->o->size - c->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
		int e = errno;
		if (n < 0 && e == EINTR)
			continue;
		if (n < 0 && (e == EAGAIN || e == EWOULDBLOCK))
			return;
		if (n < 0) {
			failed(l, c, e);
			return;
		}
		if (c->state == CLIENT_CONNECTING)
			connected(l, c);
		l->result->bytes_sent += (uint64_t)n;
		c->sent += (size_t)n;
	}
}

/* What came is compared where it lies. */
static bool is_right(const struct load *l, const struct client *c, size_t n)
{
	if (!is_stream(l))
		return n == l->o->size && memcmp(l->buffer, c->text, n) == 0;
	return n <= l->o->size - c->got && memcmp(l->buffer, c->text + c->got, n) == 0;
}

/* Until there is no more: one edge may tell of data and of the end after it. */
static void receive(struct load *l, struct client *c)
{
	while (c->state == CLIENT_WORKING) {
		ssize_t n = recv(c->fd, l->buffer, READ_SIZE, MSG_DONTWAIT);
		int e = errno;
		if (n < 0 && e == EINTR)
			continue;
		if (n < 0 && (e == EAGAIN || e == EWOULDBLOCK))
			return;
		if (n < 0 || (n == 0 && is_stream(l))) {
			failed(l, c, n < 0 ? e : ECONNRESET);
			return;
		}
		l->result->bytes_received += (uint64_t)n;
		if (!is_right(l, c, (size_t)n)) {
			answered_wrong(l, c);
			return;
		}
		c->got += (size_t)n;
		if (c->got == l->o->size) {
			answered(l, c);
			return;
		}
	}
}

/* ---- connecting ---- */

static int bind_own_name(int fd)
{
	struct sockaddr sa = {
	    .sa_family = AF_UNIX}; /* autobind, so that answers find us: unix(7) */
	return bind(fd, &sa, sizeof sa.sa_family) < 0 ? -errno : 0;
}

/* A closed connection holds its port for a minute, and an address has 28,000 of them. */
static bool needs_addresses(const struct load *l)
{
	const struct address *a = &l->o->address;
	bool many = !l->o->persistent || l->o->clients > PORTS;
	return many && is_stream(l) && a->sa.sa_family == AF_INET &&
	       ntohl(a->in.sin_addr.s_addr) >> IN_CLASSA_NSHIFT == IN_LOOPBACKNET;
}

/* 127.1.0.1 and on. Where there are none, it goes as well without. */
static void bind_own_address(int fd, unsigned client)
{
	int on = 1;
	struct sockaddr_in own = {
	    .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(FIRST_ADDRESS + client % ADDRESSES),
	};
	setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
	(void)bind(fd, (struct sockaddr *)&own, sizeof own);
}

/* Edges tell of data; and, from when it first matters, of the connection and of room. */
static void watch(struct load *l, struct client *c)
{
	bool more = c->sent < l->o->size;
	struct epoll_event e = {
	    .events = EPOLLIN | EPOLLET | (more ? EPOLLOUT : 0),
	    .data.u32 = (uint32_t)(c - l->clients),
	};
	if ((c->watched & e.events) == e.events)
		return;
	if (epoll_ctl(l->ep, c->watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, c->fd, &e) < 0)
		failed(l, c, errno);
	else
		c->watched = e.events;
}

/* 0: connected or under way; -errno. */
static int open_socket(struct load *l, struct client *c)
{
	const struct address *a = &l->o->address;
	c->fd = socket(a->sa.sa_family, l->o->socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (c->fd < 0)
		return -errno;
	int r = !is_stream(l) && a->sa.sa_family == AF_UNIX ? bind_own_name(c->fd) : 0;
	if (needs_addresses(l))
		bind_own_address(c->fd, (unsigned)(c - l->clients));
	if (r == 0 && connect(c->fd, &a->sa, a->len) < 0 && errno != EINPROGRESS)
		r = -errno;
	return r;
}

/* ---- requests ---- */

static bool take_number(struct load *l, uint64_t *number)
{
	if (l->over || (l->o->requests && l->begun >= l->o->requests))
		return false;
	*number = l->begun++;
	return true;
}

/* For a request that is to begin: 0, or -errno. */
static int connect_client(struct load *l, struct client *c)
{
	if (c->fd >= 0)
		return 0;
	c->state = CLIENT_CONNECTING;
	return open_socket(l, c);
}

/* It is sent at once, for on loopback most connections stand when connect() returns; one that does
 * not says EAGAIN, and tells of itself later. */
static void begin_request(struct load *l, struct client *c, int64_t now)
{
	uint64_t number;
	if (!take_number(l, &number)) {
		hang_up(c);
		c->state = CLIENT_DONE;
		return;
	}
	c->text = l->text + number * STRIDE % PLACES;
	c->sent = c->got = 0;
	c->start_ns = now;
	l->busy++;
	c->state = CLIENT_WORKING;
	int r = connect_client(l, c);
	if (r == -EAGAIN) {
		l->begun--; /* the number goes to another one */
		rest(l, c, RETRY_NS);
	} else if (r < 0) {
		failed(l, c, -r);
	} else {
		send_rest(l, c);
		if (c->fd >= 0)
			watch(l, c);
	}
}

static void happened(struct load *l, struct client *c, uint32_t events)
{
	if (c->state == CLIENT_CONNECTING) {
		c->state = CLIENT_WORKING; /* a failed connect is told by the first send */
		l->result->connections += !(events & (EPOLLERR | EPOLLHUP));
	}
	if (c->state == CLIENT_WORKING && events & (EPOLLOUT | EPOLLERR | EPOLLHUP))
		send_rest(l, c);
	if (c->state == CLIENT_WORKING && events & (EPOLLIN | EPOLLERR | EPOLLHUP))
		receive(l, c);
}

/* ---- time ---- */

static void timed_out(struct load *l, struct client *c)
{
	l->result->timeouts++;
	hang_up(c); /* a late answer must not be taken for that of the next request */
	next_request(l, c, clock_mono_ns());
}

static void look_at_time(struct load *l, int64_t now)
{
	for (unsigned i = 0; i < l->o->clients; i++) {
		struct client *c = &l->clients[i];
		if (c->state == CLIENT_RESTING && (c->wake_ns <= now || l->over)) {
			l->resting--;
			begin_request(l, c, now);
		} else if ((c->state == CLIENT_WORKING || c->state == CLIENT_CONNECTING) &&
			   now - c->start_ns > l->timeout_ns) {
			timed_out(l, c);
		}
	}
}

static bool is_time_up(const struct load *l, int64_t elapsed)
{
	return l->o->requests == 0 && elapsed >= l->o->duration_ns;
}

/* False: the run is to end here and now. */
static bool tick(struct load *l, int64_t elapsed)
{
	enum load_wish wish = l->o->tick ? l->o->tick(l->o->ctx, l->result, elapsed) : LOAD_GO_ON;
	l->over |= wish != LOAD_GO_ON;
	if (wish == LOAD_FINISH && l->finish_ns == 0)
		l->finish_ns = clock_mono_ns();
	return wish != LOAD_ABANDON;
}

/* What is under way ends by an answer or by its timeout; whoever says finish waits no longer than
 * a second for that. */
static bool is_finished(const struct load *l)
{
	return l->busy + l->resting == 0 ||
	       (l->finish_ns != 0 && clock_mono_ns() - l->finish_ns >= LAST_NS);
}

static void run(struct load *l)
{
	struct epoll_event events[EVENTS];
	int64_t begin = clock_mono_ns(), ticked = begin;
	for (unsigned i = 0; i < l->o->clients; i++)
		begin_request(l, &l->clients[i], clock_mono_ns());
	while (!is_finished(l)) {
		int n = epoll_wait(l->ep, events, EVENTS, l->resting ? LOOK_RESTING_MS : LOOK_MS);
		for (int i = 0; i < n; i++)
			happened(l, &l->clients[events[i].data.u32], events[i].events);
		int64_t now = clock_mono_ns();
		l->over |= is_time_up(l, now - begin);
		if (now - ticked >= LOAD_TICK_NS) {
			ticked = now;
			look_at_time(l, now);
			if (!tick(l, now - begin))
				break;
		} else if (l->resting) {
			look_at_time(l, now);
		}
	}
	l->result->elapsed_ns = clock_mono_ns() - begin;
}

/* ---- setting up ---- */

static int check(const struct load_options *o)
{
	bool stream = o->socktype == SOCK_STREAM;
	if (o->clients < 1 || o->clients > LOAD_CLIENTS_MAX || o->size < 1 ||
	    o->size > (stream ? LOAD_SIZE_MAX : LOAD_DATAGRAM_MAX))
		return -EINVAL;
	return o->requests > 0 || o->duration_ns > 0 ? 0 : -EINVAL;
}

static int raise_descriptor_limit(unsigned clients)
{
	struct rlimit lim;
	if (getrlimit(RLIMIT_NOFILE, &lim) < 0)
		return -errno;
	rlim_t wanted = (rlim_t)clients + 64;
	if (lim.rlim_cur >= wanted)
		return 0;
	lim.rlim_cur = lim.rlim_max < wanted ? lim.rlim_max : wanted;
	setrlimit(RLIMIT_NOFILE, &lim);
	return lim.rlim_cur < wanted ? -EMFILE : 0;
}

static void fill_random(char *text, size_t len)
{
	uint64_t x = 0;
	if (getrandom(&x, sizeof x, 0) < 0)
		x = (uint64_t)clock_mono_ns();
	for (size_t i = 0; i < len; i++) {
		x = x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		text[i] = (char)(x >> 56);
	}
}

static int set_up(struct load *l)
{
	const struct load_options *o = l->o;
	size_t len = PLACES + o->size;
	l->clients = calloc(o->clients, sizeof *l->clients);
	for (unsigned i = 0; l->clients && i < o->clients; i++)
		l->clients[i].fd = -1; /* before anything fails: tear_down() closes the others */
	l->text = malloc(len);
	l->buffer = malloc(READ_SIZE);
	l->ep = epoll_create1(EPOLL_CLOEXEC);
	if (!l->clients || !l->text || !l->buffer)
		return -ENOMEM;
	if (l->ep < 0)
		return -errno;
	fill_random(l->text, len);
	l->timeout_ns = o->timeout_ns ? o->timeout_ns : is_stream(l) ? 10 * NS_PER_S : NS_PER_S;
	return raise_descriptor_limit(o->clients);
}

static void tear_down(struct load *l)
{
	for (unsigned i = 0; l->clients && i < l->o->clients; i++)
		hang_up(&l->clients[i]);
	if (l->ep >= 0)
		close(l->ep);
	free(l->clients);
	free(l->text);
	free(l->buffer);
}

int load_run(const struct load_options *o, struct load_result *out)
{
	struct load l = {.o = o, .result = out, .ep = -1};
	memset(out, 0, sizeof *out);
	int r = check(o);
	if (r < 0)
		return r;
	r = set_up(&l);
	if (r == 0)
		run(&l);
	tear_down(&l);
	return r;
}

int load_parse_address(const char *text, struct load_options *o, const char **why)
{
	o->socktype = SOCK_STREAM;
	if (strncmp(text, "udp:", 4) == 0) {
		o->socktype = SOCK_DGRAM;
		text += 4;
	} else if (strncmp(text, "unix-dgram:", 11) == 0) {
		o->socktype = SOCK_DGRAM;
		char path[256];
		snprintf(path, sizeof path, "unix:%s", text + 11);
		return address_parse(path, &o->address, why);
	}
	return address_parse(text, &o->address, why);
}

size_t load_format_address(const struct load_options *o, char *text, size_t size)
{
	char plain[ADDRESS_TEXT_MAX];
	bool unix_address = o->address.sa.sa_family == AF_UNIX;
	static const char unix_prefix[] = "unix:"; /* of address_format() */
	const char *prefix = o->socktype == SOCK_STREAM ? ""
			     : unix_address		? "unix-dgram:"
							: "udp:";
	address_format(&o->address.sa, o->address.len, plain, sizeof plain);
	snprintf(text, size, "%s%s", prefix,
	    plain + (*prefix && unix_address ? strlen(unix_prefix) : 0));
	return strlen(text);
}
