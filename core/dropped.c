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
		free(n);
		n = next;
	}
}

void dropped_fini(struct dropped *d)
{
	free_notes(d->notes);
	pthread_mutex_destroy(&d->lock);
}

void dropped_add(void *ctx, uint64_t id, int fd, int close_errno, int64_t duration_ns)
{
	struct dropped *d = ctx;
	struct dropped_note *n = malloc(sizeof *n);
	(void)id;
	if (!n) {
		atomic_store_explicit(&d->lost, true, memory_order_relaxed);
		return;
	}
	*n = (struct dropped_note){
	    NULL, fd, close_errno, clock_mono_ns() - duration_ns, duration_ns};
	pthread_mutex_lock(&d->lock);
	n->next = d->notes;
	d->notes = n;
	pthread_mutex_unlock(&d->lock);
}

static struct trace *close_trace(const struct dropped_note *n)
{
	struct trace *t = NULL;
	struct buf fd = {0};
	if (trace_new(&t) < 0)
		return NULL;
	buf_printf(&fd, "%d", n->fd);
	struct trace_call call = {
	    .name = "close",
	    .arg[0] = buf_take(&fd),
	    .ret = n->err ? -1 : 0,
	    .err = n->err,
	    .start_ns = n->start_ns,
	    .duration_ns = n->duration_ns,
	};
	call.nargs = call.arg[0] ? 1 : 0;
	trace_add(t, &call);
	return t;
}

static void add_row(struct journal *to, const struct dropped_note *n)
{
	struct buf text = {0};
	buf_printf(&text, "# fd %d closed: no name holds that socket any more", n->fd);
	struct journal_row row = {
	    .state = ROW_NOTE,
	    .line = buf_take(&text),
	    .trace = close_trace(n),
	    .wall_ns = clock_wall_of(n->start_ns),
	    .start_ns = n->start_ns,
	};
	if (!row.trace)
		journal_fail(to, ENOMEM);
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
	for (const struct dropped_note *n = first; n; n = n->next)
		add_row(to, n);
	if (atomic_load_explicit(&d->lost, memory_order_relaxed))
		journal_fail(to, ENOMEM);
	free_notes(first);
}
