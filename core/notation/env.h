/*
 * env: names and what they hold, in the order they were first bound.
 *
 * One owner thread, no lock. The session has one; a line that runs on a worker gets a small one of
 * its own with just the names it mentions, and what it changed is committed when it ends.
 */
#ifndef CORE_NOTATION_ENV_H
#define CORE_NOTATION_ENV_H

#include <stdbool.h>

struct env;
struct value;

int env_new(struct env **out);	/* 0 or -ENOMEM */
void env_free(struct env *env); /* drops all values */

/* Borrowed, or NULL when the name is not bound. */
struct value *env_get(const struct env *env, const char *name);

/* Bind (refs the value) or unbind. 0, -ENOMEM; env_del: -ENOENT. */
int env_set(struct env *env, const char *name, struct value *v);
int env_del(struct env *env, const char *name);

/* Bind without counting it as a change: how a line's own env gets what it captures. */
int env_seed(struct env *env, const char *name, struct value *v);

/* Apply to `to` every name set or deleted in `from` since it was made. 0 or -ENOMEM. */
int env_commit(const struct env *from, struct env *to);

/* Visit each bound name in order; stop when fn returns non-zero, and return that. */
int env_each(
    const struct env *env, int (*fn)(void *ctx, const char *name, struct value *v), void *ctx);

#endif
