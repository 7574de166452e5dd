/* Serving: the process is spawned, told, waited for, closed. */
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>

#include "core/clock.h"
#include "core/notation/exc.h"
#include "core/ops/sys.h"
#include "core/ops/wait.h"
#include "core/server/server_object.h"
#include "core/server/server_run.h"

/* How often a thread that may not read the messages itself looks whether they arrived. */
#define LOOK_MS 10
/* How long a cancelled serve_forever() waits for its loop: a plain server may sit in a handler. */
#define CANCEL_NS NS_PER_S

/* ---- what the process says ---- */

static void loop_ended(struct server *s)
{
	if (s->state == SERVER_SERVING || s->state == SERVER_STOPPING)
		s->state = SERVER_BOUND;
	s->shutdown_request = false;
	s->is_shut_down = true;
}

static void process_gone(struct server *s)
{
	shm_died(&s->shm);
	s->listener_closed = true;
	loop_ended(s);
	if (s->state != SERVER_CLOSED)
		s->state = SERVER_DIED;
}

void server_end(struct server *s, int ms)
{
	if (s->process.pid == 0)
		return;
	process_end(&s->process, ms, &s->status);
	s->state = SERVER_CLOSED;
	process_gone(s);
}

/* It has most often ended already. Where not, whoever looks next sees that it has: the lock is not
 * to be held for as long as that takes, the screen wants it, too. */
static void unheard(struct server *s)
{
	process_silence(&s->process);
	if (process_reap(&s->process, 0, &s->status) == 0)
		process_gone(s);
}

void server_pump(struct server *s)
{
	struct service_message m;
	int r;
	while (s->process.pid && (r = process_receive(&s->process, &m)) != 0) {
		if (r < 0) {
			unheard(s);
			return;
		}
		switch (m.what) {
		case REPORT_STOPPED:
		case REPORT_HANDLED:
		case REPORT_TIMEOUT:
			loop_ended(s);
			break;
		case REPORT_CLOSED:
			s->listener_closed = true;
			break;
		default:
			break;
		}
	}
}

/* ---- waiting ---- */

typedef bool (*done_fn)(const struct server *s);

/* Wait until done says so; the thread inside serve_forever() reads the messages, others do only
 * while nobody is inside. 0; -EINTR: cancelled; -ETIMEDOUT: until_ns (0: none) has passed. */
static int wait_until(
    struct run *run, struct server *s, bool inside, done_fn done, int64_t until_ns)
{
	for (;;) {
		pthread_mutex_lock(&s->lock);
		bool reads = s->process.pid && (inside || !s->inside);
		if (reads)
			server_pump(s);
		bool is_done = done(s);
		struct pollfd p = {.fd = reads ? s->process.control : -1, .events = POLLIN};
		pthread_mutex_unlock(&s->lock);
		if (is_done)
			return 0;
		if (until_ns && clock_mono_ns() >= until_ns)
			return -ETIMEDOUT;
		if (!until_ns && run_cancelled(run))
			return -EINTR;
		/* Of others' messages some may be read by server_facts(): they look again. So does
		 * everybody where a process cannot be heard and has not ended yet. */
		poll(&p, 1, inside && !until_ns && p.fd >= 0 ? -1 : LOOK_MS);
	}
}

static bool is_settled(const struct server *s)
{
	return s->process.pid == 0 || s->process.control >= 0;
}

static bool is_shut_down(const struct server *s)
{
	return s->is_shut_down;
}

/* ---- serve_forever(), handle_request() ---- */

static void copy_settings(struct server *s)
{
	struct server_config *to = s->shm.config;
	memcpy(to, &s->settings, sizeof *to);
	strncpy(to->model, s->model->type.name, sizeof to->model - 1);
	strncpy(to->handler, s->handler->handler->type.name, sizeof to->handler - 1);
	to->family = s->socket->family;
	if (s->handler->config)
		memcpy(to->handler_config, s->handler->config, s->handler->handler->config_size);
}

static int spawn(struct server *s, int fd)
{
	int r = s->shm.head ? 0 : shm_new(&s->shm);
	if (r < 0)
		return r;
	copy_settings(s);
	s->listener_closed = false;
	return process_spawn(&s->process, &s->shm, fd, 0);
}

