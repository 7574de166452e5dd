/*
 * fault_notebook: a notebook of tests/fault/notebooks whose calls fail, one after another. Each
 * place in the program from where a call that can fail is made fails once, and again from then on;
 * a place that failed before, in another notebook, is not tried again.
 *
 *	fault_notebook(&(struct fault_notebook){.name = "tcp.py", .journal = true});
 *
 * Fails the test, and says where, unless each run ends by itself with status 0 and the output as
 * without the failure, or with 1, a part of that output and an error as the last line on stderr. A
 * run that waits for ever, because of what failed, has to be cancelled by a signal.
 */
#ifndef TESTS_UNIT_FAULT_NOTEBOOK_H
#define TESTS_UNIT_FAULT_NOTEBOOK_H

#include <stdbool.h>

struct fault_notebook {
	const char *name;
	bool journal;	/* it is written, and errors are explained */
	bool session;	/* line by line, as the cockpit does: those that may wait on a worker */
	bool in_server; /* the calls of its server processes fail, not its own */
	bool catches;	/* it catches errors: what it prints may be another thing, then */
	bool raises;	/* it ends with an uncaught error by itself */
	bool owns_fds;	/* it has numbers of descriptors, which nobody closes after an error */
};

void fault_notebook(const struct fault_notebook *n);

#endif
