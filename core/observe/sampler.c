#include "core/observe/sampler.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/quiet_thread.h"

/* So long a result waits for the owners of its new rows, and so long a query waits for them. */
#define OWNERS_BEFORE_NS (20 * NS_PER_MS)
#define OWNERS_SLICE_NS (5 * NS_PER_MS)
/* Looking for owners takes at most this part of the thread's time. */
#define OWNERS_SHARE 5
/* How long its end is waited for: a machine full of sockets takes longer to look at. */
#define END_NS (200 * NS_PER_MS)

struct sampler {
	pthread_t thread;
	pthread_mutex_t lock; /* guards what both sides use, down to ready */
	struct sampling_query asked;
	struct filter *asked_filter; /* not taken over yet */
	uint64_t asked_number;	     /* 0: nothing was asked yet */
	bool ending;
	struct sample *ready; /* the newest result, not taken yet */
	int wake_fd;	      /* to the thread: there is something new to do */
	int ready_fd;	      /* to the owner: there is a result */
	_Atomic bool ended;   /* stored with release when the thread is about to end */

	/* The thread's own. */
	struct sampling *sampling;
	struct sampling_query query;
	struct filter *filter; /* query.filter, owned */
	uint64_t number;       /* of the query it works for */
	bool unseen;	       /* nobody took the last result: nobody looks, so neither do we */
	int64_t next_look_ns;
	int64_t next_owners_ns;
	int64_t owners_used_ns; /* by the work on owners under way */
};

/* ---- the thread ---- */

/* Take over a newer query, and see whether the last result was taken. False: the thread is to end.
 */
static bool read_query(struct sampler *s, bool *is_new)
{
	eventfd_t count;
	struct filter *old = NULL;
	struct rules *old_rules = NULL;
	eventfd_read(s->wake_fd, &count);
	pthread_mutex_lock(&s->lock);
	bool go_on = !s->ending;
	s->unseen = s->ready != NULL;
	*is_new = s->asked_number != s->number;
	if (*is_new) {
		old = s->filter;
		old_rules = s->query.rules;
		s->query = s->asked;
		s->query.filter = s->filter = s->asked_filter;
		s->asked_filter = NULL;
		rules_ref(s->query.rules);
		s->number = s->asked_number;
	}
	pthread_mutex_unlock(&s->lock);
	filter_free(old);
	rules_unref(old_rules);
	return go_on;
}

static void publish(struct sampler *s)
{
	struct sample *now = sampling_result(s->sampling, &s->query);
	if (!now)
		return; /* out of memory; perhaps the next one finds some */
	now->asked = s->number;
	pthread_mutex_lock(&s->lock);
	struct sample *old = s->ready;
	if (old) /* nobody heard of it */
		now->rang += old->rang;
	s->ready = now;
	s->unseen = true;
	pthread_mutex_unlock(&s->lock);
	eventfd_write(s->ready_fd, 1);
	sample_free(old);
}

static void find_owners(struct sampler *s, int64_t slice_ns)
{
	int64_t start = clock_mono_ns();
	if (start < s->next_owners_ns)
		return;
	bool done = sampling_find_owners(s->sampling, start + slice_ns);
	int64_t end = clock_mono_ns();
	s->owners_used_ns += end - start;
	if (done) {
		s->next_owners_ns = end + (OWNERS_SHARE - 1) * s->owners_used_ns;
		s->owners_used_ns = 0;
	}
}

static void look(struct sampler *s, int64_t now)
{
	sampling_look(s->sampling, &s->query);
	find_owners(s, OWNERS_BEFORE_NS);
	publish(s);
	s->next_look_ns += s->query.interval_ns;
	if (s->next_look_ns <= now)
		s->next_look_ns = now + s->query.interval_ns;
}

/* Is what was seen last good enough to answer a new query at once? */
static bool can_answer(const struct sampler *s, unsigned protos_before)
{
	return protos_before == s->query.protos && !filter_wants_time_wait(s->filter);
}

