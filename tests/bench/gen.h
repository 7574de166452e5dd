/*
 * gen: a load generator as bare as it can be: one thread, one epoll, nothing kept but counts. Every
 * answer is compared with what was sent. Owned by the one thread of the program.
 *
 * Source addresses: a closed connection holds its port for a minute (TIME_WAIT), and there are
 * only 28,000 ports. Each client has a source address of its own (127.1.0.1 and on), so that there
 * are 28,000 for each, and on loopback the kernel takes them again after a second.
 */
#ifndef TESTS_BENCH_GEN_H
#define TESTS_BENCH_GEN_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#define NS_PER_S INT64_C(1000000000)
#define GEN_DRAIN_NS (2 * NS_PER_S) /* how long what is in flight at the end may take */
#define GEN_SIZE_MAX 65536

struct gen {
	struct sockaddr_in to;
	unsigned clients; /* in flight at one time */
	size_t size;	  /* of each message */
	int64_t run_ns;
	int poll;
	int64_t start_ns, end_ns; /* of the run; no new operation from end_ns on */
	int64_t now_ns;		  /* looked at once for each epoll_wait */
	uint64_t operations, errors, lost;
	uint64_t next; /* number of the next message */
};

/* A load: runs until g->end_ns and what is in flight after it, and fills the counts. */
struct load {
	const char *name;
	void (*run)(struct gen *g);
};

/* NULL-named at the end. */
extern const struct load gen_stream_loads[];
extern const struct load gen_datagram_loads[];
extern const struct load gen_bulk_loads[];

int64_t gen_now(void);

/* End the program when r is negative; else r. */
int gen_must(int r, const char *what);

/* Fill size bytes that no other message has; check what came at an offset of it. */
void gen_fill(char *message, size_t size, uint64_t number);

/* The source address of a client, so that ports last. */
void gen_source(int fd, unsigned client);

/* Watch fd for events, or change them; p comes back with each. */
void gen_watch(struct gen *g, int op, int fd, uint32_t events, void *p);

/* epoll_wait until all clients are through: ready() is called with each p that has something,
 * tick() ten times a second. busy counts clients in flight. */
void gen_loop(struct gen *g, const unsigned *busy, void (*ready)(struct gen *, void *p, uint32_t),
    void (*tick)(struct gen *));

#endif
