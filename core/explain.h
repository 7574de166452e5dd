/*
 * explain: why a line failed, in terms of this machine: who holds the port, which capability is
 * missing and what grants it, that nobody listens there.
 *
 * Called after the failure, on any thread, with the exception and what is known of the call. It
 * looks at the machine as it is now (sock_diag, /proc), which may have moved on since.
 *
 *	struct buf why = {0};
 *	if (explain_error(exc, &(struct explain_context){.trace = t}, &why) == 0 && why.len)
 *		... "127.0.0.1:9000 is held by python3 (pid 4711), which listens there."
 *
 * socket(7), ip(7), tcp(7), unix(7), capabilities(7).
 */
#ifndef CORE_EXPLAIN_H
#define CORE_EXPLAIN_H

#include "core/buf.h"

struct address;
struct trace;
struct value;

/* What is known beside the exception. Everything may be left out. */
struct explain_context {
	/* The line's system calls: the last one that failed with the exception's errno says on
	 * which address and descriptor. */
	const struct trace *trace;
};

/* Append one or two sentences; nothing where there is nothing to add to Python's message. The text
 * holds names of programs as the kernel gives them: clean it on its way out. 0 or -ENOMEM. */
int explain_error(const struct value *exc, const struct explain_context *context, struct buf *to);

/* A system call of ours that failed, and belongs to no line. */
struct explain_call {
	const char *call; /* "bind", "connect" */
	int errnum;
	int type;		       /* SOCK_STREAM, ...; 0: not known */
	const struct address *address; /* that went in; borrowed */
};

/* The same about such a call. */
int explain_call(const struct explain_call *failed, struct buf *to);

#endif
