#include "core/server/shm_event.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "core/clock.h"
#include "core/notation/value.h"
#include "core/ops/address.h"

/* How far newer events may run ahead of one that its writer never finished (it was killed). */
#define UNFINISHED_MAX 64

#define SAMPLE 24 /* bytes of a piece that are shown */

/* An event as it lies in seven words. */
struct packed {
	int64_t mono_ns;
	uint64_t conn;
	uint32_t kind; /* and, past 16 bits, the length of the peer's address */
	int32_t pid;
	union {
		unsigned char peer[32];
		struct {
			uint64_t bytes_in, bytes_out, requests;
			uint32_t why; /* of EVENT_CLOSED */
			int32_t code;
		};
		struct {
			char sample[SAMPLE]; /* of EVENT_DATA */
			uint8_t sampled, back;
			uint16_t unused;
			uint32_t passed;
		};
	};
};
_Static_assert(sizeof(struct packed) == SHM_EVENT_WORDS * 8, "fills the words of an event");

static void lose(struct shm *shm)
{
	atomic_fetch_add_explicit(&shm->head->events_lost, 1, memory_order_relaxed);
}

static void publish(struct shm *shm, const struct packed *p)
{
	uint64_t word[SHM_EVENT_WORDS];
	memcpy(word, p, sizeof word);
	uint64_t ticket =
	    atomic_fetch_add_explicit(&shm->head->event_next, 1, memory_order_relaxed);
	struct shm_event *e = &shm->events[ticket % SHM_EVENTS];
	uint64_t old = atomic_load_explicit(&e->seq, memory_order_relaxed);
	/* Busy: another writer is a whole ring behind, or was killed here. We do not wait. */
	if (old & SHM_EVENT_BUSY ||
	    !atomic_compare_exchange_strong_explicit(&e->seq, &old, SHM_EVENT_BUSY | ticket,
		memory_order_relaxed, memory_order_relaxed)) {
		lose(shm);
		return;
	}
	/* The words stay behind the busy mark; pairs with the acquire fence of read_event. */
	atomic_thread_fence(memory_order_release);
	for (size_t i = 0; i < SHM_EVENT_WORDS; i++)
		atomic_store_explicit(&e->word[i], word[i], memory_order_relaxed);
	/* Pairs with the acquire load of read_event. */
	atomic_store_explicit(&e->seq, ticket + 1, memory_order_release);
}

void shm_event_accepted(
    struct shm *shm, uint64_t id, int64_t now, const struct sockaddr *peer, socklen_t len)
{
	struct packed p = {.mono_ns = now, .conn = id, .kind = EVENT_ACCEPTED};
	size_t n = peer ? len : 0;
	if (n > sizeof p.peer)
		n = sizeof p.peer;
	if (n > 0)
		memcpy(p.peer, peer, n);
	p.kind |= (uint32_t)n << 16;
	publish(shm, &p);
}

void shm_event_closed(struct shm *shm, uint32_t i, uint32_t why, bool inexact)
{
	const struct shm_slot *s = shm_slot(shm, i);
	const struct shm_conn *c = &shm->conns[i];
	struct packed p = {
	    .mono_ns = clock_mono_ns(),
	    .conn = atomic_load_explicit(&c->id, memory_order_relaxed),
	    .kind = EVENT_CLOSED,
	    .pid = atomic_load_explicit(&s->pid, memory_order_relaxed),
	    .bytes_in = atomic_load_explicit(&s->bytes_in, memory_order_relaxed) -
			atomic_load_explicit(&c->from_in, memory_order_relaxed),
	    .bytes_out = atomic_load_explicit(&s->bytes_out, memory_order_relaxed) -
			 atomic_load_explicit(&c->from_out, memory_order_relaxed),
	    .requests = atomic_load_explicit(&s->requests, memory_order_relaxed) -
			atomic_load_explicit(&c->from_requests, memory_order_relaxed),
	    .why = why,
	    .code = inexact ? ECHILD : (int32_t)(why & 0xffff),
	};
	publish(shm, &p);
}

void shm_event(struct shm *shm, enum event_kind kind, uint64_t conn, int pid, int code)
{
	struct packed p = {
	    .mono_ns = clock_mono_ns(),
	    .conn = conn,
	    .kind = (uint32_t)kind,
	    .pid = pid,
	    .code = code,
	};
	publish(shm, &p);
}

void shm_event_data(struct shm *shm, uint64_t conn, bool back, const char *data, size_t len)
{
	struct packed p = {.mono_ns = clock_mono_ns(), .conn = conn, .kind = EVENT_DATA};
	p.sampled = (uint8_t)(len < SAMPLE ? len : SAMPLE);
	p.back = back;
	p.passed = (uint32_t)len;
	memcpy(p.sample, data, p.sampled);
	publish(shm, &p);
}

/* ---- reading ---- */

void event_peer_text(const void *sockaddr, size_t n, char *text, size_t size)
{
	struct address a = {.len = (socklen_t)n};
	memcpy(&a.storage, sockaddr, n < sizeof a.storage ? n : sizeof a.storage);
	address_format(&a.sa, a.len, text, size);
}

