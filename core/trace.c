#include "core/trace.h"

#include <assert.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>

/* Records live in chunks that never move, so a reader needs no lock; each has room for twice as
 * many as the one before it. */
#define CHUNK_CALLS ((size_t)64)
#define CHUNKS_MAX 15

static_assert(CHUNK_CALLS * ((1 << CHUNKS_MAX) - 1) >= TRACE_CALLS_WRITTEN, "room for all");

struct trace {
	struct trace_call *chunk[CHUNKS_MAX]; /* written before the count that makes them visible */
	size_t max;
	_Atomic size_t count;  /* trace_add releases, trace_count acquires */
	_Atomic uint64_t lost; /* relaxed: only ever shown */
};

struct place {
	size_t chunk, at;
};

static size_t chunk_size(size_t chunk)
{
	return CHUNK_CALLS << chunk;
}

static struct place place_of(size_t i)
{
	struct place p = {.at = i};
	for (; p.at >= chunk_size(p.chunk); p.chunk++)
		p.at -= chunk_size(p.chunk);
	return p;
}

int trace_new_max(size_t max, struct trace **out)
{
	*out = calloc(1, sizeof **out);
	if (!*out)
		return -ENOMEM;
	(*out)->max = max;
	return 0;
}

int trace_new(struct trace **out)
{
	return trace_new_max(TRACE_CALLS_MAX, out);
}

size_t trace_max(const struct trace *t)
{
	return t->max;
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
	if (i >= t->max)
		return NULL;
	struct place p = place_of(i);
	struct trace_call **chunk = &t->chunk[p.chunk];
	if (!*chunk)
		*chunk = calloc(chunk_size(p.chunk), sizeof **chunk);
	return *chunk ? *chunk + p.at : NULL;
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
	return atomic_load_explicit(&t->count, memory_order_relaxed) >= t->max;
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
	struct place p = place_of(i);
	return t->chunk[p.chunk] + p.at;
}
