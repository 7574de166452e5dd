#include "core/server/service.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdalign.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/server/conn.h"
#include "core/server/handler.h"
#include "core/server/listen.h"
#include "core/server/model.h"
#include "core/server/sandbox.h"

/* How long the listener rests when descriptors or memory are short, and how often that is told. */
#define ACCEPT_PAUSE_NS (100 * NS_PER_MS)
/* After a wait that the kernel had no memory for: it is not to be tried at full speed. */
#define WAIT_PAUSE_NS (100 * NS_PER_MS)
#define COMPLAIN_NS NS_PER_S
#define PAGE 4096

/*
 * What signal handlers may touch. Signals have no argument, so this is a variable of the file: the
 * wake-up pipe of the process, with the two things a handler has to know. Set up before any signal
 * can come; ending and serving are written by the main thread and by handlers on it.
 */
static struct {
	_Atomic bool ending;
	_Atomic int serving;
	int pid;
	const struct server_config *config;
} signal_state = {.serving = -1};

/* ---- the end ---- */

SERVE_HOT bool service_ending(void)
{
	/* relaxed: it guards no data, and who must act on it is woken */
	return atomic_load_explicit(&signal_state.ending, memory_order_relaxed);
}

SERVE_HOT void service_serving(int fd)
{
	/* Not written when it stays: in a forked child the page would have to be copied. */
	if (atomic_load_explicit(&signal_state.serving, memory_order_relaxed) != fd)
		atomic_store_explicit(&signal_state.serving, fd, memory_order_relaxed);
}

void service_wake(void)
{
	uint64_t one = 1;
	int e = errno;
	ssize_t n = write(SERVICE_WAKE, &one, sizeof one);
	(void)n; /* full means that it is awake */
	errno = e;
}

static void end_now(void)
{
	atomic_store_explicit(&signal_state.ending, true, memory_order_relaxed);
	int fd = atomic_load_explicit(&signal_state.serving, memory_order_relaxed);
	if (fd >= 0)
		shutdown(fd, SHUT_RDWR);
}

static void on_term(int sig)
{
	(void)sig;
	int e = errno;
	end_now();
	if (getpid() == signal_state.pid)
		service_wake();
	errno = e;
}

static void on_child(int sig)
{
	(void)sig; /* it only ends a wait */
}

/* The signal of PR_SET_PDEATHSIG. It comes when the *thread* that spawned us ends, too: then the
 * parent still lives. Everything of ours is in our process group. */
static void on_parent_thread_ended(int sig)
{
	(void)sig;
	if (getpid() != signal_state.pid)
		_exit(1);
	if (getppid() == signal_state.config->parent)
		return;
	listen_remove_path(signal_state.config);
	kill(getpgrp() == signal_state.pid ? 0 : signal_state.pid, SIGKILL);
}

/* ---- start ---- */

static int on_signal(int sig, void (*fn)(int), int flags)
{
	struct sigaction sa = {.sa_handler = fn, .sa_flags = flags};
	sigfillset(&sa.sa_mask);
	return sigaction(sig, &sa, NULL) < 0 ? -errno : 0;
}

static int set_up_signals(const struct server_config *config)
{
	signal_state.pid = getpid();
	signal_state.config = config;
	sigset_t block;
	sigemptyset(&block);
	sigaddset(&block, SIGCHLD);
	sigprocmask(SIG_BLOCK, &block, NULL);
	on_signal(SIGTERM, on_term, 0);
	on_signal(SIGCHLD, on_child, 0);
	on_signal(SIGHUP, on_parent_thread_ended, SA_RESTART);
	on_signal(SIGINT, SIG_IGN, 0);
	on_signal(SIGPIPE, SIG_IGN, 0);
	prctl(PR_SET_NAME, "sockpit"); /* spawned as /proc/self/exe, ss and top would show "exe" */
	/* Told twice is safer: by the kernel, and by the end of the control socket, which raises
	 * the same signal even while the main thread is in a handler and does not poll. */
	fcntl(SERVICE_CONTROL, F_SETOWN, signal_state.pid);
	fcntl(SERVICE_CONTROL, F_SETSIG, SIGHUP);
	fcntl(SERVICE_CONTROL, F_SETFL, O_ASYNC);
	if (prctl(PR_SET_PDEATHSIG, SIGHUP) < 0)
		return -errno;
	return getppid() == config->parent ? 0 : -ESRCH;
}

