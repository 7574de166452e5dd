#include "core/notation/ast.h"

#include <errno.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/value.h"

/* The first chunk is small, for `-c pass`; each one is twice the one before. */
#define CHUNK_MIN 1024
#define CHUNK_MAX 65536

struct chunk {
	struct chunk *next;
	size_t used, size;
	alignas(max_align_t) char data[];
};

struct kept {
	struct kept *next;
	struct value *value;
};

struct arena {
	struct chunk *chunks; /* the newest first */
	struct kept *kept;
};

int arena_new(struct arena **out)
{
	*out = calloc(1, sizeof **out);
	return *out ? 0 : -ENOMEM;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	for (struct kept *k = a->kept; k; k = k->next)
		value_unref(k->value);
	for (struct chunk *c = a->chunks, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	free(a);
}

static struct chunk *add_chunk(struct arena *a, size_t least)
{
	size_t size = a->chunks ? a->chunks->size * 2 : CHUNK_MIN;
	if (size > CHUNK_MAX)
		size = CHUNK_MAX;
	if (size < least)
		size = least;
	struct chunk *c = calloc(1, sizeof *c + size);
	if (!c)
		return NULL;
	c->size = size;
	c->next = a->chunks;
	a->chunks = c;
	return c;
}

void *arena_take(struct arena *a, size_t size)
{
	size = (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
	struct chunk *c = a->chunks;
	if (!c || size > c->size - c->used)
		c = add_chunk(a, size);
	if (!c)
		return NULL;
	void *p = c->data + c->used;
	c->used += size;
	return p;
}

char *arena_text(struct arena *a, const char *text, size_t len)
{
	char *copy = arena_take(a, len + 1);
	if (copy && len)
		memcpy(copy, text, len);
	return copy;
}

int arena_keep(struct arena *a, struct value *v)
{
	struct kept *k = v ? arena_take(a, sizeof *k) : NULL;
	if (!k) {
		value_unref(v);
		return -ENOMEM;
	}
	k->value = v;
	k->next = a->kept;
	a->kept = k;
	return 0;
}
