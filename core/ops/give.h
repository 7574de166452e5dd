/* give: hand a new value to the caller of an operation. The evaluating thread. */
#ifndef CORE_OPS_GIVE_H
#define CORE_OPS_GIVE_H

#include "core/notation/exc.h"
#include "core/notation/op.h"

/* Make v (taken) the result; NULL stands for a failed allocation and raises MemoryError. */
static inline int give(struct call *c, struct value *v)
{
	c->result = v;
	return v ? 0 : exc_raise_memory(c->run);
}

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
