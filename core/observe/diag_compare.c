#include "core/observe/diag_compare.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/observe/diag_text.h"
#include "core/observe/rule.h"

#define NOBODY UINT32_MAX

/* Rows by cookie, open addressing; at most half of the slots are taken. */
struct index {
	const struct diag_row *rows;
	uint32_t *slot; /* a row's number, or NOBODY */
	size_t mask;
};

static size_t hash(uint64_t cookie)
{
	/* Cookies are counted up, so any odd factor spreads them. */
	return (size_t)((cookie * UINT64_C(0x9e3779b97f4a7c15)) >> 20);
}

static int index_init(struct index *x, const struct diag_row *rows, size_t count)
{
	size_t size = 64;
	while (size < count * 2)
		size *= 2;
	x->rows = rows;
	x->mask = size - 1;
	x->slot = malloc(size * sizeof *x->slot);
	if (!x->slot)
		return -ENOMEM;
	memset(x->slot, 0xff, size * sizeof *x->slot);
	return 0;
}

/* The slot of this cookie, or the free one where it would stand. */
static uint32_t *index_slot(const struct index *x, uint64_t cookie)
{
	size_t i = hash(cookie) & x->mask;
	while (x->slot[i] != NOBODY && x->rows[x->slot[i]].cookie != cookie)
		i = (i + 1) & x->mask;
	return &x->slot[i];
}

/* Put every row in; of those with the same cookie the last, which is the newer news. */
static size_t index_unique(struct index *x, struct diag_row *rows, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		uint32_t *slot = rows[i].cookie ? index_slot(x, rows[i].cookie) : NULL;
		if (slot && *slot != NOBODY) {
			rows[*slot] = rows[i];
			continue;
		}
		if (slot)
			*slot = (uint32_t)kept;
		if (kept != i)
			rows[kept] = rows[i];
		kept++;
	}
	return kept;
}

static uint64_t per_second(uint64_t now, uint64_t before, int64_t ns)
{
	/* Unsigned, so that a counter may wrap. */
	double rate = (double)(now - before) * (double)NS_PER_S / (double)ns;
	return rate < 1e18 ? (uint64_t)(rate + 0.5) : UINT64_C(1000000000000000000);
}

static bool differs(const struct diag_row *a, const struct diag_row *b)
{
	return a->state != b->state || a->shutdown != b->shutdown || a->inode != b->inode;
}

/* What holds over a pause, too: a connection never comes back to a state. */
static void take_over_state(struct diag_row *now, const struct diag_row *before)
{
	if (now->state == before->state)
		now->state_ns = before->state_ns;
	now->told = before->told;
}

static void take_over(struct diag_row *now, const struct diag_row *before)
{
	now->seen_ns = before->seen_ns;
	now->changed_ns = before->changed_ns;
	take_over_state(now, before);
	memcpy(now->fits_ns, before->fits_ns, sizeof now->fits_ns);
	if (now->inode != before->inode)
		return;
	now->owner = before->owner;
	now->pid = before->pid;
	now->fd = before->fd;
	now->holders = before->holders;
	memcpy(now->program, before->program, sizeof now->program);
}

static void set_rates(struct diag_row *now, const struct diag_row *before, int64_t ns)
{
	if (!now->has_tcp || !before->has_tcp || ns <= 0)
		return;
	now->rate_in = per_second(diag_bytes_in(now), diag_bytes_in(before), ns);
	now->rate_out = per_second(diag_bytes_out(now), diag_bytes_out(before), ns);
}

static void set_ages(struct diag_snapshot *now)
{
	for (size_t i = 0; i < now->count; i++) {
		struct diag_row *row = &now->rows[i];
		if (row->closed_ns)
			continue;
		if (!row->state_ns)
			row->state_ns = now->mono_ns;
		row->age_us = (uint64_t)(now->mono_ns - row->state_ns) / NS_PER_US;
	}
}

static bool within(int64_t since, int64_t now, int64_t keep)
{
	return since && now - since < keep;
}

static void set_mark(struct diag_row *row, int64_t now, int64_t keep)
{
	if (row->closed_ns)
		row->mark = DIAG_CLOSED;
	else if (within(row->seen_ns, now, keep))
		row->mark = DIAG_NEW;
	else if (within(row->changed_ns, now, keep))
		row->mark = DIAG_CHANGED;
	else
		row->mark = DIAG_SAME;
}

