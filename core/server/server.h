/*
 * server: the server object of the notation, one per socketserver class and ours beyond it.
 *
 * The constructor binds and listens in the caller's process. serve_forever() and handle_request()
 * spawn a process of our own program that accepts and serves (process.h), and wait for it; its
 * counters and events come back through shared memory (shm.h), without a system call.
 *
 * Any thread that holds a reference may call on it. Python: Lib/socketserver.py.
 */
#ifndef CORE_SERVER_SERVER_H
#define CORE_SERVER_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/notation/op.h"

struct server;

extern const struct type type_server_base; /* what all server classes share: methods, attributes */
extern const struct type type_forking_mixin, type_threading_mixin; /* Python's, as classes only */
extern const struct module module_socketserver;			   /* the classes */
extern const struct module module_handlers; /* Echo, Delay(...): names that need no import */

/* ---- what the tables show: one look at a server, filled without a system call ---- */

enum server_state {
	SERVER_BOUND,	/* constructed: the port is taken, nobody accepts */
	SERVER_SERVING, /* its process runs */
	SERVER_STOPPING,
	SERVER_CLOSED,
	SERVER_DIED, /* its process ended by itself: status says how */
};

struct server_facts {
	uint64_t id;
	const char *model; /* "ThreadingTCPServer"; static */
	char handler[64];  /* as the notation writes it: "Delay(0.3)" */
	char address[128]; /* "127.0.0.1:9000", "[::1]:9000", "unix:/tmp/x" */
	enum server_state state;
	bool wildcard; /* listens on all addresses */
	int pid;       /* of the serving process; 0: none */
	int status;    /* wait status once it died */
	uint64_t live, accepted, refused, errors, requests;
	uint64_t bytes_in, bytes_out;
	uint64_t children, zombies; /* children: live processes or threads that serve */
	uint64_t events_lost;
	bool inexact; /* a child was killed: totals are within one buffer per kill */
};

enum conn_state {
	CONN_FREE,
	CONN_BUSY, /* its handler works */
	CONN_IDLE, /* it waits for the peer */
	CONN_CLOSING,
	CONN_ZOMBIE, /* its child ended and was not waited for yet */
};

struct conn_facts {
	uint64_t id; /* unique within the server */
	char peer[128];
	int pid, tid;
	enum conn_state state;
	int64_t start_ns, last_ns; /* monotonic */
	uint64_t bytes_in, bytes_out, requests;
	bool inexact;
};

/* All servers of this process by id, as new references (value_unref each), in a malloc'd array
 * the caller frees. Count or -ENOMEM. */
struct server_list; /* one per session; holds no reference */
int server_list_new(struct server_list **out);
void server_list_free(struct server_list *l);
long server_list_all(struct server_list *l, struct server ***out);

struct value *server_value(struct server *s); /* the same object as a value; borrowed */
void server_facts(const struct server *s, struct server_facts *out);

/* Live connections, at most max, ordered by id. How many there are in all. */
size_t server_conns(const struct server *s, struct conn_facts *out, size_t max);

/* Close one connection (as its handler would: a FIN), or reset it. 0; -ENOENT: it is gone; -EPERM:
 * this system does not let a process act on its children's descriptors (ptrace_scope); -ENOTSUP:
 * it is a datagram. */
int server_drop(struct server *s, uint64_t conn, bool reset);

/* Send a signal to one of its children. 0; -ESRCH: it has no such child. */
int server_kill(struct server *s, int pid, int sig);

/* ---- events ---- */

enum event_kind {
	EVENT_ACCEPTED,
	EVENT_CLOSED,
	EVENT_CHILD_BORN,
	EVENT_CHILD_ENDED,
	EVENT_REFUSED,
	EVENT_ERROR,
	EVENT_DATA, /* a Proxy passed a piece on; text: how it begins; code 1: to the client */
};

/* Codes of EVENT_REFUSED that are no errno. */
enum event_code {
	EVENT_CODE_OWN_PORT = 1000, /* a datagram from our own port: an answer would never end */
	EVENT_CODE_BROADCAST,	    /* a datagram from a broadcast address, or from none */
};

struct server_event {
	uint64_t seq; /* gaps are events that were lost */
	enum event_kind kind;
	int64_t wall_ns;
	uint64_t conn; /* connection id, 0: none */
	int pid;
	int code;		      /* wait status, errno; by kind */
	uint64_t bytes_in, bytes_out; /* at EVENT_CLOSED */
	char text[64];		      /* peer, or why */
};

/* Copy events after *seq (updated), at most max. Returns how many. */
size_t server_events(const struct server *s, uint64_t *seq, struct server_event *out, size_t max);

/* ---- the models and handlers, for forms, help and `serve` ---- */

struct model;				    /* model.h */
const struct model *const *model_all(void); /* NULL-ended */
const struct model *model_find(const char *name);
const char *model_name(const struct model *m);
const char *model_help(const struct model *m);

/* Entry of the spawned process: main() calls it when argv[1] says so. Returns the exit status. */
#define SERVER_PROCESS_ARG "__serve"
int server_process_main(int argc, char **argv);

/* End every server of this process now (shutdown, wait, kill what is left within ms). */
void server_list_end(struct server_list *l, int ms);

#endif
