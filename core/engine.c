#include "core/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>
#include <utlist.h>

#include "core/clock.h"
#include "core/quiet_thread.h"

/* How often a cancelled task is signalled until it has ended. */
#define KICK_NS (5 * NS_PER_MS)

/* How often engine_settle() looks again. */
#define SETTLE_STEP_NS (NS_PER_MS / 20)

/* How long it looks even where the machine is so busy that no task has had its time. */
#define SETTLE_MAX_NS NS_PER_S

/* Stack of a worker: a line of the notation nests at most NOTATION_DEPTH_MAX deep. */
#define WORKER_STACK ((size_t)1 << 20)

struct engine {
	struct task *running; /* main thread only, newest first */
	pthread_mutex_t lock; /* guards done */
	struct task *done;
	int done_fd;  /* eventfd: a task was put into done */
	int kick_fd;  /* timerfd: runs while a cancelled task has not ended */
	int epoll_fd; /* both, for the owner's poll() */
};

static void on_interrupt(int sig)
{
	(void)sig; /* its only purpose is that a system call ends with EINTR */
}

static int interrupt_signal(void)
{
	return SIGRTMIN;
}

static void handle_interrupt(void)
{
	struct sigaction sa = {.sa_handler = on_interrupt}; /* no SA_RESTART: that is the point */
	sigaction(interrupt_signal(), &sa, NULL);
}

void engine_thread_init(void)
{
	sigset_t set;
	handle_interrupt(); /* a notebook's Thread may run where there is no engine */
	sigfillset(&set);
	sigdelset(&set, interrupt_signal());
	pthread_sigmask(SIG_SETMASK, &set, NULL);
}

void engine_interrupt(pthread_t thread)
{
	pthread_kill(thread, interrupt_signal());
}

static int watch(int epoll_fd, int fd)
{
	struct epoll_event ev = {.events = EPOLLIN, .data.fd = fd};
	return epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &ev);
}

static int open_descriptors(struct engine *e)
{
	e->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	e->kick_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	e->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (e->done_fd < 0 || e->kick_fd < 0 || e->epoll_fd < 0)
		return -errno;
	if (watch(e->epoll_fd, e->done_fd) < 0 || watch(e->epoll_fd, e->kick_fd) < 0)
		return -errno;
	return 0;
}

int engine_new(struct engine **out)
{
	struct engine *e = calloc(1, sizeof *e);
	if (!e)
		return -ENOMEM;
	e->done_fd = e->kick_fd = e->epoll_fd = -1;
	pthread_mutex_init(&e->lock, NULL);
	int r = open_descriptors(e);
	if (r < 0) {
		engine_free(e);
		return r;
	}
	handle_interrupt();
	*out = e;
	return 0;
}

static void close_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

void engine_free(struct engine *e)
{
	if (!e)
		return;
	close_open(e->done_fd);
	close_open(e->kick_fd);
	close_open(e->epoll_fd);
	pthread_mutex_destroy(&e->lock);
	free(e);
}

static void *worker(void *arg)
{
	struct task *t = arg;
	struct engine *e = t->engine;
	engine_thread_init();
	atomic_store_explicit(&t->tid, (int)gettid(), memory_order_release);
	t->work(t);
	atomic_store_explicit(&t->ended, true, memory_order_release);
	pthread_mutex_lock(&e->lock);
	t->done_next = e->done;
	e->done = t;
	pthread_mutex_unlock(&e->lock);
	eventfd_write(e->done_fd, 1);
	return NULL;
}

static int create_thread(struct task *t)
{
	pthread_attr_t attr;
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, WORKER_STACK);
	int r = quiet_thread_start(&t->thread, &attr, worker, t);
	pthread_attr_destroy(&attr);
	return r;
}

int engine_start(struct engine *e, struct task *t)
{
	t->engine = e;
	t->done_next = NULL;
	atomic_init(&t->tid, 0);
	atomic_init(&t->ended, false);
	DL_PREPEND(e->running, t);
	int r = create_thread(t);
	if (r < 0)
		DL_DELETE(e->running, t);
	return r;
}

