/* forking: a process of its own for each connection, as socketserver.ForkingMixIn. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/server/conn.h"
#include "core/server/datagram.h"
#include "core/server/model.h"
#include "core/server/models/children.h"
#include "core/server/models/lean.h"
#include "core/server/models/rows.h"
#include "core/server/sanitized.h"
#include "core/server/service.h"

/* Children are looked after at each request, but not more often than this: each look costs a
 * system call, and the kernel walks the list of all children. Idle, each poll_interval. */
#define REAP_NS (20 * NS_PER_MS)

struct forking {
	struct service *s;
	struct shm_own *own;
	uint32_t active; /* children not yet waited for */
	int64_t reaped_ns;
	char *buffer; /* of datagrams */
};

static int slot_pid(const struct forking *f, uint32_t i)
{
	return atomic_load_explicit(&shm_slot(&f->s->shm, i)->pid, memory_order_relaxed);
}

static void table_add(struct forking *f, uint32_t i, int pid)
{
	uint32_t *head = &f->own->pid_head[(uint32_t)pid % SHM_PID_HEADS];
	f->own->pid_next[i] = *head;
	*head = i + 1;
}

static uint32_t table_take(struct forking *f, int pid)
{
	uint32_t *at = &f->own->pid_head[(uint32_t)pid % SHM_PID_HEADS];
	while (*at && slot_pid(f, *at - 1) != pid)
		at = &f->own->pid_next[*at - 1];
	if (!*at)
		return SHM_NO_SLOT;
	uint32_t i = *at - 1;
	*at = f->own->pid_next[i];
	return i;
}

/* ---- the child ---- */

SERVE_HOT static void begin_child(const struct service *s)
{
	/* The parent's own PDEATHSIG is not inherited; and it may have died before this line. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != s->pid)
		_exit(1);
}

SERVE_HOT static _Noreturn void end_child(struct service *s, uint32_t i)
{
	slot_state(shm_slot(&s->shm, i), CONN_ZOMBIE);
	_exit(0);
}

SERVE_HOT static _Noreturn void serve_connection(struct service *s, int fd, uint32_t i, uint64_t id)
{
	struct conn c;
	begin_child(s);
	/* A copy of the listener here would keep the port open after server_close(). */
	close_range(SERVICE_LISTENER, SERVICE_CONTROL, 0);
	conn_init(&c, s, fd, i, id);
	conn_serve(&c);
	end_child(s, i);
}

SERVE_HOT static _Noreturn void serve_datagram(
    struct service *s, const struct datagram *d, uint32_t i, uint64_t id)
{
	if (s->handler.timer) /* others are through in a moment, whatever becomes of the parent */
		begin_child(s);
	datagram_serve(s, d, i, id);
	end_child(s, i);
}

/* ---- the parent ---- */

static void set_active(struct forking *f, uint32_t n)
{
	f->active = n;
	atomic_store_explicit(&f->s->live, n, memory_order_relaxed);
	atomic_store_explicit(&f->s->shm.head->children, n, memory_order_relaxed);
}

static void child_ended(struct forking *f, int pid, int status)
{
	uint32_t i = table_take(f, pid);
	if (i == SHM_NO_SLOT)
		return;
	struct shm *shm = &f->s->shm;
	uint64_t id = atomic_load_explicit(&shm->conns[i].id, memory_order_relaxed);
	shm_conn_end(shm, i, WIFSIGNALED(status));
	shm_event(shm, EVENT_CHILD_ENDED, id, pid, status);
	service_slot_free(f->s, i);
	set_active(f, f->active - 1);
}

static void reap(struct forking *f)
{
	int status, pid;
	while (f->active > 0 && (pid = waitpid(-1, &status, WNOHANG)) > 0)
		child_ended(f, pid, status);
}

static void born(struct forking *f, uint32_t i, uint64_t id, int pid)
{
	struct shm *shm = &f->s->shm;
	set_active(f, f->active + 1);
	atomic_store_explicit(&shm_slot(shm, i)->pid, pid, memory_order_relaxed);
	table_add(f, i, pid);
	shm_event(shm, EVENT_CHILD_BORN, id, pid, 0);
}

/* Not fork(), unless a sanitizer has to hear of it: what that does for threads and their locks, of
 * which there are none here, makes each child copy three pages more. */
static int fork_child(void)
{
	return SANITIZED ? fork() : _Fork();
}

