/* limit_loop: one thread, all connections in one epoll. */
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bench/limit.h"

#define EVENTS 64

static void watch(int poll, int fd)
{
	struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
	limit_must(epoll_ctl(poll, EPOLL_CTL_ADD, fd, &e), "epoll_ctl");
}

static void take(int poll, int listener)
{
	int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
	if (fd >= 0)
		watch(poll, fd);
}

/* The generators wait for each answer, so that it always fits the socket's buffer. */
static void answer(int fd, char *buf)
{
	ssize_t n = recv(fd, buf, LIMIT_BUFFER, 0);
	if (n <= 0 || send(fd, buf, (size_t)n, MSG_NOSIGNAL) != n)
		close(fd);
}

static void loop(int listener)
{
	char buf[LIMIT_BUFFER];
	struct epoll_event ready[EVENTS];
	int poll = limit_must(epoll_create1(0), "epoll_create1");
	watch(poll, listener);
	for (;;) {
		int n = limit_must(epoll_wait(poll, ready, EVENTS, -1), "epoll_wait");
		for (int i = 0; i < n; i++) {
			if (ready[i].data.fd == listener)
				take(poll, listener);
			else
				answer(ready[i].data.fd, buf);
		}
	}
}

const struct shape limit_loop_shapes[] = {
    {"epoll", SOCK_STREAM, loop},
    {0},
};
