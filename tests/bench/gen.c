/*
 * gen: the bare load generator as a program. Prints one JSON object.
 *
 *	gen LOAD HOST PORT CLIENTS SECONDS SIZE   connect, request, datagram, pour
 *	gen sink                     prints "port N", takes one connection to its end
 *	gen hold HOST PORT CLIENTS   connects, prints "held", holds them until stdin ends
 */
#include "tests/bench/gen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define EVENTS 64
#define TICK_MS 100

static const struct load *const loads[] = {
    gen_stream_loads,
    gen_datagram_loads,
    gen_bulk_loads,
};

/* ---- for the loads ---- */

int64_t gen_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * NS_PER_S + t.tv_nsec;
}

int gen_must(int r, const char *what)
{
	if (r >= 0)
		return r;
	fprintf(stderr, "gen: %s: %s\n", what, strerror(errno));
	exit(1);
}

void gen_fill(char *message, size_t size, uint64_t number)
{
	size_t at = 0;
	for (; at + sizeof number <= size;
	     at += sizeof number, number += UINT64_C(0x9e3779b97f4a7c15))
		memcpy(message + at, &number, sizeof number);
	memcpy(message + at, &number, size - at);
}

void gen_source(int fd, unsigned client)
{
	int on = 1;
	struct sockaddr_in from = {
	    .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(0x7f010001u + client % 0xff00u),
	};
	gen_must(setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on), "setsockopt");
	gen_must(bind(fd, (struct sockaddr *)&from, sizeof from), "bind");
}

void gen_watch(struct gen *g, int op, int fd, uint32_t events, void *p)
{
	struct epoll_event e = {.events = events, .data.ptr = p};
	gen_must(epoll_ctl(g->poll, op, fd, &e), "epoll_ctl");
}

void gen_loop(struct gen *g, const unsigned *busy, void (*ready)(struct gen *, void *p, uint32_t),
    void (*tick)(struct gen *))
{
	struct epoll_event e[EVENTS];
	int64_t ticked = g->now_ns;
	while (*busy > 0 && g->now_ns < g->end_ns + GEN_DRAIN_NS) {
		int n = gen_must(epoll_wait(g->poll, e, EVENTS, TICK_MS), "epoll_wait");
		g->now_ns = gen_now();
		for (int i = 0; i < n; i++)
			ready(g, e[i].data.ptr, e[i].events);
		if (g->now_ns - ticked > TICK_MS * NS_PER_S / 1000) {
			ticked = g->now_ns;
			tick(g);
		}
	}
	g->errors += *busy; /* those that never came back */
}

/* ---- the program ---- */

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void print(const struct gen *g)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	printf("{\"operations\": %llu, \"errors\": %llu, \"lost\": %llu, \"seconds\": %.6f, "
	       "\"cpu\": %.6f}\n",
	    (unsigned long long)g->operations, (unsigned long long)g->errors,
	    (unsigned long long)g->lost, (double)(gen_now() - g->start_ns) / 1e9,
	    seconds(u.ru_utime) + seconds(u.ru_stime));
}

static const struct load *find(const char *name)
{
	for (size_t i = 0; i < sizeof loads / sizeof *loads; i++)
		for (const struct load *l = loads[i]; l->name; l++)
			if (strcmp(l->name, name) == 0)
				return l;
	return NULL;
}

static bool parse(struct gen *g, int argc, char **argv)
{
	g->size = 64;
	g->clients = 1;
	g->to.sin_family = AF_INET;
	if (argc > 3 && inet_pton(AF_INET, argv[2], &g->to.sin_addr) != 1)
		return false;
	if (argc > 3)
		g->to.sin_port = htons((uint16_t)atoi(argv[3]));
	if (argc > 4)
		g->clients = (unsigned)atoi(argv[4]);
	if (argc > 5)
		g->run_ns = (int64_t)(atof(argv[5]) * 1e9);
	if (argc > 6)
		g->size = (size_t)atol(argv[6]);
	return argc > 1 && g->clients > 0 && g->size > 0 && g->size <= GEN_SIZE_MAX;
}

int main(int argc, char **argv)
{
	struct gen g = {0};
	const struct load *load = argc > 1 ? find(argv[1]) : NULL;
	if (!load || !parse(&g, argc, argv)) {
		fputs("usage: gen LOAD [HOST PORT CLIENTS SECONDS SIZE]\n", stderr);
		return 2;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	g.poll = gen_must(epoll_create1(0), "epoll_create1");
	g.start_ns = g.now_ns = gen_now();
	g.end_ns = g.start_ns + g.run_ns;
	load->run(&g);
	print(&g);
	return g.errors > 0;
}