/* It stood in no list before: does that mean that it is new? */
static bool is_new(const struct diag_row *row, const struct diag_snapshot *before)
{
	if (row->state == DIAG_TIME_WAIT && !before->time_wait)
		return false;
	return !((before->partial | before->missing) & DIAG_BIT(row->proto));
}

static const struct diag_row *row_before(const struct index *x, const struct diag_row *row)
{
	uint32_t i = row->cookie ? *index_slot(x, row->cookie) : NOBODY;
	return i == NOBODY || x->rows[i].closed_ns ? NULL : &x->rows[i];
}

static void compare_rows(struct diag_snapshot *now, const struct diag_snapshot *before,
    const struct index *old, int64_t keep)
{
	for (size_t i = 0; i < now->count; i++) {
		struct diag_row *row = &now->rows[i];
		const struct diag_row *then = row_before(old, row);
		if (then) {
			take_over(row, then);
			set_rates(row, then, now->mono_ns - before->mono_ns);
			if (differs(row, then))
				row->changed_ns = now->mono_ns;
		} else if (is_new(row, before)) {
			row->seen_ns = now->mono_ns;
		}
		set_mark(row, now->mono_ns, keep);
	}
}

/* Was it closed, or is it only not listed this time? */
static bool is_gone(const struct diag_row *row, const struct diag_snapshot *now)
{
	if (row->state == DIAG_TIME_WAIT && !now->time_wait)
		return false;
	return row->cookie && !(now->partial & DIAG_BIT(row->proto));
}

static int keep_closed(struct diag_snapshot *now, const struct diag_snapshot *before,
    const struct diag_row *gone, int64_t keep)
{
	if (gone->closed_ns && now->mono_ns - gone->closed_ns >= keep)
		return 0;
	struct diag_row *row = diag_snapshot_add(now);
	if (!row)
		return -ENOMEM;
	*row = *gone;
	row->rate_in = row->rate_out = 0;
	if (!row->closed_ns)
		row->closed_ns = now->mono_ns;
	set_mark(row, now->mono_ns, keep);
	row->name_len = 0;
	if (gone->name_len == 0)
		return 0;
	return diag_snapshot_name(now, row, before->text.data + gone->name, gone->name_len);
}

static int add_closed(struct diag_snapshot *now, const struct diag_snapshot *before,
    struct index *listed, int64_t keep)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < before->count; i++) {
		const struct diag_row *row = &before->rows[i];
		if (!is_gone(row, now) || *index_slot(listed, row->cookie) != NOBODY)
			continue;
		r = keep_closed(now, before, row, keep);
		listed->rows = now->rows; /* they may have moved */
	}
	return r;
}

/* All rows of before, each in its slot. */
static int index_rows(struct index *x, const struct diag_snapshot *s)
{
	if (index_init(x, s->rows, s->count) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < s->count; i++)
		if (s->rows[i].cookie)
			*index_slot(x, s->rows[i].cookie) = (uint32_t)i;
	return 0;
}

static int compare(struct diag_snapshot *now, const struct diag_snapshot *before,
    struct index *listed, int64_t keep)
{
	struct index old;
	if (index_rows(&old, before) < 0)
		return -ENOMEM;
	compare_rows(now, before, &old, keep);
	free(old.slot);
	return add_closed(now, before, listed, keep);
}

int diag_compare(struct diag_snapshot *now, const struct diag_snapshot *before, int64_t keep_ns)
{
	struct index listed;
	if (index_init(&listed, now->rows, now->count) < 0)
		return -ENOMEM;
	now->count = index_unique(&listed, now->rows, now->count);
	now->rules = rules_ref(before ? before->rules : NULL);
	int r = before ? compare(now, before, &listed, keep_ns) : 0;
	free(listed.slot);
	set_ages(now);
	return r;
}

int diag_compare_after_pause(struct diag_snapshot *now, const struct diag_snapshot *before)
{
	struct index old;
	int r = diag_compare(now, NULL, 0);
	if (r < 0 || index_rows(&old, before) < 0)
		return -ENOMEM;
	now->rules = rules_ref(before->rules);
	for (size_t i = 0; i < now->count; i++) {
		const struct diag_row *then = row_before(&old, &now->rows[i]);
		if (then)
			take_over_state(&now->rows[i], then);
	}
	free(old.slot);
	set_ages(now);
	return 0;
}
