#include "core/observe/sampling.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/observe/diag_compare.h"

/* What is older is not compared with: nobody watched meanwhile. */
#define COMPARE_NS (10 * NS_PER_S)
/* Descriptors also pass from process to process without a new socket. */
#define OWNERS_STALE_NS (5 * NS_PER_S)
/* Entries of /proc between two looks at the clock: about a millisecond. */
#define OWNER_ENTRIES 500

struct sampling {
	struct diag *diag;
	struct owners *owners;
	struct diag_snapshot *last;
	bool given;	 /* a result has the last snapshot: it is constant now */
	bool pass;	 /* a pass of the owners is under way */
	size_t pending;	 /* rows of the last snapshot without an owner yet */
	int64_t pass_ns; /* when the last pass ended */
	int64_t took_ns;
	int error;
};

int sampling_new(struct sampling **out)
{
	struct sampling *s = calloc(1, sizeof *s);
	if (!s)
		return -ENOMEM;
	if (diag_new(&s->diag) < 0 || owners_new(&s->owners, "/proc") < 0) {
		sampling_free(s);
		return -ENOMEM;
	}
	*out = s;
	return 0;
}

void sampling_free(struct sampling *s)
{
	if (!s)
		return;
	diag_snapshot_unref(s->last);
	diag_free(s->diag);
	owners_free(s->owners);
	free(s);
}

static bool after_pause(const struct sampling *s, int64_t interval_ns)
{
	int64_t age = s->last ? clock_mono_ns() - s->last->mono_ns : 0;
	return age > COMPARE_NS && age > 3 * interval_ns;
}

static int take(struct sampling *s, const struct sampling_query *query, struct diag_snapshot **now)
{
	const struct diag_options options = {
	    .protos = query->protos,
	    .time_wait =
		filter_wants_time_wait(query->filter) || rules_want_time_wait(query->rules),
	};
	int r = diag_take(s->diag, &options, now);
	if (r < 0)
		return r;
	s->took_ns = clock_mono_ns() - (*now)->mono_ns;
	if (after_pause(s, query->interval_ns))
		r = diag_compare_after_pause(*now, s->last);
	else
		r = diag_compare(*now, s->last, query->keep_ns);
	if (r < 0)
		diag_snapshot_unref(*now);
	return r;
}

int sampling_look(struct sampling *s, const struct sampling_query *query)
{
	struct diag_snapshot *now;
	s->error = take(s, query, &now);
	if (s->error < 0)
		return s->error;
	diag_snapshot_unref(s->last);
	s->last = now;
	s->given = false;
	s->pending = owner_fill(s->owners, now);
	return 0;
}

static void end_pass(struct sampling *s, int r)
{
	s->pass = false;
	s->pass_ns = clock_mono_ns();
	/* Where /proc cannot be read nobody is found; what was given away is filled in no more, and
	 * the next look tells. */
	bool fill = r > 0 && s->last && !s->given;
	s->pending = fill ? owner_fill(s->owners, s->last) : 0;
}

static bool wants_owners(const struct sampling *s)
{
	return s->pass || s->pending || clock_mono_ns() - s->pass_ns > OWNERS_STALE_NS;
}

bool sampling_find_owners(struct sampling *s, int64_t until_ns)
{
	while (wants_owners(s)) {
		if (clock_mono_ns() >= until_ns)
			return false;
		int r = owners_step(s->owners, OWNER_ENTRIES);
		s->pass = r == 0;
		if (r != 0)
			end_pass(s, r);
	}
	return true;
}

/* ---- results ---- */

/* first: nothing was told of this snapshot before. */
static void add_up(struct sample *to, bool first)
{
	const struct diag_snapshot *s = to->snapshot;
	for (size_t i = 0; i < s->count; i++) {
		to->live += s->rows[i].mark != DIAG_CLOSED;
		to->marked += s->rows[i].rules != 0;
		to->rang += first && s->rows[i].rang;
	}
	for (size_t i = 0; i < to->count; i++) {
		to->rate_in += s->rows[to->order[i]].rate_in;
		to->rate_out += s->rows[to->order[i]].rate_out;
	}
}

static const struct diag_row *find_cookie(const struct diag_snapshot *s, uint64_t cookie)
{
	for (size_t i = 0; cookie && i < s->count; i++)
		if (s->rows[i].cookie == cookie)
			return &s->rows[i];
	return NULL;
}

static void add_holders(const struct sampling *s, uint64_t cookie, struct sample *to)
{
	const struct diag_row *row = find_cookie(to->snapshot, cookie);
	size_t count = 0;
	const struct owner *owner = row ? owners_find(s->owners, row->inode, &count) : NULL;
	to->nholders = count < SAMPLE_HOLDERS_MAX ? count : SAMPLE_HOLDERS_MAX;
	if (owner)
		memcpy(to->holders, owner, to->nholders * sizeof *owner);
}

struct sample *sampling_result(struct sampling *s, const struct sampling_query *query)
{
	struct sample *to = calloc(1, sizeof *to);
	if (!to)
		return NULL;
	to->error = s->error;
	to->took_ns = s->took_ns;
	if (!s->last)
		return to;
	if (!s->given) /* only now: rules may ask for owners */
		rules_look(s->last, query->rules);
	if (filter_select(query->filter, s->last, query->sort, query->descending, &to->order,
		&to->count) < 0) {
		free(to);
		return NULL;
	}
	to->snapshot = diag_snapshot_ref(s->last);
	add_up(to, !s->given);
	s->given = true;
	add_holders(s, query->watch, to);
	return to;
}

void sample_free(struct sample *s)
{
	if (!s)
		return;
	diag_snapshot_unref(s->snapshot);
	free(s->order);
	free(s);
}
