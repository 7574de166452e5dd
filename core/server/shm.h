/*
 * shm: what a server process tells about itself, in memory that both sides map.
 *
 * One memfd holds the server's configuration, its totals, one slot per connection and a ring of
 * events. The cockpit reads all of it without a system call; the serving side pays a few stores.
 *
 * Who writes what:
 * - totals: any serving thread or process, by atomic addition;
 * - struct shm_slot: the thread or child that serves the connection, and nobody else. It is 64
 *   bytes, so that writers on two processors share no cache line, and lies apart from the rest, so
 *   that a forked child touches one shared page only (shared mappings are not copied by a fork, but
 *   each page is a fault);
 * - struct shm_conn: whoever accepted the connection (a forked child never);
 * - events: anybody; a writer never waits, and what a slow reader missed is counted.
 *
 * The counters of a slot go on from one connection to the next and are never set back: totals are
 * their sum, a connection's own are the difference to where it began. So no byte is ever moved
 * from one counter to another, and no reader can see it twice or not at all.
 *
 *	struct shm shm;
 *	shm_new(&shm);                       // cockpit; then spawn, handing over shm.fd
 *	shm_attach(&shm, fd);                // server process
 *	atomic_load_explicit(&shm.head->accepted, memory_order_relaxed);
 */
#ifndef CORE_SERVER_SHM_H
#define CORE_SERVER_SHM_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "core/server/server.h"

#define SHM_SLOTS 65536u  /* connections at one time; memory is used only for those touched */
#define SHM_EVENTS 16384u /* events kept for a reader; a power of two */
#define SHM_NO_SLOT UINT32_MAX

#define SERVER_NAME_MAX 40
#define SERVER_PATH_MAX 108
#define HANDLER_CONFIG_MAX 65664 /* a handler's arguments; Reply's 64 KiB are the longest */

/* How a connection ended. */
enum close_why {
	WHY_NONE,
	WHY_EOF,     /* the peer closed, everything was answered */
	WHY_DONE,    /* the handler had said all it had to say */
	WHY_RESET,   /* the peer reset it */
	WHY_TIMEOUT, /* silent for too long */
	WHY_STOPPED, /* the server was stopped */
	WHY_DROPPED, /* closed or reset from the cockpit */
	WHY_KILLED,  /* its child was killed */
	WHY_ERROR,   /* a system call failed: the errno is with it */
};

/* What the server process is to do. Written before it is spawned; the atomic ones also later. */
struct server_config {
	char model[SERVER_NAME_MAX];
	char handler[SERVER_NAME_MAX];
	int32_t parent; /* the pid whose end ends the server */
	int32_t family;
	int64_t idle_ns;	       /* a silent connection is closed after it; 0: never */
	_Atomic uint32_t max_children; /* 0: no limit */
	_Atomic uint32_t max_packet;
	_Atomic bool block_on_close;
	_Atomic bool daemon_threads;
	char path[SERVER_PATH_MAX]; /* a socket file to remove when the parent died; "": none */
	uint64_t path_dev, path_ino;
	alignas(max_align_t) unsigned char handler_config[HANDLER_CONFIG_MAX];
};

/* Totals of the server; all relaxed: each is a figure of its own. */
struct shm_head {
	uint64_t magic;
	alignas(64) _Atomic uint64_t accepted; /* also the source of connection ids */
	_Atomic uint64_t closed, refused, errors, inexact;
	_Atomic uint64_t children;   /* processes or threads that serve, now */
	_Atomic uint32_t slots_used; /* slots past this were never touched */
	_Atomic int32_t pid;
	alignas(64) _Atomic uint64_t event_next; /* ticket of the next event */
	_Atomic uint64_t events_lost;
};

struct shm_slot {
	alignas(64) _Atomic uint64_t bytes_in; /* these three since the server began */
	_Atomic uint64_t bytes_out, requests;
	_Atomic int64_t last_ns;  /* monotonic, by the coarse clock; 0: nothing came yet */
	_Atomic uint32_t state;	  /* enum conn_state */
	_Atomic uint32_t why;	  /* enum close_why << 16 | errno */
	_Atomic int32_t pid, tid; /* by the acceptor in forking models */
	_Atomic int32_t fd; /* of its socket in process pid; -1: none, or about to be closed */
};

#define SHM_PEER_WORDS 14 /* a sockaddr_un with its length */

/* Guarded by its generation (odd while it is written): a reader copies, and copies again when the
 * generation moved. */
