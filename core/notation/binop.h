/*
 * binop: what the operators do to values. On the evaluating thread. CPython: Objects/abstract.c and
 * the types' number and sequence slots.
 */
#ifndef CORE_NOTATION_BINOP_H
#define CORE_NOTATION_BINOP_H

#include "core/notation/ast.h"

struct run;
struct value;

/* a op b and op a; arguments borrowed. 0 with a new reference in *out, or raised. */
int binop_apply(
    struct run *run, enum operator op, struct value *a, struct value *b, struct value **out);
int unop_apply(struct run *run, enum operator op, struct value *v, struct value **out);

/* a op b for the comparisons, in, is and their opposites. 0 or raised. */
int compare_apply(struct run *run, enum operator op, struct value *a, struct value *b, bool *out);

/* How the operator is written. */
const char *operator_text(enum operator op);

/* str % values: b is a tuple of them, or the one. 0 with a new str, or raised. */
int format_apply(struct run *run, struct value *a, struct value *b, struct value **out);

#endif
