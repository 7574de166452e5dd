/* give: what operations take and give alike: optional arguments, and the result (give() of the
 * notation). The evaluating thread. */
#ifndef CORE_OPS_GIVE_H
#define CORE_OPS_GIVE_H

#include "core/notation/give.h"

/* An optional argument: is it there, and not None? */
static inline bool has_arg(const struct call *c, size_t i)
{
	return c->arg[i] && c->arg[i] != value_none();
}

/* An optional C int: *out keeps what the caller put there when the argument was left out. */
static inline int call_opt_int(struct call *c, size_t i, int *out)
{
	return c->arg[i] ? call_c_int(c, i, out) : 0;
}

#endif
