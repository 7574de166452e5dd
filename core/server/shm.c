#include "core/server/shm.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/server/shm_event.h"

#define SHM_MAGIC UINT64_C(0x31746970b6c6f73)

/* Where the parts lie. */
#define ROUND_PAGE(n) (((n) + (size_t)4095) & ~(size_t)4095)
#define AT_CONNS ROUND_PAGE(sizeof(struct shm_head))
#define AT_EVENTS (AT_CONNS + ROUND_PAGE(SHM_SLOTS * sizeof(struct shm_conn)))
#define AT_CONFIG (AT_EVENTS + ROUND_PAGE(SHM_EVENTS * sizeof(struct shm_event)))
#define AT_OWN (AT_CONFIG + ROUND_PAGE(sizeof(struct server_config)))
#define AT_SLOTS (AT_OWN + ROUND_PAGE(sizeof(struct shm_own)))
#define SHM_SIZE (AT_SLOTS + ROUND_PAGE(SHM_SLOTS * sizeof(struct shm_slot)))

_Static_assert(sizeof(struct shm_slot) == 64, "a slot is a cache line");
_Static_assert(sizeof(struct shm_event) == 64, "an event is a cache line");

static int map_all(struct shm *shm)
{
	char *base = mmap(NULL, SHM_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, shm->fd, 0);
	if (base == MAP_FAILED) {
		shm_fini(shm);
		return -ENOMEM;
	}
	shm->head = (struct shm_head *)(void *)base;
	shm->conns = (struct shm_conn *)(void *)(base + AT_CONNS);
	shm->events = (struct shm_event *)(void *)(base + AT_EVENTS);
	shm->config = (struct server_config *)(void *)(base + AT_CONFIG);
	shm->own = (struct shm_own *)(void *)(base + AT_OWN);
	shm->slots = (struct shm_slot *)(void *)(base + AT_SLOTS);
	return 0;
}

int shm_new(struct shm *shm)
{
	memset(shm, 0, sizeof *shm);
	shm->fd = memfd_create("sockpit-server", MFD_CLOEXEC);
	if (shm->fd < 0)
		return -errno;
	if (ftruncate(shm->fd, (off_t)SHM_SIZE) < 0) {
		int r = -errno;
		shm_fini(shm);
		return r;
	}
	int r = map_all(shm);
	if (r == 0)
		shm->head->magic = SHM_MAGIC;
	return r;
}

int shm_attach(struct shm *shm, int fd)
{
	memset(shm, 0, sizeof *shm);
	shm->fd = fd;
	struct stat st;
	if (fstat(fd, &st) < 0 || st.st_size != (off_t)SHM_SIZE) {
		shm_fini(shm);
		return -EINVAL;
	}
	int r = map_all(shm);
	if (r == 0 && shm->head->magic != SHM_MAGIC) {
		shm_fini(shm);
		return -EINVAL;
	}
	return r;
}

void shm_fini(struct shm *shm)
{
	if (shm->head)
		munmap(shm->head, SHM_SIZE);
	if (shm->fd > 0)
		close(shm->fd);
	memset(shm, 0, sizeof *shm);
	shm->fd = -1;
}

/* ---- the serving side ---- */

static void raise_slots_used(struct shm_head *head, uint32_t used)
{
	uint32_t old = atomic_load_explicit(&head->slots_used, memory_order_relaxed);
	while (old < used && !atomic_compare_exchange_weak_explicit(&head->slots_used, &old, used,
				 memory_order_relaxed, memory_order_relaxed))
		;
}

/* The first word is the length, so that only what there is has to be written. */
static void store_peer(struct shm_conn *c, const struct sockaddr *peer, socklen_t len)
{
	uint64_t word[SHM_PEER_WORDS - 1] = {0};
	size_t n = peer ? len : 0;
	if (n > sizeof word)
		n = sizeof word;
	if (n > 0)
		memcpy(word, peer, n);
	atomic_store_explicit(&c->peer[0], n, memory_order_relaxed);
	for (size_t i = 0; i < (n + 7) / 8; i++)
		atomic_store_explicit(&c->peer[i + 1], word[i], memory_order_relaxed);
}

static void generation_step(struct shm_conn *c)
{
	uint32_t g = atomic_load_explicit(&c->generation, memory_order_relaxed);
	/* Full fences on both sides of the odd value: the fields stay between the two steps. */
	atomic_thread_fence(memory_order_release);
	atomic_store_explicit(&c->generation, g + 1, memory_order_relaxed);
	atomic_thread_fence(memory_order_release);
}

static uint64_t get(const _Atomic uint64_t *p)
{
	return atomic_load_explicit(p, memory_order_relaxed);
}

static void set(_Atomic uint64_t *p, uint64_t n)
{
	atomic_store_explicit(p, n, memory_order_relaxed);
}

static void add(_Atomic uint64_t *p, uint64_t n)
{
	atomic_fetch_add_explicit(p, n, memory_order_relaxed);
}

