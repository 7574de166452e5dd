/*
 * priority: the thread that draws is let run soon, however many others want the processors.
 *
 * It asks the scheduler for short turns, and gets them the sooner (Linux 6.12, sched_setattr(2):
 * sched_runtime of SCHED_OTHER; older kernels take no notice). It takes no more of a processor for
 * it, and needs no permission. Its threads and children have turns like everybody.
 */
#ifndef VIEWS_PRIORITY_H
#define VIEWS_PRIORITY_H

/* Of the calling thread: the main one. */
void priority_run_soon(void);

#endif
