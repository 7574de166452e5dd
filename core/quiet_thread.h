/*
 * quiet_thread: starts a thread that no signal reaches. Those of the process are for its main
 * thread; a thread that is to be interrupted lets that one signal in by itself (engine.h). Any
 * thread.
 *
 *	pthread_t thread;
 *	if (quiet_thread_start(&thread, NULL, work, arg) == 0)
 *		pthread_join(thread, NULL);
 */
#ifndef CORE_QUIET_THREAD_H
#define CORE_QUIET_THREAD_H

#include <pthread.h>

/* pthread_create(3), with all signals blocked from the thread's first instruction. attr may be
 * NULL. 0 or -errno: -EAGAIN. */
int quiet_thread_start(
    pthread_t *thread, const pthread_attr_t *attr, void *(*work)(void *), void *arg);

#endif
