/* Operations that wait: cancelled, interrupted, timed out, closed under their feet. */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/clock.h"
#include "core/notation/env.h"
#include "core/ops/background.h"
#include "ops_lines.h"

/* A line on a thread of its own, with a waiter that the test looks at. */
struct worker {
	struct lines *l; /* its run is copied */
	struct run run;
	struct waiter waiter;
	const char *text;
	pthread_t thread;
	_Atomic int tid;
	_Atomic bool done;
	struct lines own;
};

static void on_signal(int sig)
{
	(void)sig; /* only so that system calls end with EINTR */
}

static int setup(void **state)
{
	struct sigaction sa = {.sa_handler = on_signal};
	struct lines *l = calloc(1, sizeof *l);
	if (!l)
		return -1;
	sigaction(SIGUSR1, &sa, NULL);
	lines_init(l);
	*state = l;
	return 0;
}

static int teardown(void **state)
{
	lines_fini(*state);
	free(*state);
	return 0;
}

static void *work(void *arg)
{
	struct worker *w = arg;
	atomic_store(&w->tid, (int)syscall(SYS_gettid));
	lines_say(&w->own, w->text);
	atomic_store(&w->done, true);
	return NULL;
}

/* Start a line beside the test; it shares names and sockets with l. */
static void start(struct worker *w, struct lines *l, const char *text)
{
	*w = (struct worker){.l = l, .text = text};
	w->own.run = l->run;
	w->own.run.trace = NULL;
	w->own.run.waiter = &w->waiter;
	assert_int_equal(pthread_create(&w->thread, NULL, work, w), 0);
}

static bool sleeps_in_kernel(const struct worker *w)
{
	char path[64], text[64] = "";
	snprintf(path, sizeof path, "/proc/self/task/%d/syscall", atomic_load(&w->tid));
	FILE *f = fopen(path, "re");
	if (!f)
		return false;
	char *line = fgets(text, sizeof text, f);
	fclose(f);
	return line && strncmp(text, "running", 7) != 0;
}

static void wait_until_it_waits(const struct worker *w, const char *what)
{
	for (;;) {
		const char *now = atomic_load(&w->waiter.what);
		if (atomic_load(&w->done))
			fail_msg("%s did not wait: %s", w->text, w->own.said);
		if (now && sleeps_in_kernel(w)) {
			assert_string_equal(now, what);
			return;
		}
		sched_yield();
	}
}

static const char *finish(struct worker *w)
{
	pthread_join(w->thread, NULL);
	assert_null(atomic_load(&w->waiter.what));
	return w->own.said;
}

static void worker_fini(struct worker *w)
{
	trace_free(w->own.run.trace);
	value_unref(w->own.error);
	free(w->own.said);
}

static void cancel(struct worker *w)
{
	atomic_store(&w->waiter.cancelled, true);
	while (!atomic_load(&w->done)) {
		pthread_kill(w->thread, SIGUSR1);
		sched_yield();
	}
}

struct waiting {
	const char *line, *what;
};

/* All that may wait for ever. */
static const struct waiting waits[] = {
    {"srv.accept()", "a connection"},
    {"conn.recv(10)", "data"},
    {"conn.recvfrom(10)", "data"},
    {"conn.recvmsg(10)", "data"},
    {"conn.recv_into(bytearray(10))", "data"},
    {"conn.recvmsg_into([bytearray(10)])", "data"},
    {"timed.recv(10)", "data"},
    {"conn.sendall(b'x' * 100000000)", "room in the send buffer"},
    {"full.connect(srv.getsockname())", "the connection"},
};

static void prepare(struct lines *l)
{
	lines_do(l, "srv = socket.create_server(('127.0.0.1', 0), backlog=0)\n"
		    "cli = socket.create_connection(srv.getsockname())\n"
		    "conn, addr = srv.accept()\n"
		    "timed = cli.dup(); timed.settimeout(1000)");
}

static void fill_queue(struct lines *l)
{
	lines_do(l, "q1 = socket.create_connection(srv.getsockname())\n"
		    "full = socket.socket(); full.settimeout(1000)");
}

static void each_wait_can_be_cancelled(void **state)
{
	struct lines *l = *state;
	prepare(l);
	for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
		struct worker w;
		if (strstr(waits[i].line, "full"))
			fill_queue(l);
		lines_do(l, "cli.setblocking(True)"); /* timed shares its mode with it */
		if (strstr(waits[i].line, "timed"))
			lines_do(l, "timed.settimeout(1000)");
		start(&w, l, waits[i].line);
		wait_until_it_waits(&w, waits[i].what);
		cancel(&w);
		assert_string_equal(
		    finish(&w), "InterruptedError: [Errno 4] Interrupted system call");
		worker_fini(&w);
	}
}

/* A signal that cancels nothing is no reason to end (PEP 475). */
static void a_stray_signal_does_not_end_a_wait(void **state)
{
	struct lines *l = *state;
	struct worker w;
	prepare(l);
	start(&w, l, "conn.recv(10)");
	wait_until_it_waits(&w, "data");
	for (int i = 0; i < 20; i++) {
		pthread_kill(w.thread, SIGUSR1);
		wait_until_it_waits(&w, "data");
	}
	assert_false(atomic_load(&w.done));
	lines_do(l, "cli.setblocking(True); cli.send(b'at last')");
	assert_string_equal(finish(&w), "b'at last'");
	worker_fini(&w);
}

