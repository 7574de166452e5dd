/* gen_stream: connections with one request each, and requests on connections that stay. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bench/gen.h"

struct client {
	int fd;
	unsigned number;
	size_t sent, got;
	bool writes; /* epoll watches for room */
	char message[];
};

struct stream {
	struct gen gen; /* first: the loop hands it back */
	bool stays;	/* the connection serves all requests */
	unsigned busy;
};

static struct stream *stream_of(struct gen *g)
{
	return (struct stream *)g;
}

/* The client does no more. */
static void leave(struct stream *s, struct client *c)
{
	close(c->fd);
	free(c);
	s->busy--;
}

static void fail(struct stream *s, struct client *c)
{
	s->gen.errors++;
	leave(s, c);
}

/* Send what is left. False when it failed. */
static bool push(struct gen *g, struct client *c)
{
	ssize_t n = send(c->fd, c->message + c->sent, g->size - c->sent, MSG_NOSIGNAL);
	if (n < 0)
		return errno == EAGAIN || errno == EINPROGRESS;
	c->sent += (size_t)n;
	return true;
}

static void watch(struct gen *g, struct client *c, int op)
{
	c->writes = c->sent < g->size;
	gen_watch(g, op, c->fd, c->writes ? EPOLLIN | EPOLLOUT : EPOLLIN, c);
}

static bool request(struct gen *g, struct client *c)
{
	gen_fill(c->message, g->size, g->next++);
	c->sent = c->got = 0;
	return push(g, c);
}

/* On loopback the connection mostly stands when connect returns, and the request can go at once. */
static void begin(struct stream *s, struct client *c)
{
	struct gen *g = &s->gen;
	c->fd = gen_must(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket");
	gen_source(c->fd, c->number);
	int r = connect(c->fd, (struct sockaddr *)&g->to, sizeof g->to);
	if ((r < 0 && errno != EINPROGRESS) || !request(g, c))
		fail(s, c);
	else
		watch(g, c, EPOLL_CTL_ADD);
}

/* One request was answered. */
static void answered(struct stream *s, struct client *c)
{
	struct gen *g = &s->gen;
	g->operations++;
	if (g->now_ns >= g->end_ns) {
		leave(s, c);
	} else if (!s->stays) {
		close(c->fd);
		begin(s, c);
	} else if (!request(g, c)) {
		fail(s, c);
	} else if (c->sent < g->size) {
		watch(g, c, EPOLL_CTL_MOD);
	}
}

static void take(struct stream *s, struct client *c)
{
	char buf[GEN_SIZE_MAX];
	ssize_t n = recv(c->fd, buf, s->gen.size - c->got, 0);
	if (n < 0 && errno == EAGAIN)
		return;
	if (n <= 0 || memcmp(buf, c->message + c->got, (size_t)n) != 0) {
		fail(s, c);
		return;
	}
	c->got += (size_t)n;
	if (c->got == s->gen.size)
		answered(s, c);
}

static void ready(struct gen *g, void *p, uint32_t events)
{
	struct client *c = p;
	if (c->writes) {
		if (!push(g, c)) {
			fail(stream_of(g), c);
			return;
		}
		if (c->sent == g->size)
			watch(g, c, EPOLL_CTL_MOD);
	}
	if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
		take(stream_of(g), c);
}

static void nothing(struct gen *g)
{
	(void)g;
}

static void run(struct gen *g, bool stays)
{
	struct stream s = {.gen = *g, .stays = stays, .busy = g->clients};
	for (unsigned i = 0; i < g->clients; i++) {
		struct client *c = calloc(1, sizeof *c + g->size);
		gen_must(c ? 0 : -1, "calloc");
		c->number = i;
		begin(&s, c);
	}
	gen_loop(&s.gen, &s.busy, ready, nothing);
	*g = s.gen;
}

static void run_connect(struct gen *g)
{
	run(g, false);
}

static void run_request(struct gen *g)
{
	run(g, true);
}

/* ---- connections that only stay ---- */

static int greet(struct gen *g, unsigned number)
{
	char out[GEN_SIZE_MAX], in[GEN_SIZE_MAX];
	int fd = gen_must(socket(AF_INET, SOCK_STREAM, 0), "socket");
	gen_must(connect(fd, (struct sockaddr *)&g->to, sizeof g->to), "connect");
	gen_fill(out, g->size, number);
	gen_must((int)send(fd, out, g->size, MSG_NOSIGNAL), "send");
	ssize_t n = recv(fd, in, g->size, MSG_WAITALL);
	if (n != (ssize_t)g->size || memcmp(in, out, g->size) != 0)
		g->errors++;
	g->operations++;
	return fd;
}

static void run_hold(struct gen *g)
{
	for (unsigned i = 0; i < g->clients; i++)
		greet(g, i); /* the descriptor stays open until the end */
	puts("held");
	fflush(stdout);
	while (getchar() != EOF)
		;
}

const struct load gen_stream_loads[] = {
    {"connect", run_connect},
    {"request", run_request},
    {"hold", run_hold},
    {0},
};
