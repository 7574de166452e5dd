/* The book: every open socket of a session. One lock for the list; the rest is atomic. */
#include "core/ops/book.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "core/trace.h"

struct book {
	_Atomic uint32_t refs; /* one per socket, per owner, per close under way */
	pthread_mutex_t lock;  /* guards all but the atomic ones */
	struct sock *first, *last;
	size_t count;
	uint64_t last_id;
	_Atomic int64_t default_timeout; /* relaxed: a setting, ordered by nothing */
	_Atomic bool close_aside;	 /* the same */
	book_dropped_fn on_dropped;
	void *on_dropped_ctx;
};

int book_new(struct book **out)
{
	struct book *b = calloc(1, sizeof *b);
	if (!b)
		return -ENOMEM;
	pthread_mutex_init(&b->lock, NULL);
	atomic_init(&b->refs, 1);
	atomic_init(&b->default_timeout, TIMEOUT_NONE);
	*out = b;
	return 0;
}

struct book *book_ref(struct book *b)
{
	atomic_fetch_add_explicit(&b->refs, 1, memory_order_relaxed);
	return b;
}

void book_unref(struct book *b)
{
	/* release our writes to whoever frees, and acquire all others' before freeing */
	if (!b || atomic_fetch_sub_explicit(&b->refs, 1, memory_order_acq_rel) != 1)
		return;
	pthread_mutex_destroy(&b->lock);
	free(b);
}

void book_on_dropped(struct book *b, book_dropped_fn fn, void *ctx)
{
	pthread_mutex_lock(&b->lock);
	b->on_dropped = fn;
	b->on_dropped_ctx = ctx;
	pthread_mutex_unlock(&b->lock);
}

int64_t book_default_timeout(const struct book *b)
{
	return atomic_load_explicit(&b->default_timeout, memory_order_relaxed);
}

void book_set_default_timeout(struct book *b, int64_t ns)
{
	atomic_store_explicit(&b->default_timeout, ns, memory_order_relaxed);
}

void book_list_sock(struct book *b, struct sock *s)
{
	pthread_mutex_lock(&b->lock);
	s->book = book_ref(b);
	s->id = ++b->last_id;
	s->prev = b->last;
	*(b->last ? &b->last->next : &b->first) = s;
	b->last = s;
	b->count++;
	pthread_mutex_unlock(&b->lock);
}

void book_unlist_sock(struct sock *s)
{
	struct book *b = s->book;
	pthread_mutex_lock(&b->lock);
	*(s->prev ? &s->prev->next : &b->first) = s->next;
	*(s->next ? &s->next->prev : &b->last) = s->prev;
	b->count--;
	pthread_mutex_unlock(&b->lock);
	s->book = NULL;
	book_unref(b);
}

bool book_is_told(struct book *b)
{
	pthread_mutex_lock(&b->lock);
	bool told = b->on_dropped != NULL;
	pthread_mutex_unlock(&b->lock);
	return told;
}

/* Under the lock, so that when book_on_dropped() returns the one before hears no more. */
void book_tell_dropped(struct book *b, int fd, const char *what, struct trace *trace)
{
	pthread_mutex_lock(&b->lock);
	if (b->on_dropped)
		b->on_dropped(b->on_dropped_ctx, fd, what, trace);
	else
		trace_free(trace);
	pthread_mutex_unlock(&b->lock);
}

void book_close_aside(struct book *b)
{
	atomic_store_explicit(&b->close_aside, true, memory_order_relaxed);
}

bool book_closes_aside(const struct book *b)
{
	return atomic_load_explicit(&b->close_aside, memory_order_relaxed);
}

/* A reference to a socket found in the list, unless its last one is just being dropped. */
static bool try_ref(struct sock *s)
{
	uint32_t refs = atomic_load_explicit(&s->base.refs, memory_order_relaxed);
	while (refs)
		if (atomic_compare_exchange_weak_explicit(
			&s->base.refs, &refs, refs + 1, memory_order_relaxed, memory_order_relaxed))
			return true;
	return false;
}

long book_list(struct book *b, struct sock ***out)
{
	long n = 0;
	pthread_mutex_lock(&b->lock);
	struct sock **all = malloc((b->count + 1) * sizeof(struct sock *));
	for (struct sock *s = b->first; all && s; s = s->next) {
		bool open = atomic_load_explicit(&s->fd, memory_order_acquire) >= 0;
		if (open && try_ref(s))
			all[n++] = s;
	}
	pthread_mutex_unlock(&b->lock);
	*out = all;
	return all ? n : -ENOMEM;
}
