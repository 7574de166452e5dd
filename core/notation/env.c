#include "core/notation/env.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/value.h"

/* A name keeps its place once it has one: unbinding empties it, binding again fills it. */
struct name {
	char *text;
	uint32_t hash;
	bool changed;	     /* since the env was made */
	struct value *value; /* owned; NULL: not bound */
};

struct env {
	struct name *names;
	size_t count, room;
	uint32_t *slots; /* open addressing: index into names plus one; 0: free */
	size_t nslots;	 /* a power of two above twice the names, or 0 */
};

#define SLOTS_MIN 32

static uint32_t hash_of(const char *text) /* FNV-1a */
{
	uint32_t h = 2166136261u;
	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 16777619u;
	return h;
}

int env_new(struct env **out)
{
	*out = calloc(1, sizeof **out);
	return *out ? 0 : -ENOMEM;
}

void env_free(struct env *env)
{
	if (!env)
		return;
	for (size_t i = 0; i < env->count; i++) {
		value_unref(env->names[i].value);
		free(env->names[i].text);
	}
	free(env->names);
	free(env->slots);
	free(env);
}

/* The slot that holds the name, or the free one where it would go. There is always a free one. */
static uint32_t *slot_of(const struct env *env, const char *text, uint32_t hash)
{
	size_t mask = env->nslots - 1;
	for (size_t i = hash & mask;; i = (i + 1) & mask) {
		uint32_t *slot = &env->slots[i];
		if (!*slot)
			return slot;
		const struct name *n = &env->names[*slot - 1];
		if (n->hash == hash && strcmp(n->text, text) == 0)
			return slot;
	}
}

static struct name *find(const struct env *env, const char *text)
{
	if (!env->nslots)
		return NULL;
	uint32_t slot = *slot_of(env, text, hash_of(text));
	return slot ? &env->names[slot - 1] : NULL;
}

static int grow_slots(struct env *env)
{
	size_t n = env->nslots ? env->nslots * 2 : SLOTS_MIN;
	uint32_t *slots = calloc(n, sizeof *slots);
	if (!slots)
		return -ENOMEM;
	free(env->slots);
	env->slots = slots;
	env->nslots = n;
	for (size_t i = 0; i < env->count; i++)
		*slot_of(env, env->names[i].text, env->names[i].hash) = (uint32_t)i + 1;
	return 0;
}

static int grow_names(struct env *env)
{
	size_t room = env->room ? env->room * 2 : SLOTS_MIN / 2;
	struct name *names = realloc(env->names, room * sizeof *names);
	if (!names)
		return -ENOMEM;
	env->names = names;
	env->room = room;
	return 0;
}

static struct name *add(struct env *env, const char *text)
{
	if (env->count == env->room && grow_names(env) < 0)
		return NULL;
	if (2 * (env->count + 1) > env->nslots && grow_slots(env) < 0)
		return NULL;
	char *copy = strdup(text);
	if (!copy)
		return NULL;
	uint32_t hash = hash_of(text);
	*slot_of(env, text, hash) = (uint32_t)env->count + 1;
	struct name *n = &env->names[env->count++];
	*n = (struct name){.text = copy, .hash = hash};
	return n;
}

struct value *env_get(const struct env *env, const char *name)
{
	const struct name *n = find(env, name);
	return n ? n->value : NULL;
}

static int bind(struct env *env, const char *name, struct value *v, bool change)
{
	struct name *n = find(env, name);
	if (!n)
		n = add(env, name);
	if (!n)
		return -ENOMEM;
	struct value *old = n->value;
	n->value = value_ref(v);
	n->changed = n->changed || change;
	value_unref(old);
	return 0;
}

int env_set(struct env *env, const char *name, struct value *v)
{
	return bind(env, name, v, true);
}

int env_seed(struct env *env, const char *name, struct value *v)
{
	return bind(env, name, v, false);
}

int env_del(struct env *env, const char *name)
{
	struct name *n = find(env, name);
	if (!n || !n->value)
		return -ENOENT;
	struct value *old = n->value;
	n->value = NULL;
	n->changed = true;
	value_unref(old);
	return 0;
}

int env_commit(const struct env *from, struct env *to)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct name *n = &from->names[i];
		if (!n->changed)
			continue;
		if (!n->value)
			env_del(to, n->text);
		else if (env_set(to, n->text, n->value) < 0)
			return -ENOMEM;
	}
	return 0;
}

int env_each(
    const struct env *env, int (*fn)(void *ctx, const char *name, struct value *v), void *ctx)
{
	for (size_t i = 0; i < env->count; i++) {
		int r = env->names[i].value ? fn(ctx, env->names[i].text, env->names[i].value) : 0;
		if (r)
			return r;
	}
	return 0;
}
