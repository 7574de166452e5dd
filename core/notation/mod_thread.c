/* The module threading: Thread, as far as a notebook needs it. CPython: Lib/threading.py. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/clock.h"
#include "core/notation/env.h"
#include "core/notation/exc.h"
#include "core/notation/give.h"
#include "core/notation/notation.h"
#include "core/notation/thread.h"
#include "core/trace.h"

static struct thread *self_of(const struct call *c)
{
	return (struct thread *)c->self;
}

static int op_start(struct call *c)
{
	struct thread *t = self_of(c);
	int expected = THREAD_NEW;
	if (!c->run->threads)
		return exc_raise(c->run, &exc_RuntimeError, "threads cannot start here");
	/* Of two who start it only one gets past this. */
	if (!atomic_compare_exchange_strong_explicit(
		&t->state, &expected, THREAD_STARTED, memory_order_acq_rel, memory_order_acquire))
		return exc_raise(c->run, &exc_RuntimeError, "threads can only be started once");
	return thread_begin(c, t);
}

/* ---- waiting for it ---- */

static int join_deadline(struct call *c, struct timespec *until)
{
	double seconds = 0;
	int r = call_float(c, 0, &seconds);
	if (r < 0)
		return r;
	if (isnan(seconds) || seconds > 9e9)
		return exc_raise(
		    c->run, &exc_OverflowError, "timestamp too large to convert to C PyTime_t");
	int64_t ns = seconds > 0 ? (int64_t)(seconds * (double)NS_PER_S) : 0;
	ns += clock_mono_ns();
	*until = (struct timespec){.tv_sec = ns / NS_PER_S, .tv_nsec = ns % NS_PER_S};
	return 0;
}

static int wait_done(struct call *c, struct thread *t, const struct timespec *until)
{
	int r, err = 0;
	run_wait_begin(c->run, "the thread to end", -1);
	do {
		r = run_cancelled(c->run) ? -1
		    : until		  ? sem_clockwait(&t->done, CLOCK_MONOTONIC, until)
					  : sem_wait(&t->done);
		err = run_cancelled(c->run) ? EINTR : errno;
	} while (r < 0 && err == EINTR && !run_cancelled(c->run));
	run_wait_end(c->run);
	if (r == 0)
		sem_post(&t->done);
	return r < 0 && err != ETIMEDOUT ? exc_raise_os(c->run, err) : 0;
}

static int op_join(struct call *c)
{
	struct thread *t = self_of(c);
	struct timespec until;
	bool limited = c->arg[0]->type != &type_none;
	int r = limited ? join_deadline(c, &until) : 0;
	if (r < 0)
		return r;
	if (thread_state_of(t) == THREAD_NEW)
		return exc_raise(
		    c->run, &exc_RuntimeError, "cannot join thread before it is started");
	if (c->run == &t->run)
		return exc_raise(c->run, &exc_RuntimeError, "cannot join current thread");
	return wait_done(c, t, limited ? &until : NULL);
}

static int op_is_alive(struct call *c)
{
	c->result = value_bool(thread_state_of(self_of(c)) == THREAD_STARTED);
	return 0;
}

/* ---- the object ---- */

static void fini(struct value *v)
{
	struct thread *t = (struct thread *)v;
	value_unref(t->target);
	value_unref(t->args);
	env_free(t->run.env);
	trace_free(t->run.trace);
	free(t->error);
	sem_destroy(&t->done);
}

static int repr(const struct value *v, struct buf *to)
{
	static const char *const states[] = {"initial", "started", "stopped"};
	const struct thread *t = (const struct thread *)v;
	int state = thread_state_of(t);
	buf_printf(to, "<Thread(%s, %s", t->name, states[state]);
	if (atomic_load_explicit(&t->daemon, memory_order_relaxed))
		buf_str(to, " daemon");
	if (state != THREAD_NEW)
		buf_printf(to, " %lu", (unsigned long)t->id);
	return buf_str(to, ")>");
}

static const char *target_name(const struct value *target)
{
	if (target->type == &type_function || target->type == &type_method)
		return ((const struct function_value *)target)->op->name;
	return target->type == &type_type ? ((const struct type_value *)target)->type->name : NULL;
}

static void name_thread(struct thread *t, struct threads *owner, const struct value *target)
{
	unsigned n = threads_next_number(owner);
	const char *name = target_name(target);
	if (name)
		snprintf(t->name, sizeof t->name, "Thread-%u (%s)", n, name);
	else
		snprintf(t->name, sizeof t->name, "Thread-%u", n);
}

