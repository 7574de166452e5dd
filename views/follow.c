#include "views/follow.h"

#include <errno.h>
#include <stdlib.h>

#include "core/journal.h"

static int keep(struct follow *f, uint64_t seq)
{
	if (f->n == f->cap) {
		size_t cap = f->cap ? 2 * f->cap : 16;
		uint64_t *more = reallocarray(f->running, cap, sizeof *more);
		if (!more)
			return -ENOMEM;
		f->running = more;
		f->cap = cap;
	}
	f->running[f->n++] = seq;
	return 0;
}

int follow_look(struct follow *f, const struct journal *j,
    void (*ended)(void *ctx, const struct journal_row *row), void *ctx)
{
	size_t kept = 0;
	for (size_t i = 0; i < f->n; i++) {
		const struct journal_row *row = journal_at(j, f->running[i]);
		if (row && row->state == ROW_RUNNING)
			f->running[kept++] = f->running[i];
		else if (row)
			ended(ctx, row);
	}
	f->n = kept;
	for (uint64_t last = journal_last(j); f->seen < last;) {
		const struct journal_row *row = journal_at(j, ++f->seen);
		if (row && row->state == ROW_RUNNING) {
			if (keep(f, row->seq) < 0)
				return -ENOMEM;
		} else if (row) {
			ended(ctx, row);
		}
	}
	return 0;
}

void follow_free(struct follow *f)
{
	free(f->running);
	*f = (struct follow){0};
}
