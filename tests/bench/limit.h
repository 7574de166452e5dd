/*
 * limit: servers as bare as they can be, one for each shape that sockpit has. What they reach is
 * the limit that `make bench` compares with: nothing is watched, counted, timed or told.
 *
 * A shape runs until the process is killed, and owns it: it may fork, start threads and wait for
 * all of them. Its errors end the process, as nobody would read a figure of a broken server.
 */
#ifndef TESTS_BENCH_LIMIT_H
#define TESTS_BENCH_LIMIT_H

#include <stddef.h>

#define LIMIT_BUFFER 65536 /* one read's worth, as in sockpit's own handlers */
#define LIMIT_WORKERS 16   /* of prefork and pool */
#define LIMIT_STACK ((size_t)128 << 10)

struct shape {
	const char *name;
	int type; /* SOCK_STREAM or SOCK_DGRAM */
	void (*run)(int fd);
};

/* NULL-named at the end. */
extern const struct shape limit_process_shapes[];
extern const struct shape limit_thread_shapes[];
extern const struct shape limit_loop_shapes[];
extern const struct shape limit_datagram_shapes[];

/* Send back what comes, until the peer ends or fails; fd is closed. */
void limit_echo(int fd);

/* End the process when r is negative; else r. */
int limit_must(int r, const char *what);

/* Start a detached thread with a stack of LIMIT_STACK. */
void limit_thread(void *(*run)(void *), void *arg);

/* The bulk senders: they connect to a sink and push a file of size bytes, times over. */
struct push {
	const char *name;
	void (*run)(int sock, int file, size_t size);
};
extern const struct push limit_pushes[];

#endif
