/* gen_datagram: one datagram in flight for each client; what is not answered in time is lost. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bench/gen.h"

#define LOST_NS (NS_PER_S / 2)

struct client {
	int fd;
	int64_t sent_ns;
	char *message;
};

struct datagrams {
	struct gen gen; /* first: the loop hands it back */
	struct client *clients;
	unsigned busy;
};

static struct datagrams *datagrams_of(struct gen *g)
{
	return (struct datagrams *)g;
}

static void leave(struct datagrams *d, struct client *c)
{
	close(c->fd);
	c->fd = -1;
	d->busy--;
}

static void request(struct datagrams *d, struct client *c)
{
	struct gen *g = &d->gen;
	if (g->now_ns >= g->end_ns) {
		leave(d, c);
		return;
	}
	gen_fill(c->message, g->size, g->next++);
	c->sent_ns = g->now_ns;
	if (send(c->fd, c->message, g->size, 0) < 0) {
		g->errors++;
		leave(d, c);
	}
}

/* An answer to a datagram that was given up is none to the one in flight; it counts nowhere. */
static bool is_late(const struct gen *g, const struct client *c, const char *buf, ssize_t n)
{
	return g->lost > 0 && n == (ssize_t)g->size && memcmp(buf, c->message, (size_t)n) != 0;
}

static void ready(struct gen *g, void *p, uint32_t events)
{
	char buf[GEN_SIZE_MAX];
	struct client *c = p;
	(void)events;
	ssize_t n = recv(c->fd, buf, sizeof buf, MSG_DONTWAIT);
	if ((n < 0 && errno == EAGAIN) || is_late(g, c, buf, n))
		return;
	if (n != (ssize_t)g->size || memcmp(buf, c->message, (size_t)n) != 0)
		g->errors++;
	else
		g->operations++;
	request(datagrams_of(g), c);
}

/* Give up what is in flight for too long. */
static void give_up(struct gen *g)
{
	struct datagrams *d = datagrams_of(g);
	for (unsigned i = 0; i < g->clients; i++) {
		struct client *c = &d->clients[i];
		if (c->fd >= 0 && g->now_ns - c->sent_ns > LOST_NS) {
			g->lost++;
			request(d, c);
		}
	}
}

static void begin(struct datagrams *d, struct client *c)
{
	struct gen *g = &d->gen;
	c->message = calloc(1, g->size);
	gen_must(c->message ? 0 : -1, "calloc");
	c->fd = gen_must(socket(AF_INET, SOCK_DGRAM, 0), "socket");
	gen_must(connect(c->fd, (struct sockaddr *)&g->to, sizeof g->to), "connect");
	gen_watch(g, EPOLL_CTL_ADD, c->fd, EPOLLIN, c);
	request(d, c);
}

static void run(struct gen *g)
{
	struct datagrams d = {.gen = *g, .busy = g->clients};
	d.clients = calloc(g->clients, sizeof *d.clients);
	gen_must(d.clients ? 0 : -1, "calloc");
	for (unsigned i = 0; i < g->clients; i++)
		begin(&d, &d.clients[i]);
	gen_loop(&d.gen, &d.busy, ready, give_up);
	*g = d.gen;
	for (unsigned i = 0; i < g->clients; i++)
		free(d.clients[i].message);
	free(d.clients);
}

const struct load gen_datagram_loads[] = {
    {"datagram", run},
    {0},
};
