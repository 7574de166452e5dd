/* The servers of one session, for the views; and what the views read of each. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/server/server.h"
#include "core/server/server_object.h"

/* What a line said of a class: TCPServer.allow_reuse_address = True. */
struct setting {
	struct setting *next;
	const struct type *of;
	const char *name;    /* of a row, static */
	struct value *value; /* owned */
};

struct server_list {
	_Atomic uint32_t refs; /* the session's and one for each server listed */
	pthread_mutex_t lock;  /* of the chain; never taken inside a server's lock */
	struct server *first, *last;
	size_t count;
	uint64_t next_id;
	struct setting *settings; /* under the lock, too */
};

int server_list_new(struct server_list **out)
{
	*out = calloc(1, sizeof **out);
	if (!*out)
		return -ENOMEM;
	(*out)->refs = 1;
	pthread_mutex_init(&(*out)->lock, NULL);
	return 0;
}

static void drop_setting(struct setting *s)
{
	value_unref(s ? s->value : NULL);
	free(s);
}

void server_list_free(struct server_list *l)
{
	if (!l || atomic_fetch_sub(&l->refs, 1) != 1)
		return;
	for (struct setting *s = l->settings, *next; s; s = next) {
		next = s->next;
		drop_setting(s);
	}
	pthread_mutex_destroy(&l->lock);
	free(l);
}

/* ---- what classes say for their servers ---- */

struct value *server_list_setting(struct server_list *l, const struct type *of, const char *name)
{
	pthread_mutex_lock(&l->lock);
	const struct setting *s = l->settings;
	while (s && (s->of != of || strcmp(s->name, name) != 0))
		s = s->next;
	struct value *v = value_ref(s ? s->value : NULL);
	pthread_mutex_unlock(&l->lock);
	return v;
}

/* Takes v. */
static struct setting *new_setting(const struct type *of, const char *name, struct value *v)
{
	struct setting *s = calloc(1, sizeof *s);
	if (s)
		*s = (struct setting){.of = of, .name = name, .value = v};
	else
		value_unref(v);
	return s;
}

int server_list_set(struct server_list *l, const struct type *of, const char *name, struct value *v)
{
	struct setting *added = new_setting(of, name, value_ref(v));
	if (!added)
		return -ENOMEM;
	pthread_mutex_lock(&l->lock);
	struct setting **link = &l->settings;
	while (*link && ((*link)->of != of || strcmp((*link)->name, name) != 0))
		link = &(*link)->next;
	struct setting *old = *link;
	added->next = old ? old->next : NULL;
	*link = added;
	pthread_mutex_unlock(&l->lock);
	drop_setting(old);
	return 0;
}

/* ---- the servers ---- */

void server_list_add(struct server_list *l, struct server *s)
{
	atomic_fetch_add(&l->refs, 1);
	pthread_mutex_lock(&l->lock);
	s->list = l;
	s->id = ++l->next_id;
	s->prev = l->last;
	if (l->last)
		l->last->next = s;
	else
		l->first = s;
	l->last = s;
	l->count++;
	pthread_mutex_unlock(&l->lock);
}

void server_list_remove(struct server *s)
{
	struct server_list *l = s->list;
	pthread_mutex_lock(&l->lock);
	if (s->prev)
		s->prev->next = s->next;
	else
		l->first = s->next;
	if (s->next)
		s->next->prev = s->prev;
	else
		l->last = s->prev;
	l->count--;
	pthread_mutex_unlock(&l->lock);
	s->list = NULL;
	server_list_free(l);
}

/* A reference, unless the last one has just gone: then it is on its way out of the list. */
static bool try_ref(struct server *s)
{
	uint32_t n = atomic_load(&s->base.refs);
	while (n > 0)
		if (atomic_compare_exchange_weak(&s->base.refs, &n, n + 1))
			return true;
	return false;
}

