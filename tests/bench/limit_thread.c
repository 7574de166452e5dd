/* limit_thread: a thread for each connection, and threads made beforehand. */
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bench/limit.h"

static void *serve_one(void *arg)
{
	limit_echo((int)(intptr_t)arg);
	return NULL;
}

static void thread_each(int listener)
{
	for (;;) {
		int fd = limit_must(accept(listener, NULL, NULL), "accept");
		limit_thread(serve_one, (void *)(intptr_t)fd);
	}
}

static void *serve_in_turn(void *arg)
{
	int listener = (int)(intptr_t)arg;
	for (;;)
		limit_echo(limit_must(accept(listener, NULL, NULL), "accept"));
	return NULL;
}

static void pool(int listener)
{
	for (int i = 1; i < LIMIT_WORKERS; i++)
		limit_thread(serve_in_turn, (void *)(intptr_t)listener);
	serve_in_turn((void *)(intptr_t)listener);
}

static void *discard_one(void *arg)
{
	char buf[LIMIT_BUFFER];
	int fd = (int)(intptr_t)arg;
	while (recv(fd, buf, sizeof buf, 0) > 0)
		;
	close(fd);
	return NULL;
}

static void discard(int listener)
{
	for (;;) {
		int fd = limit_must(accept(listener, NULL, NULL), "accept");
		limit_thread(discard_one, (void *)(intptr_t)fd);
	}
}

const struct shape limit_thread_shapes[] = {
    {"thread", SOCK_STREAM, thread_each},
    {"pool", SOCK_STREAM, pool},
    {"discard", SOCK_STREAM, discard},
    {0},
};