static void raise_descriptor_limit(void)
{
	struct rlimit lim;
	if (getrlimit(RLIMIT_NOFILE, &lim) == 0 && lim.rlim_cur < lim.rlim_max) {
		lim.rlim_cur = lim.rlim_max;
		setrlimit(RLIMIT_NOFILE, &lim);
	}
}

/* Give the number of the shared memory's descriptor to the eventfd: see enum service_fd. */
static int open_wake(struct service *s)
{
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (fd < 0)
		return -errno;
	s->shm.fd = -1;
	int r = dup3(fd, SERVICE_WAKE, O_CLOEXEC) < 0 ? -errno : 0;
	close(fd);
	return r;
}

static unsigned own_port(int listener)
{
	struct address a = {.len = sizeof a.storage};
	return getsockname(listener, &a.sa, &a.len) == 0 ? address_port(&a) : 0;
}

static int start(struct service *s)
{
	memset(s, 0, sizeof *s);
	s->listener = SERVICE_LISTENER;
	s->port = own_port(s->listener);
	s->tick_ns = NS_PER_S / 2;
	pthread_mutex_init(&s->lock, NULL);
	int r = shm_attach(&s->shm, SERVICE_SHM);
	if (r < 0)
		return r;
	s->config = s->shm.config;
	s->idle_ns = s->config->idle_ns;
	s->pid = getpid();
	atomic_store_explicit(&s->shm.head->pid, s->pid, memory_order_relaxed);
	atomic_store(&s->shm.own->closing, false); /* an earlier process may have closed */
	s->model = model_find(s->config->model);
	const struct handler *handler = handler_find(s->config->handler);
	if (!s->model || !handler)
		return -EINVAL;
	s->handler = *handler;
	r = open_wake(s);
	if (r == 0)
		r = set_up_signals(s->config);
	raise_descriptor_limit();
	sandbox_enter(s->handler.ready != NULL);
	for (int fd = SERVICE_LISTENER; fd < SERVICE_FIRST_FREE; fd++)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	return r;
}

static void report(enum report what)
{
	struct service_message m = {.what = (int32_t)what};
	ssize_t n = send(SERVICE_CONTROL, &m, sizeof m, MSG_NOSIGNAL | MSG_DONTWAIT);
	(void)n; /* nobody there: the control socket says so on its own */
}

static __attribute__((noinline)) int serve(void)
{
	struct service s;
	if (start(&s) < 0)
		return 1;
	report(REPORT_READY);
	s.model->run(&s);
	if (s.orphan || getppid() != s.config->parent)
		listen_remove_path(s.config);
	if (s.lean)
		_exit(0);
	return 0;
}

/* The stack of serve() begins at the top of a page: there is room on it for all that a forking
 * model and its child write between two forks, and each page more would be a copy more. */
int server_process_main(int argc, char **argv)
{
	alignas(PAGE) char top[16];
	(void)argc;
	(void)argv;
	__asm__ volatile("" : : "r"(top)); /* or it would not be there */
	return serve();
}

/* ---- commands ---- */

static void stop_accepting(struct service *s, enum report what)
{
	bool was = s->accepting;
	if (was && s->on_stop)
		s->on_stop(s);
	s->accepting = s->once = false;
	s->once_until_ns = 0;
	if (was)
		report(what);
}

static void begin_accepting(struct service *s, bool once, int64_t ns)
{
	s->accepting = s->listener >= 0;
	s->once = once;
	if (once)
		s->once_until_ns = ns >= 0 ? clock_mono_ns() + ns : 0;
	else if (ns > 0)
		s->tick_ns = ns;
	report(s->accepting ? REPORT_SERVING : REPORT_STOPPED);
}

