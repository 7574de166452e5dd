/*
 * run: what one line runs in. Owned by the thread that evaluates the line; only the fields of
 * struct waiter are shared, and they are atomic.
 */
#ifndef CORE_NOTATION_RUN_H
#define CORE_NOTATION_RUN_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct book;
struct env;
struct module;
struct server_list;
struct socket_files;
struct threads;
struct trace;
struct value;

/* Shared between the worker that waits and the main thread that shows and cancels it. */
struct waiter {
	/* Main thread sets with release before each pthread_kill; the worker reads with acquire
	 * whenever a system call ends with EINTR, and before it starts to wait. */
	_Atomic bool cancelled;
	/* The worker sets with release before a call that may wait, and NULL after it; the main
	 * thread reads with acquire to draw the row. Points to static text: "a connection". */
	const char *_Atomic what;
	_Atomic int fd; /* the descriptor waited on, or -1; same pairing as what */
};

/* Where print() goes. write returns 0 or -errno. */
struct sink {
	int (*write)(void *ctx, const char *data, size_t len);
	void *ctx;
};

struct run {
	struct env *env;		     /* the names the line sees */
	const struct module *const *modules; /* what import finds; NULL-ended */
	/* Looked in after env: builtins, handlers; NULL-ended. */
	const struct module *const *ambient;
	struct book *book;	     /* where new sockets are listed (core/ops/sock.h) */
	struct server_list *servers; /* where new servers are listed (core/server/server.h) */
	void *host;		     /* whatever the caller's own ambient modules need */
	struct socket_files *files;  /* where bound files are noted, or NULL */
	struct trace *trace;	     /* where system calls are noted; NULL: nobody asks */
	struct waiter *waiter;	     /* never NULL */
	struct sink out;	     /* print */
	struct threads *threads;     /* where Threads are listed (threads.h); NULL: none start */
	struct value *exc;	     /* owned: what was raised, or NULL */
	const char *file;	     /* for messages: "demo.py", "<stdin>", "<string>" */
	int line;		     /* the line under way, from 1 */
	bool by_signal;		     /* nobody cancels it: any signal ends what waits */
	unsigned depth;		     /* nesting of evaluation, bounded */
};

/* True once the line was cancelled. Any thread. */
bool run_cancelled(const struct run *run);

/* Tell what the thread is about to wait for (static text), and that it no longer does. */
void run_wait_begin(struct run *run, const char *what, int fd);
void run_wait_end(struct run *run);

#endif
