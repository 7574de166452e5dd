/*
 * serve: a `sockpit serve` under test: started, connected to, stopped, and what it printed.
 *
 *	struct served s;
 *	served_start(&s, "ThreadingTCPServer", "127.0.0.1:0", NULL);
 *	int fd = served_connect(&s);
 *	...
 *	served_stop(&s);                          // SIGTERM; asserts exit 0 within 2 s
 *	assert_int_equal(served_total(&s, "connections"), 1);
 *	served_free(&s);
 *
 * The program is $SOCKPIT, or ./sockpit. Failures are cmocka's.
 */
#ifndef TESTS_UNIT_SERVE_H
#define TESTS_UNIT_SERVE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

#include "core/ops/address.h"

struct served {
	pid_t pid;  /* of `sockpit serve` */
	int server; /* of the process that it announced */
	FILE *out;
	char where[256]; /* the address as announced */
	struct address address;
	bool datagrams;
	json_t *events; /* all of them, the summary last; after served_stop() */
	int status;	/* wait status */
	double stop_seconds;
};

/* Options end with NULL, and may be NULL. --json is always given. A "unix:" address without a path
 * gets one in the test's own folder. */
void served_start(
    struct served *s, const char *model, const char *address, const char *const *options);

/* The same with something between fork and exec. */
void served_start_with(struct served *s, const char *model, const char *address,
    const char *const *options, void (*before_exec)(void));

int served_connect(const struct served *s);  /* blocking, 10 s of patience */
int served_datagram(const struct served *s); /* a socket of its kind, bound where it has to be */

/* Read what is printed until an event of that name comes. */
void served_await(struct served *s, const char *event);

void served_signal(struct served *s, int sig); /* send it, read all that is printed, wait */
void served_stop(struct served *s);	       /* SIGTERM, and it must exit 0 within 2 s */
void served_free(struct served *s);

json_int_t served_total(const struct served *s, const char *key); /* of the summary */
size_t served_count(const struct served *s, const char *event);

/* ---- clients ---- */

void send_all(int fd, const void *data, size_t len);
size_t recv_all(int fd, void *data, size_t size); /* until the end of file */
void recv_exactly(int fd, void *data, size_t len);
/* Send len bytes, close the writing side, read to the end: equal? Works both ways at once. */
bool echoes(int fd, const char *data, size_t len);
bool gives_eof(int fd);

/* ---- waiting for a state ---- */

/* Until fn says so; fails the test after 10 s. */
void await(bool (*fn)(void *ctx), void *ctx);
bool process_gone(int pid);		    /* no such process (a zombie is one) */
size_t count_children(int pid, char state); /* state 0: any; 'Z': zombies */

#endif
