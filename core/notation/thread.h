/*
 * thread: a Thread and the list of those that were started: what the object (mod_thread.c) and the
 * list (threads.c) share.
 */
#ifndef CORE_NOTATION_THREAD_H
#define CORE_NOTATION_THREAD_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

#include "core/notation/op.h"
#include "core/notation/threads.h"

enum thread_state { THREAD_NEW, THREAD_STARTED, THREAD_ENDED };

struct thread {
	struct value base;
	char name[64];
	_Atomic bool daemon;
	/* Set to ENDED with release, as the last thing its thread does but post done. */
	_Atomic int state;
	struct value *target, *args; /* owned; the thread drops them when it ends */
	struct threads *owner;
	struct run run;
	struct waiter waiter;
	pthread_t id;
	sem_t done; /* posted at the end, and again by each who waited for it */
	char *error;
	struct thread *next; /* in the owner's list, under its lock */
};

int thread_state_of(const struct thread *t);

/* Run target on a thread of its own; t is THREAD_STARTED. 0, or raised and THREAD_NEW again. */
int thread_begin(struct call *c, struct thread *t);

/* Its number, for its name: unique among those of one list, from 1. t may be NULL. */
unsigned threads_next_number(struct threads *t);

#endif
