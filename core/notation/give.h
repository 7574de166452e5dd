/*
 * give: hand a new value to the caller of an operation. The evaluating thread.
 *
 *	return give(c, value_int(n));
 */
#ifndef CORE_NOTATION_GIVE_H
#define CORE_NOTATION_GIVE_H

#include "core/notation/exc.h"
#include "core/notation/op.h"

/* Make v (taken) the result; NULL stands for a failed allocation and raises MemoryError. 0 or
 * raised. */
static inline int give(struct call *c, struct value *v)
{
	c->result = v;
	return v ? 0 : exc_raise_memory(c->run);
}

#endif
