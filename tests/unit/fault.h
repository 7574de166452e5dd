/*
 * fault: calls that fail when a test wants it, by the linker's --wrap (fault.wrap lists them), and
 * a process of its own for each run, so that a crash, a hang or a leak is a result like others.
 *
 * A run counts the calls that can fail. The test first lets a run record where each comes from,
 * then has it again with the n-th call failing, once or from then on: all allocations fail
 * together, of the others only the same function.
 *
 *	fault_run(&(struct fault_plan){.records = true}, body, ctx, &o);
 *	fault_run(&(struct fault_plan){.at = 7, .for_good = true}, body, ctx, &o);
 *	if (fault_wrong(&o)) ... "crashed", "lost 2 blocks" ...
 */
#ifndef TESTS_UNIT_FAULT_H
#define TESTS_UNIT_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FAULT_CALLS_MAX 200000
#define FAULT_TEXT_MAX 65536

struct fault_plan {
	long at;       /* which call fails, from 1; 0: none */
	bool for_good; /* and those of its kind after it */
	bool records;
	bool in_server;	  /* these are the calls of the server process, not of the notebook's */
	long quiet_looks; /* once all of it slept at so many looks, SIGALRM comes; 0: never */
};

struct fault_outcome {
	long seen;	       /* calls that could have failed */
	long failed;	       /* calls that did */
	const char *name;      /* the first of them, "" where none did */
	int status;	       /* what body() returned */
	int signal;	       /* what killed the process; 0: nothing */
	bool ended;	       /* body() came to its end */
	long blocks;	       /* allocated and not freed */
	long descriptors;      /* open after it and not before, or the other way round */
	bool leaks;	       /* says LSan, where it is built in */
	long threads;	       /* still running long after the end */
	size_t calls;	       /* recorded */
	const uint64_t *site;  /* of each: the same number for the same chain of callers */
	const char *out, *err; /* what fault_out(), fault_err() took; valid until the next run */
};

/* In the child; its result is the outcome's status. */
typedef int (*fault_body)(void *ctx);

/* Fails the test where the system gives no process or memory. */
void fault_run(
    const struct fault_plan *plan, fault_body body, void *ctx, struct fault_outcome *out);

/* In a new process of the test's: its runs have nothing to do with those of its parent. */
void fault_alone(void);

/* What is wrong with a run whatever it was to do: "" when nothing is. Valid until the next call. */
const char *fault_wrong(const struct fault_outcome *o);

/* Sinks for the body, struct sink's write. */
int fault_out(void *ctx, const char *data, size_t len);
int fault_err(void *ctx, const char *data, size_t len);

/* In a server process of the test's program: goes on with the plan of the test that started it. */
void fault_join(void);

#endif
