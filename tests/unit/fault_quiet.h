/*
 * fault_quiet: does a process with all its children wait? A machine that is busy makes them slow,
 * but leaves their threads runnable: that is not quiet.
 *
 *	if (fault_quiet(pid) && ++looks > 10)
 *		... each time one looked, all of them slept ...
 */
#ifndef TESTS_UNIT_FAULT_QUIET_H
#define TESTS_UNIT_FAULT_QUIET_H

#include <stdbool.h>
#include <sys/types.h>

/* Do all of its threads sleep now, and those of its children and theirs? proc(5):
 * /proc/PID/task/TID/stat and children; a kernel that tells no children shows itself only. */
bool fault_quiet(pid_t pid);

#endif
