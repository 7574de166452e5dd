#include "core/notation/import.h"

#include <errno.h>
#include <string.h>

#include "core/notation/env.h"
#include "core/notation/eval.h"
#include "core/notation/exc.h"
#include "core/notation/member.h"
#include "core/notation/op.h"
#include "core/notation/run.h"

const struct module *import_find(const struct module *const *modules, const char *name)
{
	for (; modules && *modules; modules++) {
		if (strcmp((*modules)->name, name) == 0)
			return *modules;
	}
	return NULL;
}

static bool all_there(const struct stmt *s, const struct module *const *modules, const char **name)
{
	*name = s->name;
	if (s->kind == STMT_FROM)
		return import_find(modules, s->name);
	for (const struct node *n = s->target; n && s->kind == STMT_IMPORT; n = n->next) {
		*name = n->name;
		if (!import_find(modules, n->name))
			return false;
	}
	return true;
}

static const struct stmt *missing_in(
    const struct stmt *lines, const struct module *const *modules, const char **name)
{
	for (; lines; lines = lines->next) {
		if (!all_there(lines, modules, name))
			return lines;
	}
	return NULL;
}

const struct stmt *import_missing(
    const struct stmt *s, const struct module *const *modules, const char **name)
{
	if (s->kind != STMT_TRY)
		return all_there(s, modules, name) ? NULL : s;
	const struct stmt *found = missing_in(s->body, modules, name);
	for (const struct stmt *c = s->handlers; c && !found; c = c->next)
		found = missing_in(c->body, modules, name);
	return found;
}

static int no_module(struct run *run, const char *name)
{
	return exc_raise(run, &exc_ModuleNotFoundError, "No module named '%s'", name);
}

static int bind(struct run *run, const struct node *alias, struct value *v)
{
	int r = v ? env_set(run->env, alias->child->name, v) : -ENOMEM;
	value_unref(v);
	return r < 0 ? exc_raise_memory(run) : 0;
}

int exec_import(struct run *run, const struct stmt *s)
{
	int r = 0;
	for (const struct node *n = s->target; n && r == 0; n = n->next) {
		const struct module *m = import_find(run->modules, n->name);
		r = m ? bind(run, n, value_module(m)) : no_module(run, n->name);
	}
	return r;
}

int exec_from(struct run *run, const struct stmt *s)
{
	const struct module *m = import_find(run->modules, s->name);
	int r = m ? 0 : no_module(run, s->name);
	for (const struct node *n = s->target; n && r == 0; n = n->next) {
		struct value *v = NULL;
		r = member_of_module(m, n->name, &v);
		if (r == -ENOENT)
			return exc_raise(run, &exc_ImportError,
			    "cannot import name '%s' from '%s' (unknown location)", n->name,
			    s->name);
		r = bind(run, n, v);
	}
	return r;
}
