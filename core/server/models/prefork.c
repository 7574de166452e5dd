/* prefork: processes that were forked before their clients came, each serving one at a time. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/server/conn.h"
#include "core/server/model.h"
#include "core/server/models/children.h"
#include "core/server/models/crew.h"
#include "core/server/models/rows.h"

/* How often workers are counted while that matters. */
#define LOOK_NS (50 * NS_PER_MS)

struct prefork {
	struct crew crew;
	int *pid; /* of worker i; 0: none */
	uint32_t alive;
};

static _Noreturn void work(struct prefork *p, uint32_t i)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != p->crew.s->pid)
		_exit(1);
	close(SERVICE_CONTROL);
	crew_work(&p->crew, i);
	_exit(0);
}

static void set_alive(struct prefork *p, uint32_t n)
{
	p->alive = n;
	atomic_store_explicit(&p->crew.s->shm.head->children, n, memory_order_relaxed);
}

static bool fork_worker(struct prefork *p, uint32_t i)
{
	struct shm *shm = &p->crew.s->shm;
	set_alive(p, p->alive + 1); /* before it can serve */
	int pid = fork();
	int e = errno;
	if (pid == 0)
		work(p, i);
	if (pid < 0) {
		set_alive(p, p->alive - 1);
		atomic_fetch_add_explicit(&shm->head->errors, 1, memory_order_relaxed);
		shm_event(shm, EVENT_ERROR, 0, 0, e);
		return false;
	}
	p->pid[i] = pid;
	shm_event(shm, EVENT_CHILD_BORN, 0, pid, 0);
	return true;
}

static void fork_missing(struct prefork *p)
{
	for (uint32_t i = 0; i < p->crew.size; i++)
		if (p->pid[i] == 0 && !fork_worker(p, i))
			return; /* no processes to be had: tried again at the next look */
}

static void worker_ended(struct prefork *p, int pid, int status)
{
	struct shm *shm = &p->crew.s->shm;
	for (uint32_t i = 0; i < p->crew.size; i++) {
		if (p->pid[i] != pid)
			continue;
		p->pid[i] = 0;
		set_alive(p, p->alive - 1);
		uint64_t id = atomic_load_explicit(&shm->conns[i].id, memory_order_relaxed);
		if (id != 0)
			shm_conn_end(shm, i, true);
		shm_event(shm, EVENT_CHILD_ENDED, id, pid, status);
	}
}

static void reap(struct prefork *p)
{
	int status, pid;
	while (p->alive > 0 && (pid = waitpid(-1, &status, WNOHANG)) > 0)
		worker_ended(p, pid, status);
}

static void tell(void *ctx, int sig)
{
	const struct prefork *p = ctx;
	for (uint32_t i = 0; i < p->crew.size; i++)
		if (p->pid[i])
			kill(p->pid[i], sig);
}

static bool reap_all(void *ctx)
{
	struct prefork *p = ctx;
	reap(p);
	return p->alive == 0;
}

static void loop(struct prefork *p)
{
	struct service *s = p->crew.s;
	while (!service_over(s)) {
		if (s->accepting && p->alive < p->crew.size)
			fork_missing(p);
		bool short_of_workers = s->accepting && p->alive < p->crew.size;
		service_wait(
		    s, WAIT_CHILDREN, service_closing(s) || short_of_workers ? LOOK_NS : 0);
		reap(p);
		crew_attend(&p->crew);
	}
}

static int run(struct service *s)
{
	struct prefork p = {0};
	int r = crew_init(&p.crew, s);
	p.pid = calloc(p.crew.size, sizeof *p.pid);
	if (r == 0 && !p.pid)
		r = -ENOMEM;
	if (r == 0) {
		loop(&p);
		children_end(tell, reap_all, &p);
	}
	free(p.pid);
	crew_fini(&p.crew);
	return r;
}

#define PREFORK(KIND, NAME)                                                                        \
	{                                                                                          \
		.type = MODEL_TYPE(NAME, "Processes made in advance, max_children of them."),      \
		.kind = (KIND), .limits = true, .blocks_on_close = true, .ours = true,             \
		.max_children = CREW_DEFAULT, .run = run                                           \
	}

const struct model model_prefork_tcp = PREFORK(KIND_TCP, "PreforkTCPServer");
const struct model model_prefork_unix_stream = PREFORK(KIND_UNIX_STREAM, "PreforkUnixStreamServer");
