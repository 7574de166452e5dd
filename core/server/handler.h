/*
 * handler: what a server does with a connection or a datagram. One file per handler in handlers/.
 *
 * Handlers are told what happened and never wait themselves, so that every model runs every one: a
 * model with a thread or process per connection calls them between blocking reads, an event loop
 * calls them from its one thread. They run in the server process, on the thread that serves the
 * connection; nothing but their struct conn may change.
 *
 *	static void echo_data(struct conn *c, char *data, size_t len)
 *	{
 *		conn_send(c, data, len);
 *	}
 *	const struct handler handler_echo = {
 *		.type = HANDLER_TYPE("Echo", "Sends back what it gets."),
 *		.fits = FITS_STREAM | FITS_DATAGRAM,
 *		.data = echo_data,
 *	};
 *
 * A new one also gets its name in handlers/rows.h. For a datagram, open is not called: data is
 * called once, with what came (which may be nothing), and each conn_send() is one datagram back.
 */
#ifndef CORE_SERVER_HANDLER_H
#define CORE_SERVER_HANDLER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/notation/op.h"

struct conn;

enum handler_fits {
	FITS_STREAM = 1 << 0,
	FITS_DATAGRAM = 1 << 1,
};

struct handler {
	struct type type; /* the class that the notation sees: name, help, parameters */
	unsigned fits;
	bool endless; /* sends for as long as the peer takes it, so that its leaving is no error */
	size_t config_size; /* of what configure fills; at most HANDLER_CONFIG_MAX */

	/* Fill the configuration from the call's arguments, in the process that constructs the
	 * handler. It is copied to the server process as it is: no pointers. 0 or raised. NULL: it
	 * has no arguments. */
	int (*configure)(struct call *c, void *config);

	/* Each may be NULL. State is c->state, zeroed before open. */
	void (*open)(struct conn *c);
	void (*data)(struct conn *c, char *data, size_t len); /* its to change */
	void (*end)(struct conn *c);   /* the peer will send no more; NULL: conn_finish() */
	void (*timer)(struct conn *c); /* conn_timer() is due */
	void (*room)(struct conn *c);  /* conn_want_room(): everything sent so far is on its way */
	void (*ready)(struct conn *c, short client, short other); /* see conn_watch() */
	void (*close)(struct conn *c); /* the connection is over; frees what state holds */
};

extern const struct handler *const handlers[];	 /* NULL-ended */
extern const struct type *const handler_types[]; /* the same as classes */
/* Python's BaseRequestHandler and its kin; NULL-ended. They are in neither list above. */
extern const struct type *const handler_python_types[];
const struct handler *handler_find(const char *name);

/* ---- as values of the notation ---- */

/* Echo, or Delay(0.3): a handler with its arguments, ready to be handed to a server. */
struct handler_value {
	struct value base;
	const struct handler *handler;
	char *text;	       /* "Delay(0.3)" */
	unsigned char *config; /* config_size bytes, or NULL */
};

/* What v is: a new reference to a handler value, or raised. A class stands for its defaults, None
 * for a BaseRequestHandler: Python finds only at the first request that it cannot be called. */
int handler_from_value(struct run *run, struct value *v, struct handler_value **out);

int handler_construct(struct call *c);
void handler_value_fini(struct value *v);
int handler_value_repr(const struct value *v, struct buf *to);

/* The type row of a handler; after name and help the parameters it takes, if any. The second form
 * also takes flags of its row: enum op_flags. */
#define HANDLER_TYPE(NAME, HELP, ...) HANDLER_TYPE_FLAGS(NAME, HELP, 0, __VA_ARGS__)
#define HANDLER_TYPE_FLAGS(NAME, HELP, FLAGS, ...)                                                 \
	{                                                                                          \
		.name = (NAME), .help = (HELP), .fini = handler_value_fini,                        \
		.repr = handler_value_repr, .construct = handler_construct,                        \
		.signature = &(const struct op)                                                    \
		{                                                                                  \
			.name = (NAME), .flags = (FLAGS), .help = (HELP), .params = {__VA_ARGS__}, \
		}                                                                                  \
	}

#endif
