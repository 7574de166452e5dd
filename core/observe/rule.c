#include "core/observe/rule.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"

struct rule {
	char *text;
	struct filter *filter;
	uint64_t for_us;
};

struct rules {
	size_t count;
	struct rule rule[DIAG_RULES_MAX];
	atomic_uint refs;
};

/* ---- making ---- */

struct rules *rules_ref(struct rules *r)
{
	/* Whoever calls has a reference already, so nothing needs to be ordered. */
	if (r)
		atomic_fetch_add_explicit(&r->refs, 1, memory_order_relaxed);
	return r;
}

void rules_unref(struct rules *r)
{
	/* The last one frees what the others have read: each release pairs with its acquire. */
	if (!r || atomic_fetch_sub_explicit(&r->refs, 1, memory_order_acq_rel) > 1)
		return;
	for (size_t i = 0; i < r->count; i++) {
		free(r->rule[i].text);
		filter_free(r->rule[i].filter);
	}
	free(r);
}

/* The blanks of a filter, no others. */
static const char blanks[] = " \t\r\n";

/* Where the next rule begins. */
static size_t skip(const char *text, size_t at)
{
	for (; text[at] && (strchr(blanks, text[at]) || text[at] == ';'); at++)
		continue;
	return at;
}

static int add(struct rules *r, const char *text, size_t *at, struct filter_error *error)
{
	size_t from = *at;
	if (r->count == DIAG_RULES_MAX) {
		error->at = from;
		snprintf(
		    error->text, sizeof error->text, "there are %d rules at most", DIAG_RULES_MAX);
		return -EINVAL;
	}
	struct rule *rule = &r->rule[r->count];
	int e = filter_new_rule(text, at, &rule->filter, &rule->for_us, error);
	if (e < 0)
		return e;
	r->count++;
	size_t end = *at;
	while (strchr(blanks, text[end - 1]))
		end--;
	rule->text = strndup(text + from, end - from);
	return rule->text ? 0 : -ENOMEM;
}

int rules_new(const char *text, struct rules **out, struct filter_error *error)
{
	struct rules *r = calloc(1, sizeof *r);
	int e = r ? 0 : -ENOMEM;
	*error = (struct filter_error){0};
	if (r)
		atomic_init(&r->refs, 1);
	for (size_t at = skip(text, 0); e == 0 && text[at]; at = skip(text, at))
		e = add(r, text, &at, error);
	if (e < 0)
		rules_unref(r);
	else
		*out = r;
	return e;
}

/* ---- asking ---- */

size_t rules_count(const struct rules *r)
{
	return r ? r->count : 0;
}

const char *rules_names(const struct rules *r, unsigned bits, char *text, size_t size)
{
	size_t used = 0;
	text[0] = '\0';
	for (size_t i = 0; i < rules_count(r) && used < size; i++)
		if (bits >> i & 1)
			used += (size_t)snprintf(
			    text + used, size - used, "%s%s", used ? "; " : "", r->rule[i].text);
	return text;
}

bool rules_want_time_wait(const struct rules *r)
{
	for (size_t i = 0; i < rules_count(r); i++)
		if (filter_wants_time_wait(r->rule[i].filter))
			return true;
	return false;
}

/* ---- looking ---- */

/* For each rule its number among those of the snapshot before, -1: it is new. */
struct rules_map {
	int from[DIAG_RULES_MAX];
	bool same; /* all keep their numbers */
};

static int find(const struct rules *r, const char *text)
{
	for (size_t i = 0; i < rules_count(r); i++)
		if (strcmp(r->rule[i].text, text) == 0)
			return (int)i;
	return -1;
}

static struct rules_map map_rules(const struct rules *now, const struct rules *before)
{
	struct rules_map m = {.same = rules_count(now) == rules_count(before)};
	for (size_t i = 0; i < rules_count(now); i++) {
		m.from[i] = find(before, now->rule[i].text);
		m.same = m.same && m.from[i] == (int)i;
	}
	return m;
}

static void renumber(struct diag_row *row, const struct rules_map *m, size_t count)
{
	const struct diag_row before = *row;
	row->told = 0;
	memset(row->fits_ns, 0, sizeof row->fits_ns);
	for (size_t i = 0; i < count; i++) {
		if (m->from[i] < 0)
			continue;
		row->fits_ns[i] = before.fits_ns[m->from[i]];
		row->told |= (uint8_t)((before.told >> m->from[i] & 1) << i);
	}
}

/* Is it marked? */
static bool judge(
    const struct rule *rule, const struct diag_snapshot *s, struct diag_row *row, int64_t *fits_ns)
{
	if (!filter_match(rule->filter, s, row)) {
		*fits_ns = 0;
		return false;
	}
	if (!*fits_ns)
		*fits_ns = s->mono_ns;
	return (uint64_t)(s->mono_ns - *fits_ns) >= rule->for_us * NS_PER_US;
}

static void judge_all(const struct rules *r, const struct diag_snapshot *s, struct diag_row *row,
    const struct rules_map *m)
{
	row->rules = row->rang = 0;
	if (row->mark == DIAG_CLOSED || !row->cookie)
		return;
	for (size_t i = 0; i < r->count; i++) {
		uint8_t bit = (uint8_t)(1u << i);
		if (!judge(&r->rule[i], s, row, &row->fits_ns[i]))
			continue;
		row->rules |= bit;
		if (!(row->told & bit) && m->from[i] >= 0)
			row->rang |= bit;
		row->told |= bit;
	}
}

void rules_look(struct diag_snapshot *s, struct rules *rules)
{
	const struct rules_map m = map_rules(rules, s->rules);
	for (size_t i = 0; rules_count(rules) && i < s->count; i++) {
		if (!m.same)
			renumber(&s->rows[i], &m, rules->count);
		judge_all(rules, s, &s->rows[i], &m);
	}
	rules_unref(s->rules);
	s->rules = rules_ref(rules);
}
