#include "core/compare.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <linux/close_range.h>

#include "core/clock.h"
#include "core/quiet_thread.h"
#include "core/server/listen.h"
#include "core/server/process.h"

#define START_NS (5 * NS_PER_S)
#define START_SLICE_MS 50
#define END_MS 300
/* How often the server's processes are looked at: looking must not become a load itself, so that
 * it takes at most this part of the time. */
#define WATCH_NS (50 * NS_PER_MS)
#define WATCH_SHARE 20
/* Our own descriptors keep out of the way of the user's. */
#define HIGH_FD 100

struct compare {
	struct compare_plan plan; /* its handler is config's */
	struct server_config *config;
	pthread_t thread;
	int ready_fd;
	_Atomic bool cancelled; /* relaxed: a wish, and nothing else goes with it */
	pthread_mutex_t lock;	/* of what follows */
	bool over;
	struct compare_run run[]; /* plan.n */
};

/* One model's turn, on the comparison's thread. */
struct trial {
	struct compare *c;
	struct compare_run *run; /* c's */
	int listener;
	struct shm shm;
	struct process process;
	struct address address;
	int64_t cpu_before_ns;
	pthread_t watch;
	int watch_end;	   /* an eventfd; -1: nobody watches */
	const char *tried; /* what failed; static */
};

/* ---- what both sides see ---- */

static bool is_cancelled(const struct compare *c)
{
	return atomic_load_explicit(&c->cancelled, memory_order_relaxed);
}

static void tell(struct compare *c)
{
	eventfd_write(c->ready_fd, 1);
}

static void set_state(struct trial *t, enum compare_state state, int error)
{
	pthread_mutex_lock(&t->c->lock);
	t->run->state = state;
	t->run->error = error;
	t->run->tried = t->tried;
	t->run->wall_ns = clock_wall_ns();
	pthread_mutex_unlock(&t->c->lock);
	tell(t->c);
}

/* ---- the server ---- */

/* A free port of this machine alone, or an abstract name that the kernel chooses: no file. */
static struct address address_of(const struct model *m)
{
	struct address a = {0};
	if (m->kind == KIND_UNIX_STREAM || m->kind == KIND_UNIX_DGRAM) {
		a.un.sun_family = AF_UNIX;
		a.len = offsetof(struct sockaddr_un, sun_path);
		return a;
	}
	a.in.sin_family = AF_INET;
	a.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	a.len = sizeof a.in;
	return a;
}

uint32_t compare_max_children(const struct model *m, const struct compare_load *l)
{
	bool starves = l->persistent && model_is_stream(m) && m->max_children > 0 &&
		       m->max_children < l->clients;
	return starves ? l->clients : m->max_children;
}

static void fill_config(const struct trial *t)
{
	const struct model *m = t->run->model;
	struct server_config *config = t->shm.config;
	memcpy(config, t->c->config, sizeof *config);
	strncpy(config->model, m->type.name, sizeof config->model - 1);
	config->family = t->address.sa.sa_family;
	config->max_children = compare_max_children(m, &t->c->plan.load);
	config->max_packet = (uint32_t)LOAD_DATAGRAM_MAX;
}

static int await_start(const struct trial *t)
{
	struct pollfd p = {.fd = t->process.control, .events = POLLIN};
	struct service_message m = {0};
	int64_t until = clock_mono_ns() + START_NS;
	while (m.what != REPORT_SERVING) {
		if (is_cancelled(t->c))
			return -ECANCELED;
		if (clock_mono_ns() > until)
			return -ETIMEDOUT;
		poll(&p, 1, START_SLICE_MS);
		int r = process_receive(&t->process, &m);
		if (r < 0)
			return r;
	}
	return 0;
}

static int tried(struct trial *t, const char *what, int r)
{
	if (r < 0)
		t->tried = what;
	return r;
}

static int serve(struct trial *t)
{
	const struct address wanted = address_of(t->run->model);
	const struct listen_options options = {.backlog = SOMAXCONN};
	t->listener = listen_open(t->run->model, &wanted, &options, &t->address);
	if (t->listener < 0)
		return tried(t, "listening", t->listener);
	int r = tried(t, "making shared memory", shm_new(&t->shm));
	if (r < 0)
		return r;
	fill_config(t);
	r = tried(t, "starting the server", process_spawn(&t->process, &t->shm, t->listener, 0));
	if (r < 0)
		return r;
	close(t->listener); /* only the process that serves holds it: it ends with it */
	t->listener = -1;
	process_send(&t->process, COMMAND_SERVE, 0);
	return tried(t, "starting the server", await_start(t));
}

