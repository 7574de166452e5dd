/*
 * trace: the system calls that one line made, as strace prints them.
 *
 * Belongs to the thread that runs the line until the line ends, then to the journal. A reader on
 * the main thread may look at a trace under way through trace_count() and trace_at(): records are
 * appended and then never change.
 */
#ifndef CORE_TRACE_H
#define CORE_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRACE_ARGS_MAX 6
/* A line that makes more calls than this keeps the first ones and counts the rest. */
#define TRACE_CALLS_MAX 4096
/* The same for a line that is written to a file and then let go. */
#define TRACE_CALLS_WRITTEN ((size_t)1 << 20)

struct trace_call {
	const char *name;	   /* the kernel's: "accept4"; static */
	char *arg[TRACE_ARGS_MAX]; /* each as strace prints it; owned by the trace */
	size_t nargs;
	int64_t ret;	     /* what the call returned; -1 on failure */
	int err;	     /* positive errno, 0 when it succeeded */
	int64_t start_ns;    /* monotonic */
	int64_t duration_ns; /* monotonic */
};

struct trace;

int trace_new(struct trace **out); /* for TRACE_CALLS_MAX calls; 0 or -ENOMEM */
int trace_new_max(size_t max, struct trace **out);
size_t trace_max(const struct trace *t);
void trace_free(struct trace *t);

/* Append one record; takes the strings in call->arg whatever it returns. 0 or -ENOMEM (counted as
 * lost). */
int trace_add(struct trace *t, const struct trace_call *call);

/* True when no further record fits: then there is no use in making one; count it as lost. */
bool trace_full(const struct trace *t);
void trace_lose(struct trace *t);

/* Any thread (acquire; pairs with trace_add's release). */
size_t trace_count(const struct trace *t);
uint64_t trace_lost(const struct trace *t);
const struct trace_call *trace_at(const struct trace *t, size_t i); /* borrowed, stays valid */

#endif