/* In a system call, and not on its way out of one? proc(5): /proc/pid/syscall. */
static bool sleeps(int tid)
{
	char path[64], text[8] = "";
	snprintf(path, sizeof path, "/proc/self/task/%d/syscall", tid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return true; /* not to be told here: what it says of itself has to do */
	ssize_t n = read(fd, text, sizeof text - 1);
	close(fd);
	return n <= 0 || text[0] != 'r'; /* "running" */
}

static bool is_settled(const struct task *t)
{
	if (atomic_load_explicit(&t->ended, memory_order_acquire))
		return true;
	int tid = atomic_load_explicit(&t->tid, memory_order_acquire);
	return tid && atomic_load_explicit(&t->waiter.what, memory_order_acquire) && sleeps(tid);
}

/* What a task has used of the processor; 0 where that cannot be told. */
static int64_t cpu_ns(const struct task *t)
{
	clockid_t clock;
	struct timespec ts;
	if (pthread_getcpuclockid(t->thread, &clock) != 0 || clock_gettime(clock, &ts) != 0)
		return 0;
	return (int64_t)ts.tv_sec * NS_PER_S + ts.tv_nsec;
}

/* Wait until it is settled, for so long of its own time: that which it computes, or sleeps. Until
 * the machine lets it run, no time passes for it. */
static void settle_one(const struct task *t, int64_t ns, int64_t deadline)
{
	const struct timespec step = {.tv_nsec = SETTLE_STEP_NS};
	int64_t slept = 0, now = clock_mono_ns();
	while (!is_settled(t) && now < deadline && slept + cpu_ns(t) < ns) {
		int tid = atomic_load_explicit(&t->tid, memory_order_acquire);
		bool asleep = tid && sleeps(tid);
		int64_t before = now;
		nanosleep(&step, NULL);
		now = clock_mono_ns();
		slept += asleep ? now - before : 0;
	}
}

void engine_settle(const struct engine *e, int64_t ns)
{
	int64_t deadline = clock_mono_ns() + SETTLE_MAX_NS;
	const struct task *t;
	DL_FOREACH(e->running, t)
		settle_one(t, ns, deadline);
}

static void set_kick(struct engine *e, bool on)
{
	struct itimerspec when = {0};
	if (on)
		when.it_value.tv_nsec = when.it_interval.tv_nsec = KICK_NS;
	timerfd_settime(e->kick_fd, 0, &when, NULL);
}

void engine_cancel(struct engine *e, struct task *t)
{
	/* Pairs with run_cancelled()'s acquire. */
	atomic_store_explicit(&t->waiter.cancelled, true, memory_order_release);
	engine_interrupt(t->thread);
	set_kick(e, true);
}

static void kick_cancelled(struct engine *e)
{
	uint64_t ticks;
	if (read(e->kick_fd, &ticks, sizeof ticks) < 0)
		return;
	bool any = false;
	struct task *t;
	DL_FOREACH(e->running, t) {
		if (!atomic_load_explicit(&t->waiter.cancelled, memory_order_relaxed))
			continue;
		engine_interrupt(t->thread);
		any = true;
	}
	if (!any)
		set_kick(e, false);
}

int engine_fd(const struct engine *e)
{
	return e->epoll_fd;
}

static struct task *take_done(struct engine *e)
{
	pthread_mutex_lock(&e->lock);
	struct task *t = e->done;
	if (t)
		e->done = t->done_next;
	pthread_mutex_unlock(&e->lock);
	return t;
}

struct task *engine_reap(struct engine *e)
{
	eventfd_t count;
	struct task *t = take_done(e);
	if (!t && eventfd_read(e->done_fd, &count) == 0)
		t = take_done(e); /* one may have come between the two looks */
	if (!t) {
		kick_cancelled(e);
		return NULL;
	}
	/* Off the list first: a task that has ended must not be signalled once it is joined. */
	DL_DELETE(e->running, t);
	pthread_join(t->thread, NULL);
	return t;
}

struct task *engine_newest(const struct engine *e)
{
	return e->running;
}
