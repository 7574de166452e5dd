/*
 * dump: what a list of all TCP sockets takes: bare, and as the System view has it.
 *
 *	dump bare|snapshot TIMES      prints one JSON object
 *
 * Bare is the two dumps, of IPv4 and IPv6, with TCP_INFO and without those in TIME_WAIT, received
 * and counted, and nothing of them looked at (sock_diag(7)).
 */
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "core/observe/diag.h"

#define CHUNK 65536
/* Those that are only bound, too, as the view shows them: they cost the kernel a third more. */
#define ALL_BUT_TIME_WAIT (~(1u << DIAG_TIME_WAIT))

static void must(bool right, const char *what)
{
	if (right)
		return;
	fprintf(stderr, "dump: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void ask(int fd, int family)
{
	struct {
		struct nlmsghdr head;
		struct inet_diag_req_v2 body;
	} q = {
	    .head = {sizeof q, SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | NLM_F_DUMP, 0, 0},
	    .body =
		{
		    .sdiag_family = (unsigned char)family,
		    .sdiag_protocol = IPPROTO_TCP,
		    .idiag_ext = 1 << (INET_DIAG_INFO - 1),
		    .idiag_states = ALL_BUT_TIME_WAIT,
		},
	};
	must(send(fd, &q, sizeof q, 0) == sizeof q, "send");
}

/* Count the messages of one chunk; true after the last one. */
static bool count(const char *buf, ssize_t n, size_t *sockets)
{
	size_t left = (size_t)n;
	for (const struct nlmsghdr *h = (const void *)buf; NLMSG_OK(h, left);
	     h = NLMSG_NEXT(h, left)) {
		must(h->nlmsg_type != NLMSG_ERROR, "sock_diag");
		if (h->nlmsg_type == NLMSG_DONE)
			return true;
		++*sockets;
	}
	return false;
}

static size_t bare(struct diag *d)
{
	(void)d;
	static const int families[] = {AF_INET, AF_INET6};
	static char buf[CHUNK];
	size_t sockets = 0;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	must(fd >= 0, "socket");
	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		ssize_t n;
		ask(fd, families[i]);
		do {
			n = recv(fd, buf, sizeof buf, 0);
			must(n > 0, "recv");
		} while (!count(buf, n, &sockets));
	}
	close(fd);
	return sockets;
}

/* The view keeps its struct diag, which knows how many rows there were. */
static size_t snapshot(struct diag *d)
{
	struct diag_snapshot *s;
	errno = -diag_take(d, &(struct diag_options){.protos = DIAG_BIT(DIAG_TCP)}, &s);
	must(errno == 0, "diag_take");
	size_t sockets = s->count;
	diag_snapshot_unref(s);
	return sockets;
}

static double now(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	int times = argc == 3 ? atoi(argv[2]) : 0;
	if (times <= 0) {
		fputs("usage: dump bare|snapshot TIMES\n", stderr);
		return 2;
	}
	size_t (*take)(struct diag *) = strcmp(argv[1], "bare") == 0 ? bare : snapshot;
	struct diag *d;
	errno = -diag_new(&d);
	must(errno == 0, "diag_new");
	size_t sockets = 0;
	double wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
	for (int i = 0; i < times; i++)
		sockets = take(d);
	wall = now(CLOCK_MONOTONIC) - wall;
	cpu = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	diag_free(d);
	printf("{\"sockets\": %zu, \"ms\": %.3f, \"cpu_ms\": %.3f}\n", sockets, wall / times * 1e3,
	    cpu / times * 1e3);
	return 0;
}
