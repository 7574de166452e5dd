#include "views/meter.h"

#include <stdlib.h>
#include <string.h>

#include "core/clock.h"

/* How far looks are apart at least, to be kept. */
#define LOOK_NS (150 * NS_PER_MS)

void meter_begin(struct meter *m, int64_t now_ns)
{
	/* Keys and completions bring looks in between: a rate over milliseconds would be noise. */
	m->again = m->looks > 1 && m->at[0] - m->at[1] < LOOK_NS;
	if (!m->again) {
		memmove(m->at + 1, m->at, (METER_LOOKS - 1) * sizeof *m->at);
		m->looks += m->looks < METER_LOOKS;
	}
	m->at[0] = now_ns;
	m->nnext = 0;
	m->pos = 0;
	m->total = (struct rate){0};
}

/* The slot of the last look with that id; those passed over have gone. */
static const struct meter_slot *slot_before(struct meter *m, uint64_t id)
{
	while (m->pos < m->nnow && m->now[m->pos].id < id)
		m->pos++;
	if (m->pos < m->nnow && m->now[m->pos].id == id)
		return &m->now[m->pos];
	return NULL;
}

static struct meter_slot *slot_add(struct meter *m)
{
	if (m->nnext == m->cap_next) {
		size_t cap = m->cap_next ? 2 * m->cap_next : 16;
		struct meter_slot *more = reallocarray(m->next, cap, sizeof *more);
		if (!more)
			return NULL;
		m->next = more;
		m->cap_next = cap;
	}
	return &m->next[m->nnext++];
}

/* What is new has counted from 0 since the look before this one. */
static void slot_fill(struct meter_slot *s, const struct meter_slot *before, bool again,
    uint64_t in, uint64_t out)
{
	if (before && again) {
		*s = *before;
	} else if (before) {
		memcpy(s->in + 1, before->in, (METER_LOOKS - 1) * sizeof *s->in);
		memcpy(s->out + 1, before->out, (METER_LOOKS - 1) * sizeof *s->out);
	} else {
		memset(s->in, 0, sizeof s->in);
		memset(s->out, 0, sizeof s->out);
	}
	s->in[0] = in;
	s->out[0] = out;
}

/* The look about a second ago; 0: there is none to compare with. */
static size_t look_back(const struct meter *m)
{
	size_t i = 1;
	while (i + 1 < m->looks && m->at[0] - m->at[i] < NS_PER_S)
		i++;
	return i < m->looks ? i : 0;
}

/* A counter may wrap; one that went back (a killed child's last bytes) gives no rate. */
static double slope(uint64_t now, uint64_t then, double seconds)
{
	uint64_t more = now - then;
	return more <= INT64_MAX && seconds > 0 ? (double)more / seconds : 0;
}

struct rate meter_put(struct meter *m, uint64_t id, uint64_t in, uint64_t out)
{
	const struct meter_slot *before = slot_before(m, id);
	struct meter_slot *s = slot_add(m);
	size_t i = look_back(m);
	if (!s)
		return (struct rate){0};
	slot_fill(s, before, m->again, in, out);
	s->id = id;
	if (i == 0)
		return (struct rate){0};
	double seconds = (double)(m->at[0] - m->at[i]) / (double)NS_PER_S;
	if (seconds < 1)
		seconds = 1; /* a rate is what a second brings, not 500 times its first burst */
	struct rate r = {slope(in, s->in[i], seconds), slope(out, s->out[i], seconds)};
	m->total.in += r.in;
	m->total.out += r.out;
	return r;
}

void meter_end(struct meter *m)
{
	struct meter_slot *slots = m->now;
	size_t cap = m->cap_now;
	m->now = m->next;
	m->nnow = m->nnext;
	m->cap_now = m->cap_next;
	m->next = slots;
	m->cap_next = cap;
}

void meter_free(struct meter *m)
{
	free(m->now);
	free(m->next);
	*m = (struct meter){0};
}
