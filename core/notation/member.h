/*
 * member: what stands after a dot, and what a plain name means. On the evaluating thread.
 */
#ifndef CORE_NOTATION_MEMBER_H
#define CORE_NOTATION_MEMBER_H

struct attr;
struct module;
struct op;
struct run;
struct type;
struct value;

/* v.name: 0 with a new reference; or raised AttributeError. */
int member_get(struct run *run, struct value *v, const char *name, struct value **out);

/* v.name = value */
int member_set(struct run *run, struct value *v, const char *name, struct value *value);

/* The row that v.name(...) calls, without making it a value; with *self what it is bound to, which
 * is v or NULL for a function. NULL: use member_get() and call what it gives. */
const struct op *member_method(const struct value *v, const char *name);

/* A member of a module. 0 found; -ENOENT, nothing raised; -ENOMEM. */
int member_of_module(const struct module *m, const char *name, struct value **out);

/* Visit all that v.NAME or module.NAME could be, until fn gives non-zero, which is returned. */
int member_each(const struct value *v, int (*fn)(void *ctx, const char *name), void *ctx);
int member_each_of_module(
    const struct module *m, int (*fn)(void *ctx, const char *name), void *ctx);

/* A name: bound in env, or a member of an ambient module. 0, or raised NameError. */
int member_name(struct run *run, const char *name, struct value **out);

#endif
