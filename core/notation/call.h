/*
 * call: arguments put onto the parameters of a row, and the row run. On the evaluating thread.
 */
#ifndef CORE_NOTATION_CALL_H
#define CORE_NOTATION_CALL_H

#include <stddef.h>

#include "core/notation/op.h"

/* What stands between the parentheses; all borrowed. */
struct arguments {
	struct value *const *given; /* by position */
	size_t ngiven;
	const char *const *names; /* by keyword */
	struct value *const *named;
	size_t nnamed;
};

/* Call a function, a method or a class. 0 with a new reference in *result; or negative, raised. */
int call_value(
    struct run *run, struct value *callable, const struct arguments *args, struct value **result);

/* Call the row of a method or a function (self NULL) without making it a value first. */
int call_op(struct run *run, const struct op *op, struct value *self, const struct arguments *args,
    struct value **result);

#endif