/* Under the lock, when the process is settled. 0: the loop was told to run. */
static int begin(struct run *run, struct server *s, enum command what, int64_t ns)
{
	int fd = sock_fd(s->socket);
	if (fd < 0)
		return exc_raise(run, &exc_ValueError, "Invalid file descriptor: -1");
	if (s->inside)
		return exc_raise(run, &exc_RuntimeError, "this server is being served already");
	int r = s->process.pid ? 0 : spawn(s, fd);
	s->is_shut_down = false;
	if (r == 0 && s->shutdown_request && what == COMMAND_SERVE)
		loop_ended(s); /* as Python: shutdown() came first */
	else if (r == 0)
		r = process_send(&s->process, what, ns);
	if (r < 0)
		return exc_raise_os(run, -r);
	s->inside = true;
	if (!s->is_shut_down)
		s->state = SERVER_SERVING;
	return 0;
}

static int cancelled(struct run *run, struct server *s)
{
	pthread_mutex_lock(&s->lock);
	if (s->process.pid)
		process_send(&s->process, COMMAND_STOP, 0);
	s->state = SERVER_STOPPING;
	pthread_mutex_unlock(&s->lock);
	wait_until(run, s, true, is_shut_down, clock_mono_ns() + CANCEL_NS);
	return exc_raise_os(run, EINTR);
}

static int raise_died(struct run *run, int status)
{
	if (WIFSIGNALED(status))
		return exc_raise(run, &exc_ChildProcessError,
		    "the server process was killed by SIG%s", sigabbrev_np(WTERMSIG(status)));
	return exc_raise(run, &exc_ChildProcessError, "the server process ended with status %d",
	    WEXITSTATUS(status));
}

int server_serve(struct run *run, struct server *s, enum command what, int64_t ns)
{
	/* An end that was just noticed is awaited: there is to be a new process then. */
	int r = wait_until(run, s, false, is_settled, 0);
	if (r < 0)
		return exc_raise_os(run, -r);
	pthread_mutex_lock(&s->lock);
	r = begin(run, s, what, ns);
	pthread_mutex_unlock(&s->lock);
	if (r < 0)
		return r;
	run_wait_begin(run, what == COMMAND_SERVE ? "requests" : "a request", sock_fd(s->socket));
	r = wait_until(run, s, true, is_shut_down, 0);
	if (r == -EINTR)
		r = cancelled(run, s);
	run_wait_end(run);
	pthread_mutex_lock(&s->lock);
	s->inside = false;
	s->shutdown_request = false;
	bool died = s->state == SERVER_DIED;
	int status = s->status;
	pthread_mutex_unlock(&s->lock);
	return r == 0 && died ? raise_died(run, status) : r;
}

/* ---- shutdown(), server_close() ---- */

int server_shutdown(struct run *run, struct server *s)
{
	pthread_mutex_lock(&s->lock);
	s->shutdown_request = true;
	if (s->inside && s->process.pid) {
		process_send(&s->process, COMMAND_STOP, 0);
		s->state = SERVER_STOPPING;
	}
	pthread_mutex_unlock(&s->lock);
	run_wait_begin(run, "serve_forever() to end", -1);
	int r = wait_until(run, s, false, is_shut_down, 0);
	run_wait_end(run);
	return r < 0 ? exc_raise_os(run, -r) : 0;
}

static bool listener_closed(const struct server *s)
{
	return s->process.pid == 0 || s->listener_closed;
}

/* Python joins the threads and waits for the children. */
static bool all_left(const struct server *s)
{
	bool waits = s->settings.block_on_close && !s->settings.daemon_threads;
	return s->process.pid == 0 || (s->listener_closed && !waits);
}

int server_close(struct run *run, struct server *s)
{
	int fd = atomic_exchange(&s->socket->fd, -1);
	int r = fd >= 0 ? sys_close(run, fd) : 0;
	pthread_mutex_lock(&s->lock);
	if (s->process.pid)
		process_send(&s->process, COMMAND_CLOSE, 0);
	s->state = SERVER_CLOSED;
	pthread_mutex_unlock(&s->lock);
	run_wait_begin(run, "the listener to close", -1);
	int waited = wait_until(run, s, false, listener_closed, 0);
	if (waited == 0) {
		run_wait_begin(run, "clients to leave (block_on_close)", -1);
		waited = wait_until(run, s, false, all_left, 0);
	}
	run_wait_end(run);
	if (waited < 0)
		return exc_raise_os(run, -waited);
	return r < 0 ? exc_raise_os(run, -r) : 0;
}