static struct value *args_as_tuple(struct value *v)
{
	if (v->type == &type_tuple)
		return value_ref(v);
	struct seq_value *list = (struct seq_value *)v;
	for (size_t i = 0; i < list->len; i++)
		value_ref(list->item[i]);
	return value_tuple(list->len, list->item);
}

static int construct(struct call *c)
{
	struct value *target = c->arg[0];
	if (!value_is_seq(c->arg[1]))
		return exc_raise(c->run, &exc_TypeError,
		    "Thread(): args is a tuple of what target gets: args=(%s,), not %s",
		    value_type_name(c->arg[1]), value_type_name(c->arg[1]));
	struct thread *t = value_new(((const struct type_value *)c->self)->type, sizeof *t);
	if (!t)
		return exc_raise_memory(c->run);
	atomic_init(&t->waiter.fd, -1);
	sem_init(&t->done, 0, 0);
	atomic_init(&t->daemon, value_truth(c->arg[2]));
	name_thread(t, c->run->threads, target);
	t->target = value_ref(target);
	t->args = args_as_tuple(c->arg[1]);
	c->result = &t->base;
	return t->args ? 0 : exc_raise_memory(c->run);
}

static int get_name(struct call *c)
{
	return give(c, value_str(self_of(c)->name));
}

static int get_daemon(struct call *c)
{
	c->result = value_bool(atomic_load_explicit(&self_of(c)->daemon, memory_order_relaxed));
	return 0;
}

static int set_daemon(struct call *c)
{
	if (thread_state_of(self_of(c)) != THREAD_NEW)
		return exc_raise(
		    c->run, &exc_RuntimeError, "cannot set daemon status of active thread");
	atomic_store_explicit(&self_of(c)->daemon, value_truth(c->arg[0]), memory_order_relaxed);
	return 0;
}

static const struct attr attrs[] = {
    {.name = "name", .help = "What messages call it.", .get = get_name},
    {.name = "daemon",
	.help = "The end does not wait for it.",
	.get = get_daemon,
	.set = set_daemon},
    {0},
};

static const struct type type_thread;

static const struct op rows[] = {
    {
	.name = "start",
	.self = &type_thread,
	.flags = OP_PYTHON,
	.help = "Call the target beside the lines that follow.",
	.prototype = "int pthread_create(pthread_t *thread, const pthread_attr_t *attr, "
		     "void *(*start_routine)(void *), void *arg)",
	.man = "pthread_create(3)",
	.run = op_start,
    },
    {
	.name = "join",
	.self = &type_thread,
	.params = {{.name = "timeout",
	    .kind = PARAM_SECONDS,
	    .dflt = "None",
	    .help = "seconds, or for ever"}},
	.flags = OP_BLOCKS | OP_PYTHON,
	.help = "Wait until it has ended.\nWith a timeout, ask is_alive() afterwards.",
	.prototype = "int pthread_join(pthread_t thread, void **retval)",
	.man = "pthread_join(3)",
	.waits = "the thread to end",
	.run = op_join,
    },
    {
	.name = "is_alive",
	.self = &type_thread,
	.flags = OP_PYTHON,
	.help = "Was it started, and has it not ended?",
	.run = op_is_alive,
    },
};

static const struct op signature = {
    .name = "Thread",
    .params = {{.name = "target", .kind = PARAM_CALLABLE, .dflt = "None", .help = "what it calls"},
	{.name = "args", .kind = PARAM_TUPLE, .dflt = "()", .help = "with these, a tuple"},
	{.name = "daemon",
	    .kind = PARAM_BOOL,
	    .dflt = "None",
	    .help = "the end does not wait for it"}},
    .flags = OP_KEYWORD_ONLY,
    .help = "A call that runs beside the other lines once start() is called.",
    .run = construct,
};

static const struct op_list list = {rows, sizeof rows / sizeof *rows};
static const struct op_list *const ops[] = {&list, NULL};

static const struct type type_thread = {
    .name = "Thread",
    .module = "threading",
    .help = "A call that runs beside the other lines.",
    .ops = ops,
    .attrs = attrs,
    .fini = fini,
    .repr = repr,
    .construct = construct,
    .signature = &signature,
};

static const struct type *const types[] = {&type_thread, NULL};

const struct module module_threading = {
    .name = "threading",
    .help = "Calls that run beside each other.",
    .types = types,
};
