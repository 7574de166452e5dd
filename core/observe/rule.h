/*
 * rule: watch rules: what a socket has to be like, and for how long, to be marked.
 *
 *	close_wait>30s
 *	recvq>64K for 5s; proc:nginx state:listen queue>10
 *
 * A rule is a filter (filter.h), and "for TIME" where it has to fit for so long; several stand
 * behind each other with ";" between them. A row is marked while it fits, and was seen to fit at
 * each look for that long; the time begins with the first look that saw it, by the monotonic clock,
 * because the kernel does not tell since when anything is so. A bell belongs to the first time that
 * a rule marks a socket: one that comes and goes rings no second time, and what is so already when
 * the rule is first asked does not ring: it is seen. A look after a pause (frozen, hidden) begins
 * the time anew. Rows without a cookie are never marked: they cannot be told from others.
 *
 * The rules are constant once made, and counted: any thread. What became of them stands in the rows
 * of the snapshots, and goes from one to the next by diag_compare().
 *
 *	rules_new("close_wait>30s", &rules, &error);
 *	diag_compare(now, before, keep_ns);
 *	rules_look(now, rules);
 *	if (now->rows[0].rules & 1)
 *		... the first rule marks it ...
 */
#ifndef CORE_OBSERVE_RULE_H
#define CORE_OBSERVE_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/observe/diag.h"
#include "core/observe/filter.h"

struct rules;

/* One reference, the caller's. Text without any rule gives one without any. 0; -EINVAL with *error,
 * also for more than DIAG_RULES_MAX; -ENOMEM. */
int rules_new(const char *text, struct rules **out, struct filter_error *error);
struct rules *rules_ref(struct rules *r); /* NULL is fine */
void rules_unref(struct rules *r);	  /* NULL is fine */

/* NULL counts none. */
size_t rules_count(const struct rules *r);

/* The texts of the rules with these bits, "; " between them; "" for none. Returns text. */
const char *rules_names(const struct rules *r, unsigned bits, char *text, size_t size);

/* Does one of them ask for connections in TIME_WAIT? */
bool rules_want_time_wait(const struct rules *r);

/*
 * Hold the rows of a new snapshot against the rules (NULL: none), once, before it is shared. A rule
 * that the snapshot before was asked for, too, goes on with what was seen then.
 */
void rules_look(struct diag_snapshot *s, struct rules *rules);

#endif
