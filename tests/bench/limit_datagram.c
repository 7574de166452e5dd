/* limit_datagram: a loop, a process for each datagram, a thread for each datagram. */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/limit.h"

#define PACKET 8192 /* socketserver's max_packet_size */

struct datagram {
	int fd;
	socklen_t from_len;
	struct sockaddr_in from;
	size_t len;
	char data[PACKET];
};

static void receive(int fd, struct datagram *d)
{
	d->fd = fd;
	d->from_len = sizeof d->from;
	ssize_t n =
	    recvfrom(fd, d->data, sizeof d->data, 0, (struct sockaddr *)&d->from, &d->from_len);
	d->len = (size_t)limit_must((int)n, "recvfrom");
}

static void answer(const struct datagram *d)
{
	sendto(d->fd, d->data, d->len, 0, (const struct sockaddr *)&d->from, d->from_len);
}

static void loop(int fd)
{
	struct datagram d;
	for (;;) {
		receive(fd, &d);
		answer(&d);
	}
}

static void fork_each(int fd)
{
	struct datagram d;
	for (;;) {
		receive(fd, &d);
		if (limit_must(fork(), "fork") == 0) {
			answer(&d);
			_exit(0);
		}
		waitpid(-1, NULL, WNOHANG);
	}
}

static void *answer_and_free(void *arg)
{
	answer(arg);
	free(arg);
	return NULL;
}

static struct datagram *copy(const struct datagram *d)
{
	size_t size = offsetof(struct datagram, data) + d->len;
	struct datagram *c = malloc(size);
	limit_must(c ? 0 : -1, "malloc");
	memcpy(c, d, size);
	return c;
}

static void thread_each(int fd)
{
	struct datagram d;
	for (;;) {
		receive(fd, &d);
		limit_thread(answer_and_free, copy(&d));
	}
}

const struct shape limit_datagram_shapes[] = {
    {"udp-loop", SOCK_DGRAM, loop},
    {"udp-fork", SOCK_DGRAM, fork_each},
    {"udp-thread", SOCK_DGRAM, thread_each},
    {0},
};
