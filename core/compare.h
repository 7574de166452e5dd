/*
 * compare: the same load against several server models, one after the other, each a real server of
 * ours (server/process.h) under the generator of `sockpit load` (load/load.h).
 *
 * A comparison runs on a thread of its own, so that the screen never waits. That thread has a
 * descriptor table of its own: thousands of clients come and go there, and the next socket of the
 * user still is fd 3. A second thread looks at the server's processes while it is under load.
 * Both, and the server, are gone when compare_free() returns.
 *
 *	struct compare *c;
 *	if (compare_check(&plan, &why) == 0 && compare_start(&plan, &c) == 0)
 *		poll(compare_fd(c)) ... over = compare_look(c, runs);
 *	compare_free(c);
 *
 * Main thread, all of it.
 */
#ifndef CORE_COMPARE_H
#define CORE_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/compare_usage.h"
#include "core/load/load.h"
#include "core/server/handler.h"
#include "core/server/model.h"

#define COMPARE_RUNS_MAX 32
#define COMPARE_ADDRESS_MAX 128

/* What each model gets. */
struct compare_load {
	unsigned clients;
	uint64_t requests; /* so many in all; 0: for duration_ns */
	int64_t duration_ns;
	size_t size;	 /* bytes of each request */
	bool persistent; /* a client keeps its connection; else each request has its own */
};

struct compare_plan {
	const struct model *model[COMPARE_RUNS_MAX]; /* all of one kind */
	size_t n;
	const struct handler_value *handler; /* copied by compare_start() */
	struct compare_load load;
};

enum compare_state {
	COMPARE_WAITING, /* for its turn */
	COMPARE_RUNNING,
	COMPARE_DONE,
	COMPARE_FAILED, /* error says why: there was no server, or no load */
	COMPARE_CANCELLED,
};

/* One model's turn; while it runs its figures are those up to now. */
struct compare_run {
	const struct model *model;
	enum compare_state state;
	int error;	   /* -errno of COMPARE_FAILED */
	const char *tried; /* what failed; static */
	char address[COMPARE_ADDRESS_MAX];
	int pid;	 /* of the server */
	int64_t wall_ns; /* when it ended */
	struct load_result load;
	struct compare_usage peak; /* the most of each that was seen */
	int64_t cpu_ns;		   /* that the server and its children used under the load */
};

struct compare;

/* Can this be run? 0, or -EINVAL with *why, static words for a person. */
int compare_check(const struct compare_plan *plan, const char **why);

/* How many children the model may have under this load: its own limit, or as many as there are
 * clients where those behind the limit would wait for ever. 0: no limit. */
uint32_t compare_max_children(const struct model *m, const struct compare_load *l);

/* Start it. 0, -EINVAL, -ENOMEM, -EMFILE or -ENFILE, -EAGAIN (no thread). */
int compare_start(const struct compare_plan *plan, struct compare **out);

/* End the run under way and skip the others. Returns at once. */
void compare_cancel(struct compare *c);

/* Cancel, wait until threads and server are gone (about a second at most), free. NULL is fine. */
void compare_free(struct compare *c);

/* Poll this for POLLIN; then compare_look() copies the runs as they are, plan.n of them. True:
 * it is over. */
int compare_fd(const struct compare *c);
bool compare_look(struct compare *c, struct compare_run *runs);

#endif
