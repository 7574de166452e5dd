/*
 * stream: what makefile() gives: a file over a socket. Python has up to three objects for it, one
 * on the other; here it is one value, whose layer says which of them it is:
 *
 *	raw		SocketIO: each call is one recv() or send()
 *	reader, writer, pair	BufferedReader, BufferedWriter, BufferedRWPair
 *	text		TextIOWrapper over one of those three
 *
 * While it is open the socket's descriptor stays open, also after the socket's own close(). Any
 * thread that holds a reference may call; where CPython has a lock a call takes its turn.
 *
 *	r = s->layer->readline(c, s, -1, &line);
 *
 * CPython: Lib/socket.py (makefile, SocketIO), Modules/_io.
 */
#ifndef CORE_OPS_STREAM_H
#define CORE_OPS_STREAM_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/buf.h"
#include "core/notation/op.h"
#include "core/ops/background.h"
#include "core/ops/sock.h"

/* What a read or write gives where the socket does not block and there is nothing to do: Python's
 * None. Everything else that is negative was raised. */
#define STREAM_NOTHING (-100003)

#define STREAM_STEP 8192 /* bytes: io.DEFAULT_BUFFER_SIZE, and the chunks of TextIOWrapper */

/* A buffer, and whose turn it is to use it. */
struct stream_half {
	sem_t turn;
	char *data;
	size_t start, end; /* of what it holds */
};

struct stream;

/* One kind of file. NULL: UnsupportedOperation. limit, n < 0: none, all. Each gives 0, or
 * STREAM_NOTHING, or raises. */
struct stream_layer {
	const struct type *type;
	int (*read)(struct call *c, struct stream *s, int64_t n, struct buf *to);
	int (*readline)(struct call *c, struct stream *s, int64_t limit, struct buf *to);
	ssize_t (*write)(struct call *c, struct stream *s, const void *data, size_t len);
	int (*flush)(struct call *c, struct stream *s);
	int (*close)(struct call *c, struct stream *s);
};

extern const struct stream_layer stream_raw, stream_reader, stream_writer, stream_pair;

struct stream_text;

struct stream {
	struct job job; /* the close of a file that no name holds any more */
	const struct stream_layer *layer;
	struct stream_text *text; /* over the layer; NULL: a file of bytes */
	pthread_mutex_t lock;	  /* guards sock */
	struct sock *sock;	  /* counted; NULL once closed */
	bool reading, writing;
	_Atomic bool timed_out; /* a read: none is made after it */
	size_t size;		/* of each buffer, in bytes */
	struct stream_half in, out;
};

struct stream_value {
	struct value base;
	struct stream *stream;
};

extern const struct type type_stream, type_stream_raw, type_stream_reader, type_stream_writer,
    type_stream_pair, type_stream_text;
extern const struct op_list stream_ops;

static inline struct stream *stream_of(const struct value *v)
{
	return ((const struct stream_value *)v)->stream;
}

static inline struct stream *self_stream(const struct call *c)
{
	return stream_of(c->self);
}

/* A file on the layer, with size bytes of buffer where it has one; counted by the socket. NULL: out
 * of memory. */
struct value *stream_new(struct sock *sock, const struct stream_layer *layer, bool text,
    bool reading, bool writing, size_t size);

void stream_fini(struct value *v); /* of their types */

/* The socket, counted, or NULL where the file is closed. */
struct sock *stream_sock(struct stream *s);
bool stream_is_closed(struct stream *s);
int stream_fd(struct stream *s); /* -1 once it, or its socket, is closed */

/* Wait for the turn, and give it back. 0, or raised: the line was cancelled. */
int stream_enter(struct call *c, sem_t *turn);
void stream_leave(sem_t *turn);

/* ---- errors ---- */

int stream_refuse(struct call *c, const char *what);	    /* UnsupportedOperation */
int stream_refuse_closed(struct call *c, const char *what); /* ValueError: it is closed */
int stream_raise_blocking(struct call *c, size_t written);  /* BlockingIOError */

/* ---- what the layers ask of each other: 0, STREAM_NOTHING, or raised, as theirs ---- */

/* One recv() or send(). A count; 0: the end of file. Or as above. */
ssize_t stream_recv(struct call *c, struct stream *s, void *to, size_t len);
ssize_t stream_send(struct call *c, struct stream *s, const void *data, size_t len);
int stream_recv_all(struct call *c, struct stream *s, struct buf *to); /* until the end */
int stream_let_go(struct call *c, struct stream *s);		       /* of the socket */
int stream_check_open(struct call *c, struct stream *s);	       /* raises ValueError */

/* At most n bytes: of what is buffered, else by one recv(). A count; or as above. */
ssize_t stream_read_once(struct call *c, struct stream *s, size_t n, struct buf *to);

/* readline() by the layer's read(), as IOBase does it. */
int stream_readline_by_read(struct call *c, struct stream *s, int64_t limit, struct buf *to);

/* Of reader and pair alike. */
int stream_read_buffered(struct call *c, struct stream *s, int64_t n, struct buf *to);
int stream_close_reader(struct call *c, struct stream *s);

#endif