long server_list_all(struct server_list *l, struct server ***out)
{
	long n = 0;
	pthread_mutex_lock(&l->lock);
	*out = calloc(l->count + 1, sizeof **out);
	for (struct server *s = *out ? l->first : NULL; s; s = s->next)
		if (try_ref(s))
			(*out)[n++] = s;
	pthread_mutex_unlock(&l->lock);
	return *out ? n : -ENOMEM;
}

/* All are told first, so that they end side by side. */
void server_list_end(struct server_list *l, int ms)
{
	struct server **all;
	long n = server_list_all(l, &all);
	int64_t until = clock_mono_ns() + ms * NS_PER_MS;
	for (long i = 0; i < n; i++) {
		pthread_mutex_lock(&all[i]->lock);
		if (all[i]->process.pid) {
			process_send(&all[i]->process, COMMAND_END, 0);
			kill(all[i]->process.pid, SIGTERM);
		}
		pthread_mutex_unlock(&all[i]->lock);
	}
	for (long i = 0; i < n; i++) {
		int64_t left = (until - clock_mono_ns()) / NS_PER_MS;
		pthread_mutex_lock(&all[i]->lock);
		server_end(all[i], left > 0 ? (int)left : 0);
		pthread_mutex_unlock(&all[i]->lock);
		value_unref(&all[i]->base);
	}
	free(n >= 0 ? all : NULL);
}

struct value *server_value(struct server *s)
{
	return &s->base;
}

/* ---- facts ---- */

static void fill_totals(const struct server *s, struct server_facts *out)
{
	const struct shm_head *h = s->shm.head;
	struct shm_totals t;
	shm_totals(&s->shm, &t);
	out->live = t.live;
	out->zombies = t.zombies;
	out->bytes_in = t.bytes_in;
	out->bytes_out = t.bytes_out;
	out->requests = t.requests;
	out->accepted = atomic_load_explicit(&h->accepted, memory_order_relaxed);
	out->refused = atomic_load_explicit(&h->refused, memory_order_relaxed);
	out->errors = atomic_load_explicit(&h->errors, memory_order_relaxed);
	out->children = atomic_load_explicit(&h->children, memory_order_relaxed);
	out->events_lost = atomic_load_explicit(&h->events_lost, memory_order_relaxed);
	out->inexact = atomic_load_explicit(&h->inexact, memory_order_relaxed) > 0;
}

void server_facts(const struct server *s, struct server_facts *out)
{
	/* The lock is no part of its state. */
	struct server *locked = (struct server *)(uintptr_t)s;
	memset(out, 0, sizeof *out);
	pthread_mutex_lock(&locked->lock);
	if (!s->inside)
		server_pump(locked);
	out->id = s->id;
	out->model = s->model->type.name;
	strncpy(out->handler, s->handler->text, sizeof out->handler - 1);
	address_format(&s->local.sa, s->local.len, out->address, sizeof out->address);
	out->state = s->state;
	out->wildcard = address_is_wildcard(&s->local);
	out->pid = s->process.pid;
	out->status = s->status;
	if (s->shm.head)
		fill_totals(s, out);
	pthread_mutex_unlock(&locked->lock);
}

static int by_id(const void *a, const void *b)
{
	uint64_t x = ((const struct conn_facts *)a)->id, y = ((const struct conn_facts *)b)->id;
	return x < y ? -1 : x > y;
}

size_t server_conns(const struct server *s, struct conn_facts *out, size_t max)
{
	/* Mapped once and for as long as the server lives; head is set under the lock before. */
	if (!s->shm.head)
		return 0;
	size_t n = shm_conns(&s->shm, out, max);
	qsort(out, n < max ? n : max, sizeof *out, by_id);
	return n;
}

size_t server_events(const struct server *s, uint64_t *seq, struct server_event *out, size_t max)
{
	return s->shm.head ? shm_events(&s->shm, seq, out, max) : 0;
}
