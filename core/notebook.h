/*
 * notebook: a file of notation run from its first line to its last on the calling thread, as
 * python3 would. No screen, no workers but the Threads that the notebook starts.
 */
#ifndef CORE_NOTEBOOK_H
#define CORE_NOTEBOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "core/notation/run.h"

struct notebook_options {
	const char *file;    /* its name in messages: "demo.py", "<stdin>", "<string>" */
	struct sink out;     /* print() */
	struct sink err;     /* messages: the uncaught error, threads' errors */
	int journal_fd;      /* -1: no journal */
	bool explain;        /* after an error, why in terms of this machine */
};

/* The exit status: 0 done, 1 a line raised, or what quit(n) said. Threads that are not daemons are
 * joined, servers ended, sockets closed. */
int notebook_run(const char *text, size_t len, const struct notebook_options *options);

#endif
