/*
 * conn: one connection (or one datagram) under a handler, in the server process.
 *
 * Belongs to the thread or child that serves it; only Broadcast reaches into those of other
 * threads, through conn_post(). What a handler may do to its connection is here; how bytes leave
 * is the model's: a driver writes directly (conn_serve), queues (loop.h), or collects one datagram.
 */
#ifndef CORE_SERVER_CONN_H
#define CORE_SERVER_CONN_H

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "core/server/shm.h"

struct datagram;
struct handler;
struct service;
struct conn;

/* Functions on the way of each connection: together in the program, because a forked child has a
 * page fault for every 64 KiB of code that it touches. */
#define SERVE_HOT __attribute__((hot))

#define CONN_STATE_MAX 256
/* One read's worth. Threads have 128 KiB of stack, and half of it is this. */
#define CONN_BUFFER 65536
/* The same, until one read fills it. */
#define CONN_SMALL 1536
/* How often a wait without a signal to end it looks up. */
#define CONN_TICK_NS INT64_C(50000000)

struct conn_driver {
	int (*send)(struct conn *c, const char *data, size_t len);
	/* From another thread, under the service's lock; never waits. */
	void (*post)(struct conn *c, const char *data, size_t len);
};

struct conn {
	struct conn_driver driver; /* a copy: constants with pointers are a page more for a child */
	const struct handler *handler;
	const void *config; /* the handler's arguments */
	struct service *service;
	struct shm_slot *slot;
	uint32_t slot_index;
	uint32_t why; /* close_why << 16 | errno, once it is over */
	uint64_t id;
	int fd;
	int64_t timer_ns; /* monotonic; 0: none */
	bool paused;	  /* the handler takes no data now */
	bool wants_room;  /* call room whenever everything is sent */
	bool ended;	  /* the peer sends no more */
	bool over;	  /* to be closed once everything is sent */
	bool reset;	  /* to be closed by RST */
	bool large;	  /* a read filled the small buffer */
	short watch[2];	  /* poll events wanted of the client and of the other descriptor */
	int other;	  /* -1: none */
	const struct datagram *datagram; /* what it is, if it is no connection */
	bool listed;			 /* in the service's list */
	struct conn *next, *prev;
	alignas(max_align_t) unsigned char state[CONN_STATE_MAX];
};

/* ---- for handlers ---- */

/* Send len bytes. 0, or -errno: then the connection is over and the handler may forget it. */
int conn_send(struct conn *c, const char *data, size_t len);

void conn_finish(struct conn *c);	      /* close it once everything is sent */
void conn_fail(struct conn *c, int errnum);   /* it is over, by that errno */
void conn_reset(struct conn *c);	      /* close it by RST */
void conn_pause(struct conn *c, bool paused); /* take no data until told otherwise */
void conn_timer(struct conn *c, int64_t ns);  /* call timer after ns; 0: never */
void conn_want_room(struct conn *c, bool want);
void conn_count_request(struct conn *c); /* beyond the first, for handlers that frame */

/* Send to another connection of the service, which conn_each() gave: at once or not at all. One
 * that takes nothing any more is shut. */
void conn_post(struct conn *c, const char *data, size_t len);

/* For each connection that this process serves, under a lock. */
void conn_each(struct conn *c, void (*fn)(struct conn *other, void *ctx), void *ctx);

/* For handlers with ready(), which read and write by themselves and never wait: the other
 * descriptor (-1: none; theirs to close), and what to look for on each. ready() gets what was
 * seen. Bytes from and to the client are counted by conn_count_in() and conn_count_out(). */
void conn_watch(struct conn *c, short client, int other, short events);
void conn_count_in(struct conn *c, size_t n);
void conn_count_out(struct conn *c, size_t n);

/* ---- for models ---- */

/* Prepare c for fd in slot i (shm_conn_begin was called); the driver writes blockingly. */
void conn_init(struct conn *c, struct service *s, int fd, uint32_t i, uint64_t id);

/* Let the cockpit find its descriptor: see server_drop(). */
void conn_show(struct conn *c);

/* Serve c on the calling thread until it is over; the descriptor is closed. */
void conn_serve(struct conn *c);

/* What came from the peer: n as recv() returned it, errnum when that is negative. Tells the
 * handler. */
void conn_received(struct conn *c, char *data, ssize_t n, int errnum);

/* Over, by this reason, unless it is over already. */
void conn_over(struct conn *c, enum close_why why, int errnum);

/* Handler done with timer? Call it when it is due. */
void conn_timer_due(struct conn *c);

/* Tell the handler, the slot, and close. */
void conn_close(struct conn *c);

#endif
