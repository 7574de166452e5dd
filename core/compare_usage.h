/*
 * compare_usage: what a server and its children take of the machine, from /proc: proc_pid_stat(5),
 * proc_pid_smaps(5). Any thread; makes system calls, about 50 us for each process.
 */
#ifndef CORE_COMPARE_USAGE_H
#define CORE_COMPARE_USAGE_H

#include <stdint.h>

struct compare_usage {
	uint64_t processes, threads;
	uint64_t pss_bytes; /* what is shared counts by its part; 0: we may not see it */
	int64_t cpu_ns;	    /* user and system, children that were waited for included */
};

/* The process pid and those it forked itself, which is as deep as our models go. What ends
 * meanwhile is left out. 0, or -ESRCH: there is no such process. */
int compare_usage_read(int pid, struct compare_usage *out);

/* Raise each figure of most to that of now, where that is greater. */
void compare_usage_raise(struct compare_usage *most, const struct compare_usage *now);

#endif