static void show_server(struct trial *t)
{
	char text[ADDRESS_TEXT_MAX];
	address_format(&t->address.sa, t->address.len, text, sizeof text);
	pthread_mutex_lock(&t->c->lock);
	memccpy(t->run->address, text, '\0', sizeof t->run->address - 1);
	t->run->pid = t->process.pid;
	pthread_mutex_unlock(&t->c->lock);
}

/* ---- watching it ---- */

static void note_usage(struct trial *t)
{
	struct compare_usage now;
	if (compare_usage_read(t->process.pid, &now) < 0)
		return;
	pthread_mutex_lock(&t->c->lock);
	compare_usage_raise(&t->run->peak, &now);
	t->run->cpu_ns = t->run->peak.cpu_ns - t->cpu_before_ns;
	pthread_mutex_unlock(&t->c->lock);
}

static void *watch(void *arg)
{
	struct trial *t = arg;
	struct pollfd end = {.fd = t->watch_end, .events = POLLIN};
	int64_t rest = WATCH_NS;
	while (poll(&end, 1, (int)(rest / NS_PER_MS)) == 0) {
		int64_t start = clock_mono_ns();
		note_usage(t);
		int64_t took = (clock_mono_ns() - start) * WATCH_SHARE;
		rest = took > WATCH_NS ? took : WATCH_NS;
	}
	return NULL;
}

static void start_watch(struct trial *t)
{
	struct compare_usage before = {0};
	compare_usage_read(t->process.pid, &before);
	t->cpu_before_ns = before.cpu_ns;
	note_usage(t);
	t->watch_end = eventfd(0, EFD_CLOEXEC);
	if (t->watch_end < 0 || quiet_thread_start(&t->watch, NULL, watch, t) == 0)
		return;
	close(t->watch_end);
	t->watch_end = -1;
}

static void stop_watch(struct trial *t)
{
	if (t->watch_end >= 0) {
		eventfd_write(t->watch_end, 1);
		pthread_join(t->watch, NULL);
		close(t->watch_end);
		t->watch_end = -1;
	}
	note_usage(t);
}

/* ---- the load ---- */

static void show_load(struct trial *t, const struct load_result *now, int64_t elapsed_ns)
{
	pthread_mutex_lock(&t->c->lock);
	t->run->load = *now;
	t->run->load.elapsed_ns = elapsed_ns;
	pthread_mutex_unlock(&t->c->lock);
	tell(t->c);
}

static enum load_wish tick(void *ctx, const struct load_result *so_far, int64_t elapsed_ns)
{
	struct trial *t = ctx;
	show_load(t, so_far, elapsed_ns);
	return is_cancelled(t->c) ? LOAD_ABANDON : LOAD_GO_ON;
}

static int load(struct trial *t)
{
	const struct compare_load *l = &t->c->plan.load;
	const struct load_options options = {
	    .address = t->address,
	    .socktype = model_is_stream(t->run->model) ? SOCK_STREAM : SOCK_DGRAM,
	    .clients = l->clients,
	    .size = l->size,
	    .requests = l->requests,
	    .duration_ns = l->duration_ns,
	    .persistent = l->persistent,
	    .tick = tick,
	    .ctx = t,
	};
	struct load_result *result = calloc(1, sizeof *result);
	if (!result)
		return tried(t, "making room for the result", -ENOMEM);
	start_watch(t);
	int r = tried(t, "starting the clients", load_run(&options, result));
	stop_watch(t);
	if (r == 0)
		show_load(t, result, result->elapsed_ns);
	free(result);
	return r;
}

/* ---- all of them ---- */

static void run_one(struct compare *c, struct compare_run *run)
{
	int status;
	struct trial t = {.c = c,
	    .run = run,
	    .listener = -1,
	    .shm.fd = -1,
	    .process = PROCESS_NONE,
	    .watch_end = -1};
	set_state(&t, COMPARE_RUNNING, 0);
	int r = serve(&t);
	if (r == 0) {
		show_server(&t);
		r = load(&t);
	}
	process_end(&t.process, is_cancelled(c) ? 0 : END_MS, &status);
	if (t.listener >= 0)
		close(t.listener);
	shm_fini(&t.shm);
	set_state(&t,
	    is_cancelled(c) ? COMPARE_CANCELLED
	    : r < 0	    ? COMPARE_FAILED
			    : COMPARE_DONE,
	    r);
}

/* A copy of the table of descriptors in which only what we need is open: a socket that the user
 * closes meanwhile must not live on here. Where the system does not let us, clients take numbers
 * from the user's table: a blemish, no fault. */
