/*
 * voice: what Threads print in the cockpit, collected from any thread for the main one.
 *
 *	voice_init(&v);
 *	threads_new(&threads, voice_sink(&v), voice_sink(&v));
 *	char *text = voice_take(&v);      // NULL: nothing was said
 */
#ifndef CORE_VOICE_H
#define CORE_VOICE_H

#include <pthread.h>

#include "core/buf.h"
#include "core/notation/run.h"

/* Text past this many bytes, not yet taken, is dropped: a Thread may print for ever. */
#define VOICE_MAX 65536

struct voice {
	pthread_mutex_t lock;
	struct buf text;
};

void voice_init(struct voice *v);
void voice_fini(struct voice *v);
struct sink voice_sink(struct voice *v); /* its write may be called by any thread */
char *voice_take(struct voice *v);	 /* the caller frees it */

#endif
