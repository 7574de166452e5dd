/* The data log of a socket: what its calls moved, newest kept, bounded by DATA_LOG_BYTES. */
#include "core/ops/data.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"

/* Also bound the count: empty datagrams have no bytes. */
#define ENTRIES_MAX 1024

struct node {
	struct data_entry entry; /* data points behind the node */
	struct node *next;
};

struct data_log {
	pthread_mutex_t lock; /* all below */
	struct node *first, *last;
	size_t bytes, count;
	uint64_t lost;
};

int data_log_new(struct data_log **out)
{
	struct data_log *log = calloc(1, sizeof *log);
	if (!log)
		return -ENOMEM;
	pthread_mutex_init(&log->lock, NULL);
	*out = log;
	return 0;
}

static void drop_first(struct data_log *log)
{
	struct node *n = log->first;
	log->first = n->next;
	if (!log->first)
		log->last = NULL;
	log->bytes -= n->entry.len;
	log->lost += n->entry.len;
	log->count--;
	free(n);
}

void data_log_free(struct data_log *log)
{
	if (!log)
		return;
	while (log->first)
		drop_first(log);
	pthread_mutex_destroy(&log->lock);
	free(log);
}

static struct node *node_new(const struct data_entry *entry)
{
	size_t kept = entry->len < DATA_CALL_BYTES ? entry->len : DATA_CALL_BYTES;
	struct node *n = malloc(sizeof *n + kept);
	if (!n)
		return NULL;
	*n = (struct node){.entry = *entry};
	n->entry.len = kept;
	n->entry.data = (unsigned char *)(n + 1);
	if (kept)
		memcpy(n->entry.data, entry->data, kept);
	return n;
}

void data_log_add(struct data_log *log, const struct data_entry *entry)
{
	struct node *n = node_new(entry);
	pthread_mutex_lock(&log->lock);
	log->lost += entry->len - (n ? n->entry.len : 0);
	if (n) {
		*(log->last ? &log->last->next : &log->first) = n;
		log->last = n;
		log->bytes += n->entry.len;
		log->count++;
	}
	while (log->bytes > DATA_LOG_BYTES || log->count > ENTRIES_MAX)
		drop_first(log);
	pthread_mutex_unlock(&log->lock);
}

static int copy_entry(const struct data_entry *from, struct data_entry *to)
{
	*to = *from;
	to->data = malloc(from->len ? from->len : 1);
	if (!to->data)
		return -ENOMEM;
	memcpy(to->data, from->data, from->len);
	return 0;
}

static long copy_all(const struct data_log *log, struct data_entry **out)
{
	struct data_entry *all = calloc(log->count ? log->count : 1, sizeof *all);
	if (!all)
		return -ENOMEM;
	long n = 0;
	for (const struct node *node = log->first; node; node = node->next) {
		if (copy_entry(&node->entry, &all[n]) < 0) {
			data_copy_free(all, n);
			return -ENOMEM;
		}
		n++;
	}
	*out = all;
	return n;
}

long data_log_copy(struct data_log *log, struct data_entry **out, uint64_t *lost)
{
	pthread_mutex_lock(&log->lock);
	*lost = log->lost;
	long n = copy_all(log, out);
	pthread_mutex_unlock(&log->lock);
	return n;
}

void data_copy_free(struct data_entry *entries, long count)
{
	for (long i = 0; i < count; i++)
		free(entries[i].data);
	free(entries);
}

void sock_note(struct sock *s, enum data_kind kind, const char *call, const void *data, size_t len,
    size_t real_len, bool truncated)
{
	struct data_entry entry = {
	    .kind = kind,
	    .truncated = truncated,
	    .len = len,
	    .real_len = real_len,
	    .wall_ns = clock_wall_ns(),
	    .call = call,
	};
	/* data_log_add() only reads; the pointer is not const because copies own theirs */
	entry.data = (unsigned char *)(uintptr_t)data;
	data_log_add(s->data, &entry);
}

long sock_data(const struct sock *s, struct data_entry **out, uint64_t *lost)
{
	return data_log_copy(s->data, out, lost);
}
