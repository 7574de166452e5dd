#include "core/notation/exc.h"
#include "core/notation/parse.h"

static const char *take_name(struct parser *p)
{
	if (p->token.kind != TOKEN_NAME)
		return parse_unexpected(p);
	const char *name = parse_token_text(p, &p->token);
	parse_advance(p);
	return name;
}

/* name [as name] */
static struct node *parse_alias(struct parser *p)
{
	struct node *alias = parse_node(p, NODE_ALIAS), *bound = parse_node(p, NODE_NAME);
	if (!alias || !bound || !(alias->name = take_name(p)))
		return NULL;
	bound->name = parse_take(p, "as") ? take_name(p) : alias->name;
	alias->child = bound;
	return p->failed ? NULL : alias;
}

static bool no_dots(struct parser *p)
{
	if (parse_is(p, ".") || parse_is(p, "..."))
		parse_lacks(p, &p->token, "packages");
	return !p->failed;
}

struct stmt *parse_import(struct parser *p)
{
	struct stmt *s = parse_stmt(p, STMT_IMPORT);
	struct node **link = s ? &s->target : NULL;
	parse_advance(p);
	do {
		struct node *alias = s ? parse_alias(p) : NULL;
		if (!alias || !no_dots(p))
			return NULL;
		*link = alias;
		link = &alias->next;
	} while (parse_take(p, ","));
	return s;
}

/* Up to the closing bracket where there is an opening one; only there may a comma come last. */
static struct stmt *parse_members(struct parser *p, struct stmt *s, bool parens)
{
	struct node **link = &s->target;
	do {
		if (s->target && parens && parse_is(p, ")"))
			break;
		if (s->target && !parens && p->token.kind == TOKEN_NEWLINE)
			return parse_fail(p, &p->token, &exc_SyntaxError,
			    "trailing comma not allowed without surrounding parentheses");
		struct node *alias = parse_alias(p);
		if (!alias)
			return NULL;
		*link = alias;
		link = &alias->next;
	} while (parse_take(p, ","));
	if (parens && !parse_need(p, ")"))
		return NULL;
	return s;
}

struct stmt *parse_from(struct parser *p)
{
	struct stmt *s = parse_stmt(p, STMT_FROM);
	parse_advance(p);
	if (!s || !no_dots(p) || !(s->name = take_name(p)))
		return NULL;
	if (!no_dots(p) || !parse_need(p, "import"))
		return NULL;
	if (parse_is(p, "*"))
		return parse_lacks(p, &p->token, "import *");
	return parse_members(p, s, parse_take(p, "("));
}