static void own_descriptors(const struct compare *c)
{
	unsigned ready = (unsigned)c->ready_fd;
	if (close_range(ready + 1, UINT_MAX, CLOSE_RANGE_UNSHARE) == 0 && ready > 3)
		close_range(3, ready - 1, 0);
}

static void *work(void *arg)
{
	struct compare *c = arg;
	own_descriptors(c);
	for (size_t i = 0; i < c->plan.n; i++) {
		if (is_cancelled(c))
			set_state(&(struct trial){.c = c, .run = &c->run[i]}, COMPARE_CANCELLED, 0);
		else
			run_one(c, &c->run[i]);
	}
	pthread_mutex_lock(&c->lock);
	c->over = true;
	pthread_mutex_unlock(&c->lock);
	tell(c);
	return NULL;
}

/* ---- the owner ---- */

static bool models_fit(const struct compare_plan *plan, const char **why)
{
	unsigned needs = model_is_stream(plan->model[0]) ? FITS_STREAM : FITS_DATAGRAM;
	for (size_t i = 0; i < plan->n; i++)
		if (plan->model[i]->kind != plan->model[0]->kind) {
			*why = "Models of one kind only: TCP beside UDP says nothing.";
			return false;
		}
	if (plan->handler->handler->fits & needs)
		return true;
	*why = "These models cannot run this handler.";
	return false;
}

int compare_check(const struct compare_plan *plan, const char **why)
{
	const struct compare_load *l = &plan->load;
	if (plan->n < 1 || plan->n > COMPARE_RUNS_MAX)
		*why = "Choose at least one model.";
	else if (l->clients < 1 || l->clients > LOAD_CLIENTS_MAX)
		*why = "Clients: from 1 to 100000.";
	else if (l->requests == 0 && l->duration_ns <= 0)
		*why = "How many seconds, or how many requests?";
	else if (l->size < 1 || l->size > LOAD_SIZE_MAX)
		*why = "Size: from 1 byte to 64 MiB.";
	else if (!model_is_stream(plan->model[0]) && l->size > LOAD_DATAGRAM_MAX)
		*why = "Size: a datagram has at most 65507 bytes.";
	else if (models_fit(plan, why))
		return 0;
	return -EINVAL;
}

static int fill(struct compare *c, const struct compare_plan *plan)
{
	const struct handler *h = plan->handler->handler;
	c->plan = *plan;
	c->plan.handler = NULL;
	for (size_t i = 0; i < plan->n; i++)
		c->run[i].model = plan->model[i];
	c->config = calloc(1, sizeof *c->config);
	if (!c->config)
		return -ENOMEM;
	strncpy(c->config->handler, h->type.name, sizeof c->config->handler - 1);
	if (plan->handler->config)
		memcpy(c->config->handler_config, plan->handler->config, h->config_size);
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (fd < 0)
		return -errno;
	c->ready_fd = fcntl(fd, F_DUPFD_CLOEXEC, HIGH_FD);
	if (c->ready_fd < 0)
		c->ready_fd = fd; /* few descriptors: then a low number has to do */
	else
		close(fd);
	return 0;
}

static void destroy(struct compare *c)
{
	if (c->ready_fd >= 0)
		close(c->ready_fd);
	pthread_mutex_destroy(&c->lock);
	free(c->config);
	free(c);
}

int compare_start(const struct compare_plan *plan, struct compare **out)
{
	const char *why;
	int r = compare_check(plan, &why);
	if (r < 0)
		return r;
	struct compare *c = calloc(1, sizeof *c + plan->n * sizeof c->run[0]);
	if (!c)
		return -ENOMEM;
	pthread_mutex_init(&c->lock, NULL);
	c->ready_fd = -1;
	r = fill(c, plan);
	if (r == 0)
		r = quiet_thread_start(&c->thread, NULL, work, c);
	if (r < 0) {
		destroy(c);
		return r;
	}
	*out = c;
	return 0;
}

void compare_cancel(struct compare *c)
{
	atomic_store_explicit(&c->cancelled, true, memory_order_relaxed);
}

void compare_free(struct compare *c)
{
	if (!c)
		return;
	compare_cancel(c);
	pthread_join(c->thread, NULL);
	destroy(c);
}

int compare_fd(const struct compare *c)
{
	return c->ready_fd;
}

bool compare_look(struct compare *c, struct compare_run *runs)
{
	eventfd_t count;
	eventfd_read(c->ready_fd, &count);
	pthread_mutex_lock(&c->lock);
	memcpy(runs, c->run, c->plan.n * sizeof *runs);
	bool over = c->over;
	pthread_mutex_unlock(&c->lock);
	return over;
}
