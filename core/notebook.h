/*
 * notebook: a file of notation run from its first line to its last on the calling thread, as
 * python3 would. No screen, no workers but the Threads that the notebook starts.
 *
 *	const struct notebook_options options = {.file = "demo.py", .out = out, .err = err,
 *	    .journal_fd = -1, .waiter = &waiter};
 *	status = notebook_run(text, len, &options);
 *
 * Python: Python/pythonrun.c.
 */
#ifndef CORE_NOTEBOOK_H
#define CORE_NOTEBOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "core/notation/run.h"

struct notebook_options {
	const char *file; /* its name in messages: "demo.py", "<stdin>", "<string>" */
	struct sink out;  /* print(); Threads print too, at any time */
	struct sink err;  /* messages, cleaned: the uncaught error, those of Threads */
	int journal_fd;	  /* -1: no journal */
	bool explain;	  /* after an error, why in terms of this machine */
	/* Set its `cancelled` and interrupt the thread to end the notebook; see run.h. */
	struct waiter *waiter;
};

/* What notebook_run() gives when it was cancelled; the caller knows why. */
#define NOTEBOOK_CANCELLED (-1)

/* The exit status: 0 done, 1 a line raised, or what quit(n) said. Threads that are not daemons are
 * joined, servers ended, sockets closed. */
int notebook_run(const char *text, size_t len, const struct notebook_options *options);

#endif
