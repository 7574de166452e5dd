#include "core/notation/threads.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/clean.h"
#include "core/clock.h"
#include "core/engine.h"
#include "core/notation/env.h"
#include "core/notation/exc.h"
#include "core/notation/notation.h"
#include "core/notation/thread.h"
#include "core/quiet_thread.h"
#include "core/trace.h"

struct threads {
	pthread_mutex_t lock; /* guards the list */
	struct thread *first; /* started and not yet told of; each holds a reference */
	struct sink out, err;
	_Atomic unsigned count; /* for names; relaxed, only uniqueness matters */
	_Atomic bool ending; /* threads_free() cancels: their InterruptedError is nobody's news */
};

int threads_new(struct threads **out_threads, struct sink out, struct sink err)
{
	struct threads *t = calloc(1, sizeof *t);
	if (!t)
		return -ENOMEM;
	pthread_mutex_init(&t->lock, NULL);
	t->out = out;
	t->err = err;
	*out_threads = t;
	return 0;
}

int thread_state_of(const struct thread *t)
{
	return atomic_load_explicit(&t->state, memory_order_acquire);
}

unsigned threads_next_number(struct threads *t)
{
	return 1 + (t ? atomic_fetch_add_explicit(&t->count, 1, memory_order_relaxed) : 0);
}

/* ---- the thread itself ---- */

static const char out_of_memory[] = "MemoryError in a thread\n";

/* As Python's excepthook, in fewer lines. */
static void tell_error(struct thread *t)
{
	struct buf line = {0}, text = {0};
	exc_format(t->run.exc, &line);
	buf_printf(&text, "Exception in thread %s:\n", t->name);
	clean_add(&text, buf_text(&line), line.len, CLEAN_UTF8);
	buf_char(&text, '\n');
	bool ending = atomic_load_explicit(&t->owner->ending, memory_order_acquire);
	if (!ending && t->owner->err.write && !text.failed)
		t->owner->err.write(t->owner->err.ctx, buf_text(&text), text.len);
	else if (!ending && t->owner->err.write)
		t->owner->err.write(t->owner->err.ctx, out_of_memory, strlen(out_of_memory));
	t->error = buf_take(&line);
	buf_free(&text);
}

static void call_target(struct thread *t)
{
	struct value *result = NULL;
	struct value *const *items = ((const struct seq_value *)t->args)->item;
	if (t->target->type == &type_none)
		return;
	if (notation_call(&t->run, t->target, items, seq_len(t->args), &result) == 0)
		value_unref(result);
	else if (!exc_match(t->run.exc, &exc_SystemExit))
		tell_error(t);
}

/* Python drops them when the thread ends: a socket may close here. */
static void drop_work(struct thread *t)
{
	value_unref(t->run.exc);
	t->run.exc = NULL;
	value_unref(t->target);
	value_unref(t->args);
	t->target = t->args = NULL;
}

static void *body(void *arg)
{
	struct thread *t = arg;
	engine_thread_init();
	call_target(t);
	drop_work(t);
	env_free(t->run.env);
	t->run.env = NULL;
	atomic_store_explicit(&t->state, THREAD_ENDED, memory_order_release);
	/* From here on t may be joined; its list's reference keeps it until then. */
	sem_post(&t->done);
	return NULL;
}

/* Takes the reference that the list holds. */
static void list_add(struct threads *owner, struct thread *t)
{
	struct thread **link = &owner->first;
	pthread_mutex_lock(&owner->lock);
	while (*link)
		link = &(*link)->next;
	*link = t;
	pthread_mutex_unlock(&owner->lock);
}

static void list_remove(struct threads *owner, struct thread *t)
{
	pthread_mutex_lock(&owner->lock);
	for (struct thread **link = &owner->first; *link; link = &(*link)->next) {
		if (*link == t) {
			*link = t->next;
			break;
		}
	}
	pthread_mutex_unlock(&owner->lock);
	t->next = NULL;
	value_unref(&t->base);
}

/* What the thread runs in: the notebook's own, but names, trace, waiter and host are not shared. */
static int make_run(struct thread *t, const struct run *from)
{
	t->run = (struct run){
	    .modules = from->modules,
	    .ambient = from->ambient,
	    .book = from->book,
	    .servers = from->servers,
	    .threads = from->threads,
	    .waiter = &t->waiter,
	    .out = from->threads->out,
	    .file = from->file,
	    .line = from->line,
	};
	if (from->trace && trace_new_max(trace_max(from->trace), &t->run.trace) < 0)
		return -ENOMEM;
	return env_new(&t->run.env);
}

