/* gen_bulk: bytes one way. Operations are bytes here. */
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bench/gen.h"

#define CHUNK (1 << 20)

/* Takes what one peer pushes, at little cost, as the side that sends is to be measured: MSG_TRUNC
 * lets the kernel drop the bytes uncopied, and the low-water mark spares the sender waking us for
 * each segment. The clock starts with the first bytes. */
static void run_sink(struct gen *g)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof a;
	int listener = gen_must(socket(AF_INET, SOCK_STREAM, 0), "socket");
	gen_must(bind(listener, (struct sockaddr *)&a, sizeof a), "bind");
	gen_must(listen(listener, 1), "listen");
	gen_must(getsockname(listener, (struct sockaddr *)&a, &len), "getsockname");
	printf("port %d\n", ntohs(a.sin_port));
	fflush(stdout);
	int fd = gen_must(accept(listener, NULL, NULL), "accept");
	gen_must(
	    setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, &(int){CHUNK}, sizeof(int)), "SO_RCVLOWAT");
	ssize_t n = recv(fd, NULL, CHUNK, MSG_TRUNC);
	for (g->start_ns = gen_now(); n > 0; n = recv(fd, NULL, CHUNK, MSG_TRUNC))
		g->operations += (uint64_t)n;
	g->errors += n < 0;
}

/* Pours zeros into a server that discards, until time is over and the server has seen the end. */
static void run_pour(struct gen *g)
{
	static const char zeros[GEN_SIZE_MAX];
	int fd = gen_must(socket(AF_INET, SOCK_STREAM, 0), "socket");
	gen_must(connect(fd, (struct sockaddr *)&g->to, sizeof g->to), "connect");
	while (gen_now() < g->end_ns)
		g->operations +=
		    (uint64_t)gen_must((int)send(fd, zeros, g->size, MSG_NOSIGNAL), "send");
	shutdown(fd, SHUT_WR);
	char end;
	g->errors += recv(fd, &end, 1, 0) != 0;
}

const struct load gen_bulk_loads[] = {
    {"sink", run_sink},
    {"pour", run_pour},
    {0},
};
