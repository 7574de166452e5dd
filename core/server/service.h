/*
 * service: the server process from inside: what it was told, what it may do now, its listener.
 *
 * Owned by the main thread of the server process. A model's run() asks service_wait() what is to
 * be done, and returns when service_over() says so:
 *
 *	while (!service_over(s))
 *		if (service_wait(s, room, 0) & SERVICE_READY)
 *			...service_accept(s, &peer)...
 *
 * Commands come over the control socket, which is also how a dead parent is noticed: it hangs up.
 */
#ifndef CORE_SERVER_SERVICE_H
#define CORE_SERVER_SERVICE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/ops/address.h"
#include "core/server/handler.h"
#include "core/server/shm.h"

struct conn;
struct model;

/* The descriptors of a server process. Accepted ones come after them. */
enum service_fd {
	SERVICE_LISTENER = 3,
	SERVICE_CONTROL = 4,
	SERVICE_SHM = 5, /* closed once it is mapped, and then the wake-up eventfd */
	SERVICE_WAKE = 5,
	SERVICE_FIRST_FREE = 6,
};

/* What the cockpit asks for, and what it is told: messages on the control socket. */
enum command {
	COMMAND_SERVE = 1, /* ns: how often to look after children */
	COMMAND_ONCE,	   /* ns: how long to wait for a request; negative: for ever */
	COMMAND_STOP,	   /* accept no more; who is connected stays */
	COMMAND_CLOSE,	   /* and close the listener, and end when nobody is left */
	COMMAND_END,	   /* shut all connections and end */
	COMMAND_LOOK,	   /* the configuration has changed */
};

enum report {
	REPORT_READY = 1, /* once, after start */
	REPORT_SERVING,
	REPORT_STOPPED,
	REPORT_HANDLED,
	REPORT_TIMEOUT,
	REPORT_CLOSED, /* the listener is closed */
};

struct service_message {
	int32_t what; /* command or report */
	int64_t ns;
};

struct service {
	struct shm shm;
	const struct server_config *config;
	const struct model *model;
	struct handler handler; /* a copy, as in struct conn */
	int listener;		/* -1 once closed */
	unsigned port;		/* its own; 0: it has none */
	int pid;
	bool accepting;	      /* serve_forever or handle_request is under way */
	bool once;	      /* it is handle_request */
	bool lean;	      /* it let go of libraries, and has to end without their destructors */
	bool orphan;	      /* the cockpit hung up: it died, and this process is on its own */
	int64_t idle_ns;      /* as configured; here, so that children need not look there */
	bool was_nonblocking; /* the listener, before service_nonblocking() */
	int64_t tick_ns;      /* poll_interval */
	int64_t once_until_ns;		/* 0: no limit */
	_Atomic int64_t pause_until_ns; /* 0: accepts are not pausing; relaxed, as the next */
	_Atomic int64_t complained_ns;	/* when an error of accept was last told */
	_Atomic uint32_t live;		/* connections, threads or children at work; the model's */

	/* Set by a model that has workers of its own; both before the cockpit is told. */
	void (*on_stop)(struct service *s);  /* accept no more */
	void (*on_close)(struct service *s); /* the listener is about to be closed */
	void *model_data;

	pthread_mutex_t lock; /* of what follows */
	struct conn *conns;   /* those that this process's threads serve */
	uint32_t nfree;	      /* of the shared memory's free_slots */
	uint32_t next_slot;   /* from here on they were never used */
};

/* ---- for models ---- */

enum service_wait_bits {
	SERVICE_READY = 1 << 0, /* the listener has something */
};

enum service_wait_flags {
	WAIT_ROOM = 1 << 0,	/* there is room for another connection: look at the listener */
	WAIT_CHILDREN = 1 << 1, /* return as soon as a child ended */
};

/* Wait for something to do, at most ns (0: for ever). Carries out commands. */
unsigned service_wait(struct service *s, unsigned flags, int64_t ns);

bool service_over(const struct service *s);

/* Is the listener closed, and the end to come when nobody is left? */
bool service_closing(const struct service *s);

/* Accept. The descriptor, or -1: nothing there, or an error that was told (and, when descriptors
 * or memory are short, a pause of 100 ms). */
int service_accept(struct service *s, struct address *peer);

/* Are accepts pausing after such an error? Any thread. */
bool service_pausing(struct service *s);

/* Make the listener (non-)blocking, for models whose workers race for connections. It shares the
 * open file with the cockpit's socket, so it is put back when they stop. */
void service_nonblocking(struct service *s, bool on);

/* For a model with an event loop of its own: what service_wait() does after its wait. */
void service_attend(struct service *s, bool control, bool wake);
/* How long it may wait: the nearest of ns (0: none) and the deadlines; -1: for ever. */
int64_t service_time(const struct service *s, int64_t ns);

/* A request was taken and process_request() is done with: handle_request ends with it. */
void service_handled(struct service *s);

/* A free slot, or SHM_NO_SLOT. Any thread. */
uint32_t service_slot(struct service *s);
void service_slot_free(struct service *s, uint32_t i);

/* No slot, thread or process for fd: close it, count and tell it. */
void service_refuse(struct service *s, int fd, int errnum);

/* The list of connections that hard stops shut down. Any thread. */
void service_add(struct service *s, struct conn *c);
void service_remove(struct service *s, struct conn *c);
void service_shut_all(struct service *s);

/* Wake service_wait(). Any thread, signal handlers too. */
void service_wake(void);

/* Has this process been told to end at once (COMMAND_END, SIGTERM)? Any thread. */
bool service_ending(void);

/* The descriptor that the main thread (or this forked child) serves blockingly, -1: none. SIGTERM
 * shuts it down, which ends any wait on it. */
void service_serving(int fd);

#endif