struct shm_conn {
	_Atomic uint32_t generation;
	_Atomic uint32_t dropped; /* by the watching side: it is closing this connection */
	_Atomic uint64_t id;	  /* 0: no connection */
	_Atomic int64_t start_ns;
	_Atomic uint64_t from_in, from_out, from_requests;
	_Atomic uint64_t peer[SHM_PEER_WORDS];
};

#define SHM_EVENT_WORDS 7

/* 64 bytes. seq is ticket + 1 once the words are valid, SHM_EVENT_BUSY while they are written. */
struct shm_event {
	alignas(64) _Atomic uint64_t seq;
	_Atomic uint64_t word[SHM_EVENT_WORDS];
};
#define SHM_EVENT_BUSY (UINT64_C(1) << 63)

#define SHM_PID_HEADS 16384u /* a power of two */

/* What the server process keeps for itself. It lies here because a fork copies no shared page. */
struct shm_own {
	_Atomic bool closing; /* ends when nobody is left; sequentially consistent, with live */
	uint32_t free_slots[SHM_SLOTS]; /* a stack: service.c */
	/* Which slot a child has: chains of slots, by pid. slot + 1; 0 ends. forking.c */
	uint32_t pid_head[SHM_PID_HEADS], pid_next[SHM_SLOTS];
};

struct shm {
	int fd;
	struct shm_head *head; /* where the one mapping begins; the others point into it */
	struct shm_conn *conns;
	struct shm_event *events;
	struct server_config *config;
	struct shm_own *own;
	struct shm_slot *slots; /* by shm_slot() */
};

/* Slot i. The first ones, which are used most, lie at the end: that is beside libc, under whose
 * page table a forked child then finds them. */
static inline struct shm_slot *shm_slot(const struct shm *shm, uint32_t i)
{
	return &shm->slots[SHM_SLOTS - 1 - i];
}

/* Make the memory, all zero. 0, -ENOMEM, -EMFILE, -ENFILE. shm_fini() also of a zeroed struct. */
int shm_new(struct shm *shm);

/* Map the memory behind fd (taken, also on failure). 0, -ENOMEM, or -EINVAL: not ours. */
int shm_attach(struct shm *shm, int fd);
void shm_fini(struct shm *shm);

/* ---- the serving side ---- */

/* A connection begins in slot i: peer may be NULL. Returns its id. */
uint64_t shm_conn_begin(struct shm *shm, uint32_t i, const struct sockaddr *peer, socklen_t len);

/* It ended: counted, told as an event, and the slot is free for the next. inexact: its writer was
 * killed, so that the last buffer may not be counted. */
void shm_conn_end(struct shm *shm, uint32_t i, bool inexact);

/* Tell an event. conn and pid 0: none; code: wait status or errno. */
void shm_event(struct shm *shm, enum event_kind kind, uint64_t conn, int pid, int code);

/* A proxy passed len bytes on, from the server it stands for (back) or to it: the first few are
 * shown. */
void shm_event_data(struct shm *shm, uint64_t conn, bool back, const char *data, size_t len);

/* By the writer of a slot. */
static inline void slot_add_in(struct shm_slot *s, uint64_t n)
{
	uint64_t before = atomic_load_explicit(&s->bytes_in, memory_order_relaxed);
	atomic_store_explicit(&s->bytes_in, before + n, memory_order_relaxed);
}

/* By others too: Broadcast writes to all. */
static inline void slot_add_out(struct shm_slot *s, uint64_t n)
{
	atomic_fetch_add_explicit(&s->bytes_out, n, memory_order_relaxed);
}

static inline void slot_state(struct shm_slot *s, enum conn_state state)
{
	atomic_store_explicit(&s->state, (uint32_t)state, memory_order_relaxed);
}

/* ---- the watching side ---- */

/* Sums over all slots. */
struct shm_totals {
	uint64_t bytes_in, bytes_out, requests, live, zombies;
};
void shm_totals(const struct shm *shm, struct shm_totals *out);

/* As server_conns() and server_events() of server.h. */
size_t shm_conns(const struct shm *shm, struct conn_facts *out, size_t max);
size_t shm_events(const struct shm *shm, uint64_t *seq, struct server_event *out, size_t max);

/* The process died: its connections are gone, their last counts uncertain. */
void shm_died(struct shm *shm);

/* "closed by peer", "reset by peer", ... static; for WHY_ERROR strerror's words go into text. */
const char *close_why_text(uint32_t why, char *text, size_t size);

#endif
