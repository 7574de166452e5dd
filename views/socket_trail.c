#include "views/socket_trail.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void trail_add(struct trail *t, int state, bool reset, int64_t at_ns)
{
	struct trail_step *last = t->n ? &t->step[t->n - 1] : NULL;
	if (last && last->state == state) {
		last->reset |= reset;
		return;
	}
	if (t->n == TRAIL_MAX)
		memmove(t->step, t->step + 1, --t->n * sizeof *t->step);
	t->step[t->n++] = (struct trail_step){state, reset, at_ns};
}

const struct trail_step *trail_last(const struct trail *t)
{
	return t && t->n ? &t->step[t->n - 1] : NULL;
}

void trails_begin(struct trails *t)
{
	for (size_t i = 0; i < t->n; i++)
		t->trail[i].met = false;
}

static struct trail *add(struct trails *t, uint64_t id)
{
	if (t->n == t->cap) {
		size_t cap = t->cap ? 2 * t->cap : 16;
		struct trail *more = reallocarray(t->trail, cap, sizeof *more);
		if (!more)
			return NULL;
		t->trail = more;
		t->cap = cap;
	}
	t->trail[t->n] = (struct trail){.id = id};
	return &t->trail[t->n++];
}

/* Ids grow, and sockets are seen in their order: the trails stay sorted. */
static struct trail *find(const struct trails *t, uint64_t id)
{
	size_t low = 0, high = t->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (t->trail[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low < t->n && t->trail[low].id == id ? &t->trail[low] : NULL;
}

int trails_see(struct trails *t, uint64_t id, int state, bool reset, int64_t at_ns)
{
	if (!state)
		return 0;
	struct trail *way = find(t, id);
	if (!way)
		way = add(t, id);
	if (!way)
		return -ENOMEM;
	way->met = true;
	trail_add(way, state, reset, at_ns);
	return 0;
}

void trails_end(struct trails *t)
{
	size_t kept = 0;
	for (size_t i = 0; i < t->n; i++)
		if (t->trail[i].met)
			t->trail[kept++] = t->trail[i];
	t->n = kept;
}

const struct trail *trails_find(const struct trails *t, uint64_t id)
{
	return find(t, id);
}

void trails_free(struct trails *t)
{
	free(t->trail);
	*t = (struct trails){0};
}
