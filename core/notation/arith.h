/* arith: the operators on numbers, by Python's rules of sign. On the evaluating thread. */
#ifndef CORE_NOTATION_ARITH_H
#define CORE_NOTATION_ARITH_H

#include "core/notation/ast.h"

struct run;
struct value;

/* Both are ints or bools: 0, or raised. -ENOTSUP, nothing raised: no such operator. */
int arith_int(struct run *run, enum operator op, const struct value *a, const struct value *b,
    struct value **out);
int arith_float(struct run *run, enum operator op, double a, double b, struct value **out);

#endif
