#include "core/trace.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>

/* Records live in chunks that never move, so a reader needs no lock. */
#define CHUNK_CALLS 64
#define CHUNKS_MAX (TRACE_CALLS_MAX / CHUNK_CALLS)

struct trace {
	struct trace_call *chunk[CHUNKS_MAX]; /* written before the count that makes them visible */
	_Atomic size_t count;		      /* trace_add releases, trace_count acquires */
	_Atomic uint64_t lost;		      /* relaxed: only ever shown */
};

int trace_new(struct trace **out)
{
	*out = calloc(1, sizeof **out);
	return *out ? 0 : -ENOMEM;
}

static void free_args(const struct trace_call *call)
{
	for (size_t i = 0; i < TRACE_ARGS_MAX; i++)
		free(call->arg[i]);
}

void trace_free(struct trace *t)
{
	if (!t)
		return;
	size_t count = trace_count(t);
	for (size_t i = 0; i < count; i++)
		free_args(trace_at(t, i));
	for (size_t i = 0; i < CHUNKS_MAX; i++)
		free(t->chunk[i]);
	free(t);
}

/* Where record i goes, its chunk allocated on the first use; NULL: no room, no memory. */
static struct trace_call *room(struct trace *t, size_t i)
{
	if (i >= TRACE_CALLS_MAX)
		return NULL;
	struct trace_call **chunk = &t->chunk[i / CHUNK_CALLS];
	if (!*chunk)
		*chunk = calloc(CHUNK_CALLS, sizeof **chunk);
	return *chunk ? *chunk + i % CHUNK_CALLS : NULL;
}

int trace_add(struct trace *t, const struct trace_call *call)
{
	size_t count = atomic_load_explicit(&t->count, memory_order_relaxed);
	struct trace_call *to = room(t, count);
	if (!to) {
		trace_lose(t);
		free_args(call);
		return -ENOMEM;
	}
	*to = *call;
	atomic_store_explicit(&t->count, count + 1, memory_order_release);
	return 0;
}

void trace_lose(struct trace *t)
{
	atomic_fetch_add_explicit(&t->lost, 1, memory_order_relaxed);
}

bool trace_full(const struct trace *t)
{
	return atomic_load_explicit(&t->count, memory_order_relaxed) >= TRACE_CALLS_MAX;
}

size_t trace_count(const struct trace *t)
{
	return atomic_load_explicit(&t->count, memory_order_acquire);
}

uint64_t trace_lost(const struct trace *t)
{
	return atomic_load_explicit(&t->lost, memory_order_relaxed);
}

const struct trace_call *trace_at(const struct trace *t, size_t i)
{
	return t->chunk[i / CHUNK_CALLS] + i % CHUNK_CALLS;
}
