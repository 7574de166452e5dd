/*
 * eval: the value of an expression, and the effect of a statement. On the thread that runs the
 * line; it never changes the tree. References are dropped when Python drops them, because a socket
 * closes with its last one.
 */
#ifndef CORE_NOTATION_EVAL_H
#define CORE_NOTATION_EVAL_H

#include "core/notation/ast.h"

struct run;
struct value;

/* 0 with a new reference, or negative with run->exc set. */
int eval(struct run *run, const struct node *n, struct value **out);

/* .name, (...), [...]: what follows an atom. base's reference is taken. */
int eval_trailers(
    struct run *run, const struct node *first, struct value *base, struct value **out);

/* One statement. value, where not NULL: a bare expression's value, else NULL is put there. */
int exec_statement(struct run *run, const struct stmt *s, struct value **value);

/* import; value is the module. Raised SyntaxError where the notation has no such module. */
int exec_import(struct run *run, const struct stmt *s);
int exec_from(struct run *run, const struct stmt *s);

#endif
