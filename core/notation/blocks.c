/* May a statement wait in the kernel? Asked of the rows: any whose name is called in it. */
#include <string.h>

#include "core/notation/file.h"
#include "core/notation/notation.h"
#include "core/notation/parse.h"

/* What the rows say of a name that is called. */
enum answer {
	ANSWER_UNKNOWN, /* no row has it: whatever it holds may wait */
	ANSWER_NO,
	ANSWER_YES,
};

static enum answer ask_rows(const struct op_list *const *lists, const char *name)
{
	enum answer answer = ANSWER_UNKNOWN;
	for (; lists && *lists; lists++) {
		for (size_t i = 0; i < (*lists)->count; i++) {
			const struct op *op = &(*lists)->rows[i];
			if (strcmp(op->name, name) != 0)
				continue;
			if (op->flags & OP_BLOCKS)
				return ANSWER_YES;
			answer = ANSWER_NO;
		}
	}
	return answer;
}

static enum answer ask_types(const struct type *const *types, const char *name)
{
	enum answer answer = ANSWER_UNKNOWN;
	for (; types && *types && answer != ANSWER_YES; types++) {
		const struct op *row = (*types)->signature;
		enum answer one = ANSWER_UNKNOWN;
		for (const struct type *t = *types; t && one == ANSWER_UNKNOWN; t = t->base)
			one = ask_rows(t->ops, name);
		if (strcmp((*types)->name, name) == 0)
			one = row && row->flags & OP_BLOCKS ? ANSWER_YES : ANSWER_NO;
		answer = one > answer ? one : answer;
	}
	return answer;
}

static enum answer ask_module(const struct module *m, const char *name)
{
	enum answer rows = ask_rows(m->ops, name), types = ask_types(m->types, name);
	return rows > types ? rows : types;
}

/* Types that no module has a name for: what open() gives. */
static const struct type *const nameless[] = {&type_file_text, &type_file_bytes, NULL};

static bool name_may_wait(const struct module *const *modules, const char *name, bool unknown_may)
{
	enum answer answer = ask_module(&module_builtins, name),
		    of_file = ask_types(nameless, name);
	if (of_file > answer)
		answer = of_file;
	for (; modules && *modules && answer != ANSWER_YES; modules++) {
		enum answer one = ask_module(*modules, name);
		answer = one > answer ? one : answer;
	}
	return answer == ANSWER_YES || (answer == ANSWER_UNKNOWN && unknown_may);
}

/* callee(...): a plain name that no row has may hold anything; an attribute that no row has is
 * an AttributeError or a class. */
static bool call_may_wait(const struct node *callee, const struct module *const *modules)
{
	if (callee->kind == NODE_NAME)
		return name_may_wait(modules, callee->name, true);
	if (callee->kind == NODE_ATTR)
		return name_may_wait(modules, callee->name, false);
	return true;
}

static bool may_wait(const struct node *n, const struct module *const *modules)
{
	for (const struct node *c = n->child; c; c = c->next) {
		bool call = n->kind == NODE_PRIMARY && c->next && c->next->kind == NODE_CALL;
		if ((call && call_may_wait(c, modules)) || may_wait(c, modules))
			return true;
	}
	return false;
}

static bool stmt_may_wait(const struct stmt *s, const struct module *const *modules)
{
	for (; s; s = s->next) {
		if (s->value && may_wait(s->value, modules))
			return true;
		if (s->kind == STMT_ASSERT && s->target && may_wait(s->target, modules))
			return true;
		if (stmt_may_wait(s->body, modules) || stmt_may_wait(s->handlers, modules))
			return true;
	}
	return false;
}

bool program_blocks(const struct program *p, size_t i, const struct module *const *modules)
{
	struct stmt one = *p->stmts[i];
	one.next = NULL;
	return stmt_may_wait(&one, modules);
}
