/*
 * server_object: what a server value holds. For the files server*.c only; all others read
 * server.h.
 *
 * The lock guards everything but what is marked as fixed at construction. It is never held while
 * waiting. Messages of the server process are read by one thread at a time: by the one inside
 * serve_forever() or handle_request() where there is one, else by whoever waits.
 */
#ifndef CORE_SERVER_SERVER_OBJECT_H
#define CORE_SERVER_SERVER_OBJECT_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/notation/op.h"
#include "core/notation/run.h"
#include "core/ops/address.h"
#include "core/ops/sock.h"
#include "core/server/handler.h"
#include "core/server/model.h"
#include "core/server/process.h"

struct server {
	struct value base;
	uint64_t id;		       /* fixed */
	const struct model *model;     /* fixed */
	struct handler_value *handler; /* fixed; owned */
	struct sock *socket;	       /* fixed; owned reference */
	struct server_list *list;      /* fixed; counted */
	struct server *next, *prev;    /* the list's, under its lock */

	pthread_mutex_t lock;
	struct value *server_address; /* owned; as asked, then as bound */
	struct address local;	      /* as bound */
	struct value *timeout;	      /* owned: None, int or float */
	int request_queue_size;
	int max_packet_size;
	bool allow_reuse_address, allow_reuse_port;

	struct shm shm; /* mapped from the first process on; head NULL before */
	struct process process;
	enum server_state state;
	int status;  /* how the process ended */
	bool inside; /* a thread is in serve_forever() or handle_request() */
	bool shutdown_request, is_shut_down; /* as in socketserver.BaseServer */
	bool listener_closed;		     /* by the process */
	/* What the process is given; its atomics are copied on change. */
	struct server_config settings;
};

static inline struct server *self_server(const struct call *c)
{
	return (struct server *)c->self;
}

/* server.c */
int server_bind(struct call *c, struct server *s);     /* 0 or raised */
int server_activate(struct call *c, struct server *s); /* 0 or raised */

/* server_run.c. Under the lock: read what the process reported, notice its end. Never waits. */
void server_pump(struct server *s);

/* Under the lock: end its process within ms; the server is closed then. */
void server_end(struct server *s, int ms);

/* server_list.c */
void server_list_add(struct server_list *l, struct server *s);
void server_list_remove(struct server *s);

/* What the last line to set name of that class said: a new reference, or NULL where none did. */
struct value *server_list_setting(struct server_list *l, const struct type *of, const char *name);

/* Keep v as that, as long as the list lives. name is a row's, static. 0 or -ENOMEM: all is as
 * before. */
int server_list_set(
    struct server_list *l, const struct type *of, const char *name, struct value *v);

/* server_class.c */
int server_class_apply(struct call *c, struct server *s);		  /* 0 or raised */
int server_class_family(struct call *c, const struct model *m, int *out); /* 0 or raised */
extern const struct attr server_class_attrs[];

/* server_ops.c, server_attrs.c */
extern const struct op_list *const server_ops[];
extern const struct attr server_attrs[];

#endif