/* Nothing in the notation computes for long, so this ends early but on a machine that is busy. */
#define LET_RUN_NS (50 * NS_PER_MS)
#define LOOK_NS (NS_PER_MS / 20)

static bool has_settled(const struct thread *t)
{
	return thread_state_of(t) == THREAD_ENDED ||
	       atomic_load_explicit(&t->waiter.what, memory_order_acquire);
}

/* As CPython, where a new thread runs until it waits or ends: what it prints first stands before
 * what its starter prints next. */
static void let_run(struct thread *t)
{
	int64_t until = clock_mono_ns() + LET_RUN_NS;
	while (!has_settled(t) && clock_mono_ns() < until) {
		int64_t next = clock_mono_ns() + LOOK_NS;
		struct timespec at = {.tv_sec = next / NS_PER_S, .tv_nsec = next % NS_PER_S};
		if (sem_clockwait(&t->done, CLOCK_MONOTONIC, &at) == 0)
			sem_post(&t->done);
	}
}

/* It may be started again. */
static void take_back(struct thread *t)
{
	env_free(t->run.env);
	trace_free(t->run.trace);
	t->run.env = NULL;
	t->run.trace = NULL;
	atomic_store_explicit(&t->state, THREAD_NEW, memory_order_release);
}

int thread_begin(struct call *c, struct thread *t)
{
	if (make_run(t, c->run) < 0) {
		take_back(t);
		return exc_raise_memory(c->run);
	}
	t->owner = c->run->threads;
	value_ref(&t->base);
	if (quiet_thread_start(&t->id, NULL, body, t) == 0) {
		list_add(t->owner, t);
		let_run(t);
		return 0;
	}
	take_back(t);
	value_unref(&t->base);
	return exc_raise(c->run, &exc_RuntimeError, "can't start new thread");
}

/* ---- the owner's side ---- */

static struct thread *find(struct threads *t, bool (*which)(const struct thread *))
{
	pthread_mutex_lock(&t->lock);
	struct thread *found = t->first;
	while (found && !which(found))
		found = found->next;
	pthread_mutex_unlock(&t->lock);
	return found;
}

static bool has_ended(const struct thread *t)
{
	return thread_state_of(t) == THREAD_ENDED;
}

static bool is_waited_for(const struct thread *t)
{
	return !has_ended(t) && !atomic_load_explicit(&t->daemon, memory_order_relaxed);
}

static bool still_runs(const struct thread *t)
{
	return !has_ended(t);
}

void threads_join(struct threads *t, const struct run *run)
{
	struct thread *one;
	while (!run_cancelled(run) && (one = find(t, is_waited_for))) {
		if (sem_wait(&one->done) == 0)
			sem_post(&one->done);
	}
}

size_t threads_running(struct threads *t)
{
	size_t n = 0;
	pthread_mutex_lock(&t->lock);
	for (const struct thread *one = t->first; one; one = one->next)
		n += still_runs(one);
	pthread_mutex_unlock(&t->lock);
	return n;
}

bool threads_next_ended(struct threads *t, struct thread_end *out)
{
	struct thread *one = find(t, has_ended);
	if (!one)
		return false;
	pthread_join(one->id, NULL);
	*out = (struct thread_end){
	    .name = strdup(one->name),
	    .error = one->error,
	    .line = one->run.line,
	    .trace = one->run.trace,
	};
	one->error = NULL;
	one->run.trace = NULL;
	list_remove(t, one);
	return true;
}

/* Signal it again and again: a signal that comes before its call waits is lost. */
static void cancel(struct thread *t)
{
	/* Pairs with run_cancelled()'s acquire. */
	atomic_store_explicit(&t->waiter.cancelled, true, memory_order_release);
	while (!has_ended(t)) {
		engine_interrupt(t->id);
		nanosleep(&(struct timespec){.tv_nsec = NS_PER_MS}, NULL);
	}
}

void threads_cancel(struct threads *t)
{
	struct thread *one;
	if (!t)
		return;
	atomic_store_explicit(&t->ending, true, memory_order_release);
	while ((one = find(t, still_runs)))
		cancel(one);
}

void threads_free(struct threads *t)
{
	struct thread_end end;
	if (!t)
		return;
	threads_cancel(t);
	while (threads_next_ended(t, &end)) {
		free(end.name);
		free(end.error);
		trace_free(end.trace);
	}
	pthread_mutex_destroy(&t->lock);
	free(t);
}