uint64_t shm_conn_begin(struct shm *shm, uint32_t i, const struct sockaddr *peer, socklen_t len)
{
	struct shm_conn *c = &shm->conns[i];
	struct shm_slot *s = shm_slot(shm, i);
	int64_t now = clock_mono_ns();
	uint64_t id = 1 + atomic_fetch_add_explicit(&shm->head->accepted, 1, memory_order_relaxed);
	generation_step(c);
	atomic_store_explicit(&c->start_ns, now, memory_order_relaxed);
	atomic_store_explicit(&c->dropped, 0, memory_order_relaxed);
	set(&c->from_in, get(&s->bytes_in));
	set(&c->from_out, get(&s->bytes_out));
	set(&c->from_requests, get(&s->requests));
	store_peer(c, peer, len);
	atomic_store_explicit(&s->last_ns, 0, memory_order_relaxed);
	atomic_store_explicit(&s->why, 0, memory_order_relaxed);
	atomic_store_explicit(&s->pid, 0, memory_order_relaxed);
	atomic_store_explicit(&s->tid, 0, memory_order_relaxed);
	atomic_store_explicit(&s->fd, -1, memory_order_relaxed);
	slot_state(s, CONN_BUSY);
	add(&s->requests, 1);
	set(&c->id, id);
	generation_step(c);
	raise_slots_used(shm->head, i + 1);
	shm_event_accepted(shm, id, now, peer, len);
	return id;
}

void shm_conn_end(struct shm *shm, uint32_t i, bool inexact)
{
	struct shm_conn *c = &shm->conns[i];
	struct shm_slot *s = shm_slot(shm, i);
	uint32_t why = atomic_load_explicit(&s->why, memory_order_relaxed);
	if (atomic_load_explicit(&c->dropped, memory_order_relaxed))
		why = (uint32_t)WHY_DROPPED << 16;
	if (inexact) {
		why = (uint32_t)WHY_KILLED << 16;
		add(&shm->head->inexact, 1);
	}
	if (why >> 16 >= WHY_KILLED || why >> 16 == WHY_RESET)
		add(&shm->head->errors, 1);
	add(&shm->head->closed, 1);
	shm_event_closed(shm, i, why, inexact);
	generation_step(c);
	set(&c->id, 0);
	slot_state(s, CONN_FREE);
	generation_step(c);
}

/* ---- the watching side ---- */

static uint32_t slots_used(const struct shm *shm)
{
	uint32_t used = atomic_load_explicit(&shm->head->slots_used, memory_order_relaxed);
	return used < SHM_SLOTS ? used : SHM_SLOTS;
}

void shm_totals(const struct shm *shm, struct shm_totals *out)
{
	memset(out, 0, sizeof *out);
	for (uint32_t i = 0, used = slots_used(shm); i < used; i++) {
		const struct shm_slot *s = shm_slot(shm, i);
		uint32_t state = atomic_load_explicit(&s->state, memory_order_relaxed);
		out->bytes_in += get(&s->bytes_in);
		out->bytes_out += get(&s->bytes_out);
		out->requests += get(&s->requests);
		out->live += state != CONN_FREE && state != CONN_ZOMBIE;
		out->zombies += state == CONN_ZOMBIE;
	}
}

static void read_peer(const struct shm_conn *c, char *text, size_t size)
{
	uint64_t word[SHM_PEER_WORDS - 1] = {0};
	size_t n = get(&c->peer[0]);
	if (n > sizeof word)
		n = sizeof word;
	for (size_t i = 0; i < (n + 7) / 8; i++)
		word[i] = get(&c->peer[i + 1]);
	event_peer_text(word, n, text, size);
}

static uint64_t since(uint64_t now, uint64_t from)
{
	return now > from ? now - from : 0;
}

/* One look at slot i; false when it is free or changed meanwhile. */
static bool read_conn(const struct shm *shm, uint32_t i, struct conn_facts *out)
{
	const struct shm_conn *c = &shm->conns[i];
	const struct shm_slot *s = shm_slot(shm, i);
	uint32_t before = atomic_load_explicit(&c->generation, memory_order_acquire);
	out->id = get(&c->id);
	if (out->id == 0 || before % 2)
		return false;
	out->start_ns = atomic_load_explicit(&c->start_ns, memory_order_relaxed);
	out->last_ns = atomic_load_explicit(&s->last_ns, memory_order_relaxed);
	if (out->last_ns < out->start_ns) /* nothing came yet, or at once: that clock is coarse */
		out->last_ns = out->start_ns;
	out->state = (enum conn_state)atomic_load_explicit(&s->state, memory_order_relaxed);
	out->pid = atomic_load_explicit(&s->pid, memory_order_relaxed);
	out->tid = atomic_load_explicit(&s->tid, memory_order_relaxed);
	out->inexact = false;
	out->bytes_in = since(get(&s->bytes_in), get(&c->from_in));
	out->bytes_out = since(get(&s->bytes_out), get(&c->from_out));
	out->requests = since(get(&s->requests), get(&c->from_requests));
	read_peer(c, out->peer, sizeof out->peer);
	/* Pairs with the fences of generation_step: nothing above is newer than this look. */
	atomic_thread_fence(memory_order_acquire);
	return atomic_load_explicit(&c->generation, memory_order_relaxed) == before;
}

size_t shm_conns(const struct shm *shm, struct conn_facts *out, size_t max)
{
	size_t n = 0;
	struct conn_facts spare;
	for (uint32_t i = 0, used = slots_used(shm); i < used; i++)
		n += read_conn(shm, i, n < max ? &out[n] : &spare);
	return n;
}

void shm_died(struct shm *shm)
{
	for (uint32_t i = 0, used = slots_used(shm); i < used; i++)
		if (get(&shm->conns[i].id) != 0)
			shm_conn_end(shm, i, true);
	set(&shm->head->children, 0);
}
