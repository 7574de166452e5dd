#include "views/serve_events.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

#include "core/clock.h"
#include "core/server/shm.h"
#include "views/units.h"

#define BATCH 256

static const char *const names[] = {
    [EVENT_ACCEPTED] = "accepted",
    [EVENT_CLOSED] = "closed",
    [EVENT_CHILD_BORN] = "child_born",
    [EVENT_CHILD_ENDED] = "child_ended",
    [EVENT_REFUSED] = "refused",
    [EVENT_ERROR] = "error",
    [EVENT_DATA] = "data",
};

static void set_int(json_t *o, const char *key, uint64_t n)
{
	json_object_set_new(o, key, json_integer((json_int_t)n));
}

static void set_text(json_t *o, const char *key, const char *text)
{
	json_object_set_new(o, key, json_string(text));
}

static int print_object(json_t *o)
{
	int r = o ? json_dumpf(o, stdout, JSON_COMPACT) : -1;
	json_decref(o);
	return r < 0 || putchar('\n') == EOF ? -EIO : 0;
}

static json_t *event_object(const struct server_event *e)
{
	json_t *o = json_object();
	set_text(o, "event", names[e->kind]);
	set_int(o, "seq", e->seq);
	json_object_set_new(o, "time", json_real((double)e->wall_ns / (double)NS_PER_S));
	if (e->conn)
		set_int(o, "connection", e->conn);
	if (e->pid)
		set_int(o, "pid", (uint64_t)e->pid);
	if (e->kind == EVENT_CLOSED) {
		set_int(o, "bytes_received", e->bytes_in);
		set_int(o, "bytes_sent", e->bytes_out);
	}
	if (e->kind == EVENT_DATA) {
		set_text(o, "direction", e->code ? "back" : "there");
		set_int(o, "bytes", e->bytes_in + e->bytes_out);
		set_text(o, "data", e->text);
		return o;
	}
	if (e->text[0])
		set_text(o, e->kind == EVENT_ACCEPTED ? "peer" : "why", e->text);
	return o;
}

static json_t *lost_object(uint64_t n)
{
	json_t *o = json_object();
	set_text(o, "event", "lost");
	set_int(o, "count", n);
	return o;
}

int serve_print_events(const struct shm *shm, uint64_t *seq)
{
	struct server_event e[BATCH];
	uint64_t last = *seq;
	size_t n;
	int r = 0;
	/* At most what the ring holds: a busy server fills it as fast as it is printed. */
	for (size_t left = SHM_EVENTS; r == 0 && left >= BATCH; left -= BATCH) {
		n = shm_events(shm, seq, e, BATCH);
		for (size_t i = 0; i < n && r == 0; i++) {
			if (e[i].seq != last + 1)
				r = print_object(lost_object(e[i].seq - last - 1));
			last = e[i].seq;
			if (r == 0)
				r = print_object(event_object(&e[i]));
		}
		if (n < BATCH)
			break;
	}
	return fflush(stdout) == EOF ? -EIO : r;
}

struct summary {
	uint64_t connections, refused, errors, inexact;
	struct shm_totals totals;
};

static uint64_t get(const _Atomic uint64_t *p)
{
	return atomic_load_explicit(p, memory_order_relaxed);
}

static int print_json(const struct summary *s)
{
	json_t *o = json_object();
	set_text(o, "event", "summary");
	set_int(o, "connections", s->connections);
	set_int(o, "requests", s->totals.requests);
	set_int(o, "bytes_received", s->totals.bytes_in);
	set_int(o, "bytes_sent", s->totals.bytes_out);
	set_int(o, "refused", s->refused);
	set_int(o, "errors", s->errors);
	if (s->inexact)
		set_int(o, "killed", s->inexact); /* bytes are exact but for a buffer each */
	return print_object(o);
}

static int print_words(const struct summary *s)
{
	char connections[UNITS_MAX], requests[UNITS_MAX], in[UNITS_MAX], out[UNITS_MAX],
	    errors[UNITS_MAX];
	int n = printf("%s, %s, %s received, %s sent%s, %" PRIu64 " refused, %s\n",
	    units_plural(s->connections, "connection", connections),
	    units_plural(s->totals.requests, "request", requests),
	    units_plural(s->totals.bytes_in, "byte", in),
	    units_plural(s->totals.bytes_out, "byte", out),
	    s->inexact ? " (\u00b11 buffer for each child killed)" : "", s->refused,
	    units_plural(s->errors, "error", errors));
	return n < 0 ? -EIO : 0;
}

int serve_print_summary(const struct shm *shm, bool json)
{
	struct summary s = {
	    .connections = get(&shm->head->accepted),
	    .refused = get(&shm->head->refused),
	    .errors = get(&shm->head->errors),
	    .inexact = get(&shm->head->inexact),
	};
	shm_totals(shm, &s.totals);
	int r = json ? print_json(&s) : print_words(&s);
	return fflush(stdout) == EOF ? -EIO : r;
}
