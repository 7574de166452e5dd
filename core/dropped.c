#include "core/dropped.h"

#include <errno.h>
#include <stdlib.h>

#include "core/buf.h"
#include "core/clock.h"
#include "core/journal.h"
#include "core/trace.h"

void dropped_init(struct dropped *d)
{
	pthread_mutex_init(&d->lock, NULL);
	d->notes = NULL;
	atomic_init(&d->lost, false);
}

static void free_notes(struct dropped_note *n)
{
	while (n) {
		struct dropped_note *next = n->next;
		trace_free(n->trace);
		free(n);
		n = next;
	}
}

void dropped_fini(struct dropped *d)
{
	free_notes(d->notes);
	pthread_mutex_destroy(&d->lock);
}

void dropped_add(void *ctx, int fd, const char *what, struct trace *trace)
{
	struct dropped *d = ctx;
	struct dropped_note *n = trace && trace_count(trace) ? malloc(sizeof *n) : NULL;
	if (!n) {
		trace_free(trace);
		atomic_store_explicit(&d->lost, true, memory_order_relaxed);
		return;
	}
	*n = (struct dropped_note){.fd = fd, .what = what, .trace = trace};
	pthread_mutex_lock(&d->lock);
	n->next = d->notes;
	d->notes = n;
	pthread_mutex_unlock(&d->lock);
}

static void add_row(struct journal *to, struct dropped_note *n)
{
	struct buf text = {0};
	int64_t start_ns = trace_at(n->trace, 0)->start_ns;
	buf_printf(&text, "# fd %d%s", n->fd, n->what);
	struct journal_row row = {
	    .state = ROW_NOTE,
	    .line = buf_take(&text),
	    .trace = n->trace,
	    .wall_ns = clock_wall_of(start_ns),
	    .start_ns = start_ns,
	};
	n->trace = NULL;
	struct journal_row *stored = journal_add(to, &row);
	if (stored)
		journal_end(to, stored);
}

static struct dropped_note *turned_round(struct dropped_note *n)
{
	struct dropped_note *first = NULL;
	while (n) {
		struct dropped_note *next = n->next;
		n->next = first;
		first = n;
		n = next;
	}
	return first;
}

void dropped_drain(struct dropped *d, struct journal *to)
{
	pthread_mutex_lock(&d->lock);
	struct dropped_note *newest = d->notes;
	d->notes = NULL;
	pthread_mutex_unlock(&d->lock);
	struct dropped_note *first = turned_round(newest);
	for (struct dropped_note *n = first; n; n = n->next)
		add_row(to, n);
	if (atomic_load_explicit(&d->lost, memory_order_relaxed))
		journal_fail(to, ENOMEM);
	free_notes(first);
}
