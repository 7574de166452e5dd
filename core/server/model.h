/*
 * model: how a server class serves: one after another, a process or a thread for each, a loop.
 * One file per model in models/, with one row per class; a new file also gets its names in
 * models/rows.h.
 *
 * run() is called once, on the main thread of the server process, and returns when service_over().
 * It accepts while s->accepting, keeps serving who is connected when that ends, and shuts them once
 * service_ending().
 */
#ifndef CORE_SERVER_MODEL_H
#define CORE_SERVER_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "core/notation/op.h"
#include "core/server/server.h"

struct service;

enum model_kind {
	KIND_TCP,
	KIND_UDP,
	KIND_UNIX_STREAM,
	KIND_UNIX_DGRAM,
};

/* What Lib/socketserver.py says by itself: the first of all, the others of ForkingMixIn. */
#define PYTHON_QUEUE_SIZE 5
#define PYTHON_CHILDREN 40
#define PYTHON_TIMEOUT_S 300

struct model {
	struct type type; /* the class that the notation sees */
	enum model_kind kind;
	bool limits;	       /* has max_children: processes, threads */
	bool blocks_on_close;  /* has block_on_close */
	bool daemons;	       /* has daemon_threads */
	bool shares;	       /* one process serves all connections, so that they can meet */
	bool ours;	       /* beyond Python's socketserver */
	uint32_t max_children; /* 0: no limit */
	int64_t timeout_ns;    /* of handle_request; 0: none */
	int (*run)(struct service *s);
};

extern const struct model *const models[];     /* NULL-ended; what model_all() gives */
extern const struct type *const model_types[]; /* the same as classes, and what they share */

static inline bool model_is_stream(const struct model *m)
{
	return m->kind == KIND_TCP || m->kind == KIND_UNIX_STREAM;
}

/* Part of the type row of each class. */
int server_construct(struct call *c);
void server_value_fini(struct value *v);

/* The row that describes its constructor. It may block: the address may be a name. */
#define MODEL_OP(NAME, HELP)                                                                       \
	{                                                                                          \
		.name = (NAME), .flags = OP_BLOCKS, .waits = "the resolver", .help = (HELP),       \
		.params = {                                                                        \
		    {"server_address", PARAM_ADDRESS, .help = "Where to listen."},                 \
		    {"RequestHandlerClass", PARAM_HANDLER, .help = "What to do with a request."},  \
		    {"bind_and_activate", PARAM_BOOL, .dflt = "True",                              \
			.help = "False: server_bind() and server_activate() are called later."},   \
		},                                                                                 \
	}

#define MODEL_TYPE(NAME, HELP)                                                                     \
	{                                                                                          \
		.name = (NAME), .module = "socketserver", .help = (HELP),                          \
		.base = &type_server_base, .fini = server_value_fini,                              \
		.construct = server_construct, .signature = &(const struct op)MODEL_OP(NAME, HELP) \
	}

#endif