static void a_deadline_is_kept_through_signals(void **state)
{
	struct lines *l = *state;
	struct worker w;
	prepare(l);
	lines_do(l, "timed.settimeout(0.3)");
	int64_t before = clock_mono_ns();
	start(&w, l, "timed.recv(10)");
	wait_until_it_waits(&w, "data");
	while (!atomic_load(&w.done)) {
		const struct timespec step = {.tv_nsec = 2 * NS_PER_MS};
		pthread_kill(w.thread, SIGUSR1);
		nanosleep(&step, NULL);
	}
	int64_t took = clock_mono_ns() - before;
	assert_string_equal(finish(&w), "TimeoutError: timed out");
	assert_in_range(took, 300 * NS_PER_MS, 5 * NS_PER_S);
	worker_fini(&w);
}

static void a_cancelled_line_does_not_begin_to_wait(void **state)
{
	struct lines *l = *state;
	prepare(l);
	atomic_store(&l->waiter.cancelled, true);
	assert_string_equal(
	    lines_say(l, "srv.accept()"), "InterruptedError: [Errno 4] Interrupted system call");
	assert_int_equal(lines_calls(l), 0);
	atomic_store(&l->waiter.cancelled, false);
}

/* Linux: close() leaves a recv() of another thread waiting, shutdown() wakes it. */
static void shutdown_wakes_what_close_does_not(void **state)
{
	struct lines *l = *state;
	struct worker w;
	prepare(l);
	lines_do(l, "keep = conn.dup()");
	start(&w, l, "conn.recv(10)");
	wait_until_it_waits(&w, "data");
	lines_do(l, "conn.close()"); /* if this waited for the recv(), it would wait for ever */
	assert_true(sleeps_in_kernel(&w));
	lines_do(l, "keep.shutdown(socket.SHUT_RD)");
	assert_string_equal(finish(&w), "b''");
	worker_fini(&w);
}

static void two_may_wait_on_one_socket(void **state)
{
	struct lines *l = *state;
	struct worker a, b;
	prepare(l);
	start(&a, l, "conn.recv(1)");
	start(&b, l, "conn.recv(1)");
	wait_until_it_waits(&a, "data");
	wait_until_it_waits(&b, "data");
	lines_do(l, "cli.setblocking(True); cli.send(b'zz')");
	assert_string_equal(finish(&a), "b'z'");
	assert_string_equal(finish(&b), "b'z'");
	worker_fini(&a);
	worker_fini(&b);
}

/* ---- the resolver's helper: it cannot be interrupted, its waiter can ---- */

struct stuck {
	struct job job;
	int pipe[2];
	_Atomic bool *dropped;
};

static void stuck_work(struct job *j)
{
	char byte;
	while (read(((struct stuck *)j)->pipe[0], &byte, 1) < 0 && errno == EINTR)
		continue;
}

static void stuck_drop(struct job *j)
{
	struct stuck *s = (struct stuck *)j;
	close(s->pipe[0]);
	atomic_store(s->dropped, true);
	free(s);
}

struct stuck_waiter {
	struct waiter waiter;
	struct run run;
	struct stuck *stuck;
	int result;
	_Atomic bool done;
};

static void *wait_for_stuck(void *arg)
{
	struct stuck_waiter *w = arg;
	w->result = job_run(&w->run, &w->stuck->job, "the resolver");
	job_unref(&w->stuck->job);
	atomic_store(&w->done, true);
	return NULL;
}

static void a_stuck_resolver_lets_go(void **state)
{
	_Atomic bool dropped = false;
	struct stuck *s = calloc(1, sizeof *s);
	struct stuck_waiter w = {.stuck = s};
	pthread_t thread;
	(void)state;
	assert_non_null(s);
	s->job.work = stuck_work;
	s->job.drop = stuck_drop;
	s->dropped = &dropped;
	assert_int_equal(pipe(s->pipe), 0);
	int end = s->pipe[1];
	assert_int_equal(job_init(&s->job), 0);
	w.run.waiter = &w.waiter;
	assert_int_equal(pthread_create(&thread, NULL, wait_for_stuck, &w), 0);
	while (!atomic_load(&w.waiter.what))
		sched_yield();
	atomic_store(&w.waiter.cancelled, true);
	while (!atomic_load(&w.done)) {
		pthread_kill(thread, SIGUSR1);
		sched_yield();
	}
	pthread_join(thread, NULL);
	assert_int_equal(w.result, -EINTR);
	assert_false(atomic_load(&dropped)); /* its thread still works on it */
	close(end);
	while (!atomic_load(&dropped))
		sched_yield();
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	    TEST(each_wait_can_be_cancelled),
	    TEST(a_stray_signal_does_not_end_a_wait),
	    TEST(a_deadline_is_kept_through_signals),
	    TEST(a_cancelled_line_does_not_begin_to_wait),
	    TEST(shutdown_wakes_what_close_does_not),
	    TEST(two_may_wait_on_one_socket),
	    TEST(a_stuck_resolver_lets_go),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
