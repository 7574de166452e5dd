/*
 * sock: the socket object of the notation, and the book that lists every open one.
 *
 * A socket is one descriptor with the facts Python keeps beside it. Any thread that holds a
 * reference may call on it; fd, timeout and the counters are atomic. The kernel's own view
 * (addresses, state, queues) is never copied here: ask the kernel (core/observe).
 *
 * Python: Modules/socketmodule.c (PySocketSockObject), Lib/socket.py.
 */
#ifndef CORE_OPS_SOCK_H
#define CORE_OPS_SOCK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/notation/op.h"
#include "core/notation/run.h"

struct book;
struct data_log;
struct trace;

#define TIMEOUT_NONE INT64_C(-1) /* blocking */
#define SOCK_USERS 8		 /* waiting threads that a close takes notice of */

struct sock {
	struct value base;
	_Atomic int fd;			      /* -1 once closed or detached */
	int family, type, proto;	      /* as Python's attributes show them */
	_Atomic int64_t timeout_ns;	      /* TIMEOUT_NONE, 0 non-blocking, else nanoseconds */
	_Atomic bool closed;		      /* by close() or detach() */
	_Atomic int files;		      /* of makefile(): fd stays while there are */
	_Atomic uint64_t bytes_in, bytes_out; /* what this object's calls moved; relaxed */
	int64_t opened_ns;		      /* monotonic */
	uint64_t id;			      /* unique in its book, from 1 */
	struct book *book;		      /* counted: the book outlives its sockets */
	/* Threads that are about to wait on fd, or do (wait.h): they set, a close looks. */
	_Atomic int user[SOCK_USERS];
	struct data_log *data;	  /* what came and went, bounded; own lock inside */
	struct sock *next, *prev; /* the book's list, under its lock */
};

extern const struct type type_socket;

/* Wrap an open descriptor (taken, also on failure: then it is closed). Lists it in the run's book.
 * 0 with a new reference in *out; or raised. */
int sock_wrap(struct run *run, int fd, int family, int type, int proto, struct value **out);

/* The socket behind self or an argument; TypeError when it is none. */
int call_sock(struct call *c, size_t i, struct sock **out);
static inline struct sock *self_sock(const struct call *c)
{
	return (struct sock *)c->self;
}

/* Raise the OSError of a positive errno in the name of the op under way. Negative. */
int sock_raise(struct call *c, int errnum);
int sock_raise_timeout(struct call *c); /* TimeoutError: timed out */

/* ---- the book: all open sockets of one session; thread-safe, counted ---- */

int book_new(struct book **out); /* one reference; 0 or -ENOMEM */
void book_unref(struct book *b);

/* What was done to fd because no name holds its socket, or a file over it, any more: told once, on
 * the thread that did it and under the book's lock, so that the journal can say so. what goes on
 * from "fd 5"; trace is taken, and NULL where memory was out. */
typedef void (*book_dropped_fn)(void *ctx, int fd, const char *what, struct trace *trace);
void book_on_dropped(struct book *b, book_dropped_fn fn, void *ctx);

/* Whoever drops the last reference to a socket of this book must not wait for its peer: drop.h. */
void book_close_aside(struct book *b);

/* The timeout that new sockets get (setdefaulttimeout). */
int64_t book_default_timeout(const struct book *b);
void book_set_default_timeout(struct book *b, int64_t ns);

/* All open sockets by id, as new references, in a malloc'd array the caller frees. Count or
 * -ENOMEM. */
long book_list(struct book *b, struct sock ***out);

/* ---- what came and went ---- */

enum data_kind {
	DATA_IN,
	DATA_OUT,
	DATA_EOF,   /* a stream's recv gave b'' */
	DATA_RESET, /* ECONNRESET */
};

/* One call's worth, oldest first. */
struct data_entry {
	enum data_kind kind;
	bool truncated;	 /* a datagram the buffer cut: real_len says how long it was */
	size_t len;	 /* bytes kept in data */
	size_t real_len; /* bytes the call moved or the datagram had */
	int64_t wall_ns;
	const char *call;    /* "recv"; static */
	unsigned char *data; /* in a copy: owned by the copy */
};

/* Bytes kept per socket, and per call; past them the oldest goes and the view says so. */
#define DATA_LOG_BYTES 65536
#define DATA_CALL_BYTES 4096

void sock_note(struct sock *s, enum data_kind kind, const char *call, const void *data, size_t len,
    size_t real_len, bool truncated);
/* A copy of the log; free with data_copy_free. Count or -ENOMEM. *lost: bytes no longer kept. */
long sock_data(const struct sock *s, struct data_entry **out, uint64_t *lost);
void data_copy_free(struct data_entry *entries, long count);

#endif