static void close_listener(struct service *s)
{
	stop_accepting(s, REPORT_STOPPED);
	if (s->listener >= 0 && s->on_close)
		s->on_close(s);
	if (s->listener >= 0)
		close(s->listener);
	s->listener = -1;
	atomic_store(&s->shm.own->closing, true);
	report(REPORT_CLOSED);
}

static void obey(struct service *s, const struct service_message *m)
{
	switch (m->what) {
	case COMMAND_SERVE:
		begin_accepting(s, false, m->ns);
		break;
	case COMMAND_ONCE:
		begin_accepting(s, true, m->ns);
		break;
	case COMMAND_STOP:
		stop_accepting(s, REPORT_STOPPED);
		break;
	case COMMAND_CLOSE:
		close_listener(s);
		break;
	case COMMAND_END:
		end_now();
		break;
	default:
		break;
	}
}

static void take_command(struct service *s)
{
	struct service_message m;
	ssize_t n = recv(SERVICE_CONTROL, &m, sizeof m, MSG_DONTWAIT);
	if (n == (ssize_t)sizeof m)
		obey(s, &m);
	else if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
		s->orphan = true; /* nobody holds the other end: nobody wants us any more */
		end_now();
	}
}

/* ---- for models ---- */

bool service_closing(const struct service *s)
{
	return atomic_load(&s->shm.own->closing);
}

bool service_over(const struct service *s)
{
	return service_ending() || (service_closing(s) && atomic_load(&s->live) == 0);
}

static int64_t pause_end(const struct service *s)
{
	return atomic_load_explicit(&s->pause_until_ns, memory_order_relaxed);
}

int64_t service_time(const struct service *s, int64_t ns)
{
	int64_t left = ns > 0 ? ns : INT64_MAX, pause = pause_end(s);
	if (s->once_until_ns || pause) {
		int64_t now = clock_mono_ns();
		if (s->once_until_ns && s->once_until_ns - now < left)
			left = s->once_until_ns - now;
		if (pause && pause - now < left)
			left = pause - now;
	}
	return left == INT64_MAX ? -1 : left < 0 ? 0 : left;
}

static void wait_for(struct pollfd *p, nfds_t n, int64_t ns, bool children)
{
	struct timespec ts = {ns / NS_PER_S, ns % NS_PER_S};
	sigset_t none;
	sigemptyset(&none);
	int r = ppoll(p, n, ns < 0 ? NULL : &ts, children ? &none : NULL);
	if (r < 0 && errno != EINTR)
		nanosleep(&(struct timespec){.tv_nsec = WAIT_PAUSE_NS}, NULL);
	for (nfds_t i = 0; r <= 0 && i < n; i++)
		p[i].revents = 0;
}

static void pass_deadlines(struct service *s)
{
	int64_t pause = pause_end(s);
	if (!pause && !s->once_until_ns)
		return;
	int64_t now = clock_mono_ns();
	if (pause && pause <= now)
		atomic_store_explicit(&s->pause_until_ns, 0, memory_order_relaxed);
	if (s->once_until_ns && s->once_until_ns <= now)
		stop_accepting(s, REPORT_TIMEOUT);
}

void service_attend(struct service *s, bool control, bool wake)
{
	uint64_t n;
	if (control)
		take_command(s);
	if (wake && read(SERVICE_WAKE, &n, sizeof n) < 0)
		return; /* somebody else's wake-up; what it was for is looked at anyway */
	pass_deadlines(s);
}

unsigned service_wait(struct service *s, unsigned flags, int64_t ns)
{
	bool look = s->accepting && flags & WAIT_ROOM && !pause_end(s);
	struct pollfd p[] = {
	    {.fd = look ? s->listener : -1, .events = POLLIN},
	    {.fd = service_ending() ? -1 : SERVICE_CONTROL, .events = POLLIN},
	    {.fd = SERVICE_WAKE, .events = POLLIN},
	};
	wait_for(p, 3, service_time(s, ns), flags & WAIT_CHILDREN);
	if (!p[0].revents || p[1].revents || p[2].revents)
		service_attend(s, p[1].revents, p[2].revents);
	return p[0].revents && s->accepting && !service_ending() ? SERVICE_READY : 0;
}