const char *close_why_text(uint32_t why, char *text, size_t size)
{
	static const char *const words[] = {
	    [WHY_NONE] = "",
	    [WHY_EOF] = "closed by peer",
	    [WHY_DONE] = "handler finished",
	    [WHY_RESET] = "reset by peer",
	    [WHY_TIMEOUT] = "silent for too long",
	    [WHY_STOPPED] = "server stopped",
	    [WHY_DROPPED] = "closed from the cockpit",
	    [WHY_KILLED] = "its process was killed (bytes \u00b1 1 buffer)",
	};
	if (why >> 16 < sizeof words / sizeof *words)
		return words[why >> 16];
	char buf[64];
	snprintf(text, size, "%s", strerror_r((int)(why & 0xffff), buf, sizeof buf));
	return text;
}

static void ended_text(int status, char *text, size_t size)
{
	if (WIFSIGNALED(status))
		snprintf(text, size, "killed by SIG%s", sigabbrev_np(WTERMSIG(status)));
	else
		snprintf(text, size, "exit %d", WEXITSTATUS(status));
}

static const char *error_text(int code, char *buf, size_t size)
{
	if (code == EVENT_CODE_OWN_PORT)
		return "a datagram from our own port";
	if (code == EVENT_CODE_BROADCAST)
		return "a datagram from a broadcast address";
	return strerror_r(code, buf, size);
}

/* As the notation writes bytes, cut to what fits. */
static void sample_text(const struct packed *p, char *text, size_t size)
{
	struct buf b = {0};
	struct value *v = value_bytes(p->sample, p->sampled);
	if (v)
		value_repr(v, &b);
	snprintf(text, size, "%s%s", buf_text(&b), p->passed > p->sampled ? "..." : "");
	value_unref(v);
	buf_free(&b);
}

static void event_text(const struct packed *p, enum event_kind kind, struct server_event *out)
{
	char buf[64];
	switch (kind) {
	case EVENT_ACCEPTED:
		event_peer_text(p->peer, p->kind >> 16, out->text, sizeof out->text);
		break;
	case EVENT_CLOSED:
		snprintf(
		    out->text, sizeof out->text, "%s", close_why_text(p->why, buf, sizeof buf));
		break;
	case EVENT_CHILD_ENDED:
		ended_text(p->code, out->text, sizeof out->text);
		break;
	case EVENT_REFUSED:
	case EVENT_ERROR:
		snprintf(out->text, sizeof out->text, "%s", error_text(p->code, buf, sizeof buf));
		break;
	case EVENT_DATA:
		sample_text(p, out->text, sizeof out->text);
		break;
	case EVENT_CHILD_BORN:
		break;
	}
}

static void unpack(const struct packed *p, uint64_t seq, struct server_event *out)
{
	memset(out, 0, sizeof *out);
	out->seq = seq;
	out->kind = (enum event_kind)(p->kind & 0xffff);
	out->wall_ns = clock_wall_of(p->mono_ns);
	out->conn = p->conn;
	out->pid = p->pid;
	if (out->kind == EVENT_DATA) {
		out->code = p->back;
		*(p->back ? &out->bytes_out : &out->bytes_in) = p->passed;
	} else if (out->kind != EVENT_ACCEPTED) {
		out->code = p->code;
		out->bytes_in = p->bytes_in;
		out->bytes_out = p->bytes_out;
	}
	event_text(p, out->kind, out);
}

enum read_result { READ_OK, READ_NOT_YET, READ_GONE };

static enum read_result read_event(const struct shm *shm, uint64_t seq, struct packed *p)
{
	const struct shm_event *e = &shm->events[(seq - 1) % SHM_EVENTS];
	uint64_t word[SHM_EVENT_WORDS];
	uint64_t before = atomic_load_explicit(&e->seq, memory_order_acquire);
	if (before != seq)
		return before & SHM_EVENT_BUSY || before < seq ? READ_NOT_YET : READ_GONE;
	for (size_t i = 0; i < SHM_EVENT_WORDS; i++)
		word[i] = atomic_load_explicit(&e->word[i], memory_order_relaxed);
	atomic_thread_fence(memory_order_acquire);
	if (atomic_load_explicit(&e->seq, memory_order_relaxed) != before)
		return READ_GONE;
	memcpy(p, word, sizeof *p);
	return READ_OK;
}

size_t shm_events(const struct shm *shm, uint64_t *seq, struct server_event *out, size_t max)
{
	uint64_t next = atomic_load_explicit(&shm->head->event_next, memory_order_relaxed);
	size_t n = 0;
	if (next > SHM_EVENTS && *seq < next - SHM_EVENTS) {
		atomic_fetch_add_explicit(
		    &shm->head->events_lost, next - SHM_EVENTS - *seq, memory_order_relaxed);
		*seq = next - SHM_EVENTS;
	}
	while (n < max && *seq < next) {
		struct packed p;
		enum read_result r = read_event(shm, *seq + 1, &p);
		if (r == READ_NOT_YET && next - *seq < UNFINISHED_MAX)
			break;
		*seq += 1;
		if (r == READ_OK)
			unpack(&p, *seq, &out[n++]);
		else
			atomic_fetch_add_explicit(&shm->head->events_lost, 1, memory_order_relaxed);
	}
	return n;
}
