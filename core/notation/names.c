/* Which names a statement reads and binds, and whether it may wait: questions about the tree. */
#include <string.h>

#include "core/notation/notation.h"
#include "core/notation/parse.h"

typedef int (*visit_fn)(void *ctx, const char *name);

/* Nodes nest at most NOTATION_DEPTH_MAX deep (a few levels each), so recursion is bounded. */
static int read_names(const struct node *n, visit_fn fn, void *ctx)
{
	int r = 0;
	if (n->kind == NODE_NAME)
		return fn(ctx, n->name);
	for (const struct node *c = n->child; c && r == 0; c = c->next)
		r = read_names(c, fn, ctx);
	return r;
}

/* A target reads the object of an attribute, and nothing else. */
static int read_target(const struct node *n, visit_fn fn, void *ctx)
{
	int r = 0;
	if (n->kind == NODE_ATTR)
		return read_names(n->child, fn, ctx);
	for (const struct node *c = n->child; c && r == 0; c = c->next)
		r = read_target(c, fn, ctx);
	return r;
}

static int bind_target(const struct node *n, visit_fn fn, void *ctx)
{
	int r = 0;
	if (n->kind == NODE_NAME)
		return fn(ctx, n->name);
	if (n->kind == NODE_ATTR)
		return 0;
	for (const struct node *c = n->child; c && r == 0; c = c->next)
		r = bind_target(c, fn, ctx);
	return r;
}

static int each_line(const struct stmt *s, int (*each)(const struct stmt *, visit_fn, void *),
    visit_fn fn, void *ctx)
{
	int r = 0;
	for (; s && r == 0; s = s->next)
		r = each(s, fn, ctx);
	return r;
}

static int stmt_reads(const struct stmt *s, visit_fn fn, void *ctx)
{
	int r = s->value ? read_names(s->value, fn, ctx) : 0;
	if (r == 0 && s->kind == STMT_ASSIGN)
		r = read_target(s->target, fn, ctx);
	if (r == 0 && s->kind == STMT_ASSERT && s->target)
		r = read_names(s->target, fn, ctx);
	for (const struct node *n = s->target; n && r == 0 && s->kind == STMT_DEL; n = n->next)
		r = fn(ctx, n->name);
	if (r == 0)
		r = each_line(s->body, stmt_reads, fn, ctx);
	return r == 0 ? each_line(s->handlers, stmt_reads, fn, ctx) : r;
}

static int stmt_binds(const struct stmt *s, visit_fn fn, void *ctx)
{
	int r = 0;
	bool import = s->kind == STMT_IMPORT || s->kind == STMT_FROM;
	if (s->kind == STMT_ASSIGN)
		r = bind_target(s->target, fn, ctx);
	for (const struct node *n = s->target; n && r == 0 && s->kind == STMT_DEL; n = n->next)
		r = fn(ctx, n->name);
	for (const struct node *n = s->target; n && r == 0 && import; n = n->next)
		r = fn(ctx, n->child->name);
	if (r == 0 && s->name && s->kind == STMT_EXCEPT)
		r = fn(ctx, s->name);
	if (r == 0)
		r = each_line(s->body, stmt_binds, fn, ctx);
	return r == 0 ? each_line(s->handlers, stmt_binds, fn, ctx) : r;
}

int program_reads(const struct program *p, size_t i, visit_fn fn, void *ctx)
{
	return stmt_reads(p->stmts[i], fn, ctx);
}

int program_binds(const struct program *p, size_t i, visit_fn fn, void *ctx)
{
	return stmt_binds(p->stmts[i], fn, ctx);
}