bool service_pausing(struct service *s)
{
	int64_t pause = pause_end(s);
	if (pause && pause <= clock_mono_ns()) {
		atomic_store_explicit(&s->pause_until_ns, 0, memory_order_relaxed);
		return false;
	}
	return pause != 0;
}

void service_nonblocking(struct service *s, bool on)
{
	int flags = s->listener >= 0 ? fcntl(s->listener, F_GETFL) : -1;
	if (on) {
		s->was_nonblocking = flags >= 0 && flags & O_NONBLOCK;
		fcntl(s->listener, F_SETFL, flags | O_NONBLOCK);
	} else if (flags >= 0 && !s->was_nonblocking) {
		fcntl(s->listener, F_SETFL, flags & ~O_NONBLOCK);
	}
}

static void accept_failed(struct service *s, int errnum)
{
	switch (errnum) {
	case EMFILE:
	case ENFILE:
	case ENOBUFS:
	case ENOMEM:
	case EINVAL: /* does not listen */
		break;
	default: /* nothing there, or the client went away again: Python swallows these too */
		return;
	}
	int64_t now = clock_mono_ns();
	int64_t told = atomic_load_explicit(&s->complained_ns, memory_order_relaxed);
	atomic_store_explicit(&s->pause_until_ns, now + ACCEPT_PAUSE_NS, memory_order_relaxed);
	if (told && now - told < COMPLAIN_NS)
		return;
	atomic_store_explicit(&s->complained_ns, now, memory_order_relaxed);
	atomic_fetch_add_explicit(&s->shm.head->errors, 1, memory_order_relaxed);
	shm_event(&s->shm, EVENT_ERROR, 0, 0, errnum);
}

int service_accept(struct service *s, struct address *peer)
{
	peer->len = sizeof peer->storage;
	int fd = accept4(s->listener, &peer->sa, &peer->len, SOCK_CLOEXEC);
	if (fd < 0)
		accept_failed(s, errno);
	return fd;
}

void service_handled(struct service *s)
{
	if (s->once)
		stop_accepting(s, REPORT_HANDLED);
}

uint32_t service_slot(struct service *s)
{
	uint32_t i = SHM_NO_SLOT;
	pthread_mutex_lock(&s->lock);
	if (s->nfree > 0)
		i = s->shm.own->free_slots[--s->nfree];
	else if (s->next_slot < SHM_SLOTS)
		i = s->next_slot++;
	pthread_mutex_unlock(&s->lock);
	return i;
}

void service_slot_free(struct service *s, uint32_t i)
{
	pthread_mutex_lock(&s->lock);
	s->shm.own->free_slots[s->nfree++] = i;
	pthread_mutex_unlock(&s->lock);
}

void service_refuse(struct service *s, int fd, int errnum)
{
	if (fd >= 0)
		close(fd);
	atomic_fetch_add_explicit(&s->shm.head->refused, 1, memory_order_relaxed);
	shm_event(&s->shm, EVENT_REFUSED, 0, 0, errnum);
}

void service_add(struct service *s, struct conn *c)
{
	pthread_mutex_lock(&s->lock);
	c->listed = true;
	c->prev = NULL;
	c->next = s->conns;
	if (s->conns)
		s->conns->prev = c;
	s->conns = c;
	pthread_mutex_unlock(&s->lock);
}

void service_remove(struct service *s, struct conn *c)
{
	pthread_mutex_lock(&s->lock);
	c->listed = false;
	if (c->prev)
		c->prev->next = c->next;
	else
		s->conns = c->next;
	if (c->next)
		c->next->prev = c->prev;
	pthread_mutex_unlock(&s->lock);
}

void service_shut_all(struct service *s)
{
	pthread_mutex_lock(&s->lock);
	for (struct conn *c = s->conns; c; c = c->next)
		shutdown(c->fd, SHUT_RDWR);
	pthread_mutex_unlock(&s->lock);
}