/* Serve a connection (d NULL) or a datagram (fd -1) in a child. */
SERVE_HOT static void process_request(
    struct forking *f, int fd, const struct datagram *d, const struct address *peer)
{
	struct service *s = f->s;
	uint32_t i = service_slot(s);
	if (i == SHM_NO_SLOT) {
		service_refuse(s, fd, ENOBUFS);
		return;
	}
	uint64_t id = shm_conn_begin(&s->shm, i, &peer->sa, peer->len);
	service_serving(fd); /* in the child; the parent's copy is closed before it waits again */
	int pid = fork_child();
	if (pid == 0 && d)
		serve_datagram(s, d, i, id);
	if (pid == 0)
		serve_connection(s, fd, i, id);
	if (pid < 0) {
		int e = errno;
		shm_conn_end(&s->shm, i, false);
		service_slot_free(s, i);
		service_refuse(s, fd, e);
		return;
	}
	if (fd >= 0)
		close(fd);
	born(f, i, id, pid);
}

static bool is_full(const struct forking *f)
{
	uint32_t max = atomic_load_explicit(&f->s->config->max_children, memory_order_relaxed);
	return f->active >= SHM_SLOTS || (max > 0 && f->active >= max);
}

static void take_connection(struct forking *f)
{
	struct address peer;
	int fd = service_accept(f->s, &peer);
	if (fd >= 0) {
		process_request(f, fd, NULL, &peer);
		service_handled(f->s);
	}
}

/* One at a time: to find out that there is no other costs more here than to ask poll() again, for
 * errno lies on a page that was just shared with a child. */
static void take_datagram(struct forking *f)
{
	char small[DATAGRAM_SMALL]; /* on the page that is written anyway */
	struct datagram d = {.data = f->buffer, .small = small};
	if (datagram_receive(f->s, &d)) {
		process_request(f, -1, &d, &d.peer);
		service_handled(f->s);
	}
}

/* As Python's collect_children(): zombies of a moment ago go now, so a class sees them. */
static void service_actions(struct forking *f, bool full)
{
	if (f->active == 0)
		return;
	int64_t now = clock_mono_ns();
	if (!full && now - f->reaped_ns < REAP_NS)
		return;
	f->reaped_ns = now;
	reap(f);
}

static void tell(void *ctx, int sig)
{
	const struct forking *f = ctx;
	for (uint32_t i = 0; i < f->s->next_slot; i++) {
		int pid = slot_pid(f, i);
		uint64_t id = atomic_load_explicit(&f->s->shm.conns[i].id, memory_order_relaxed);
		if (id != 0 && pid > 0)
			kill(pid, sig);
	}
}

static bool reap_all(void *ctx)
{
	struct forking *f = ctx;
	reap(f);
	return f->active == 0;
}

static void loop(struct forking *f)
{
	struct service *s = f->s;
	bool stream = model_is_stream(s->model);
	while (!service_over(s)) {
		bool full = is_full(f);
		bool quick = full || service_closing(s);
		unsigned flags = (full ? 0u : WAIT_ROOM) | (quick ? WAIT_CHILDREN : 0u);
		unsigned bits = service_wait(s, flags, f->active ? s->tick_ns : 0);
		if (bits & SERVICE_READY && !is_full(f)) /* the limit may have changed meanwhile */
			stream ? take_connection(f) : take_datagram(f);
		service_actions(f, quick);
	}
}

/* The buffer is not on the stack, where all that is written between two forks lies on one page. */
static int run(struct service *s)
{
	bool stream = model_is_stream(s->model);
	struct forking f = {.s = s, .own = s->shm.own};
	f.buffer = stream ? NULL : malloc(DATAGRAM_MAX);
	if (!stream && !f.buffer)
		return -ENOMEM;
	memset(f.own->pid_head, 0, sizeof f.own->pid_head); /* an earlier process may have served */
	lean_process();
	s->lean = true;
	loop(&f);
	children_end(tell, reap_all, &f);
	free(f.buffer);
	return 0;
}

#define FORKING(KIND, NAME, HELP)                                                                  \
	{                                                                                          \
		.type = MODEL_TYPE(NAME, HELP), .kind = (KIND), .limits = true,                    \
		.blocks_on_close = true, .max_children = PYTHON_CHILDREN,                          \
		.timeout_ns = PYTHON_TIMEOUT_S * NS_PER_S, .run = run                              \
	}

const struct model model_forking_tcp =
    FORKING(KIND_TCP, "ForkingTCPServer", "A process of its own for each connection.");
const struct model model_forking_udp =
    FORKING(KIND_UDP, "ForkingUDPServer", "A process of its own for each datagram.");
const struct model model_forking_unix_stream = FORKING(
    KIND_UNIX_STREAM, "ForkingUnixStreamServer", "A process of its own for each connection.");
const struct model model_forking_unix_dgram = FORKING(
    KIND_UNIX_DGRAM, "ForkingUnixDatagramServer", "A process of its own for each datagram.");