/* How long there is nothing to do, in milliseconds; -1: until something is asked. */
static int rest(const struct sampler *s)
{
	bool owners = s->owners_used_ns > 0; /* a pass was left half done */
	if (!s->query.interval_ns || (s->unseen && !owners))
		return -1;
	int64_t next = owners && (s->unseen || s->next_owners_ns < s->next_look_ns)
			   ? s->next_owners_ns
			   : s->next_look_ns;
	return clock_ms_until(next);
}

static void work(struct sampler *s, bool is_new, unsigned protos_before)
{
	int64_t now = clock_mono_ns();
	bool takes = s->query.interval_ns > 0;
	if (is_new && takes && !can_answer(s, protos_before))
		s->next_look_ns = now;
	if (takes && now >= s->next_look_ns && (is_new || !s->unseen))
		look(s, now);
	else if (is_new)
		publish(s);
	else if (takes && s->owners_used_ns)
		find_owners(s, OWNERS_SLICE_NS);
}

static void *run(void *arg)
{
	struct sampler *s = arg;
	bool is_new;
	for (;;) {
		struct pollfd p = {.fd = s->wake_fd, .events = POLLIN};
		poll(&p, 1, rest(s));
		unsigned protos_before = s->query.protos;
		if (!read_query(s, &is_new))
			break;
		work(s, is_new, protos_before);
	}
	atomic_store_explicit(&s->ended, true, memory_order_release);
	eventfd_write(s->ready_fd, 1);
	return NULL;
}

/* ---- its owner ---- */

static void fini(struct sampler *s)
{
	if (s->wake_fd >= 0)
		close(s->wake_fd);
	if (s->ready_fd >= 0)
		close(s->ready_fd);
	sampling_free(s->sampling);
	filter_free(s->asked_filter);
	filter_free(s->filter);
	rules_unref(s->asked.rules);
	rules_unref(s->query.rules);
	sample_free(s->ready);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

int sampler_new(struct sampler **out)
{
	struct sampler *s = calloc(1, sizeof *s);
	if (!s)
		return -ENOMEM;
	pthread_mutex_init(&s->lock, NULL);
	s->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	s->ready_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	int r = s->wake_fd < 0 || s->ready_fd < 0 ? -EMFILE : sampling_new(&s->sampling);
	if (r == 0)
		r = quiet_thread_start(&s->thread, NULL, run, s);
	if (r < 0) {
		fini(s);
		return r;
	}
	*out = s;
	return 0;
}

static bool wait_for_end(struct sampler *s, int64_t until)
{
	struct pollfd p = {.fd = s->ready_fd, .events = POLLIN};
	eventfd_t count;
	while (!atomic_load_explicit(&s->ended, memory_order_acquire)) {
		int ms = clock_ms_until(until);
		if (ms == 0)
			return false;
		if (poll(&p, 1, ms) > 0)
			eventfd_read(s->ready_fd, &count); /* perhaps only a result */
	}
	return true;
}

void sampler_free(struct sampler *s)
{
	if (!s)
		return;
	pthread_mutex_lock(&s->lock);
	s->ending = true;
	pthread_mutex_unlock(&s->lock);
	eventfd_write(s->wake_fd, 1);
	if (!wait_for_end(s, clock_mono_ns() + END_NS))
		return;
	pthread_join(s->thread, NULL);
	fini(s);
}

uint64_t sampler_ask(struct sampler *s, const struct sampling_query *query, struct filter *filter)
{
	pthread_mutex_lock(&s->lock);
	struct filter *unread = s->asked_filter;
	struct rules *unread_rules = s->asked.rules;
	s->asked = *query;
	rules_ref(s->asked.rules);
	s->asked_filter = filter;
	uint64_t number = ++s->asked_number;
	pthread_mutex_unlock(&s->lock);
	filter_free(unread);
	rules_unref(unread_rules);
	eventfd_write(s->wake_fd, 1);
	return number;
}

int sampler_fd(const struct sampler *s)
{
	return s->ready_fd;
}

struct sample *sampler_take(struct sampler *s)
{
	eventfd_t count;
	eventfd_read(s->ready_fd, &count);
	pthread_mutex_lock(&s->lock);
	struct sample *now = s->ready;
	s->ready = NULL;
	pthread_mutex_unlock(&s->lock);
	if (now)
		eventfd_write(s->wake_fd, 1);
	return now;
}
