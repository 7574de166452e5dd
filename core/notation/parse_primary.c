/* Atoms, and what may follow them: names, literals, brackets, .attribute, (call), [index]. */
#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/parse.h"

static struct node *parse_name(struct parser *p)
{
	struct node *n = parse_node(p, NODE_NAME);
	if (!n || !(n->name = parse_token_text(p, &p->token)))
		return NULL;
	parse_advance(p);
	return n;
}

static struct node *parse_constant(struct parser *p)
{
	struct value *v = parse_is(p, "None")	 ? value_none()
			  : parse_is(p, "True")	 ? value_bool(true)
			  : parse_is(p, "False") ? value_bool(false)
						 : NULL;
	if (!v)
		return parse_unexpected(p);
	struct node *n = parse_const(p, v, &p->token);
	parse_advance(p);
	return n;
}

/* The items up to the closing bracket; a comma may stand after the last. */
static struct node *parse_items(struct parser *p, struct node *n, const char *close)
{
	struct node *last = NULL;
	while (n && !parse_is(p, close)) {
		struct node *item = parse_expression(p);
		if (!item)
			return NULL;
		node_append(n, &last, item);
		if (!parse_take(p, ","))
			break;
	}
	return n && parse_need(p, close) ? n : NULL;
}

static struct node *parse_list(struct parser *p)
{
	struct node *n = parse_node(p, NODE_LIST);
	parse_advance(p);
	return parse_items(p, n, "]");
}

static struct node *parse_parens(struct parser *p)
{
	struct node *n = parse_node(p, NODE_TUPLE);
	parse_advance(p);
	if (!n || parse_take(p, ")"))
		return n;
	if (!parse_expression_begins(p))
		return parse_unexpected(p);
	struct node *first = parse_expressions(p);
	if (!first || !parse_need(p, ")"))
		return NULL;
	first->parens = true;
	return first;
}

static struct node *parse_atom(struct parser *p)
{
	switch (p->token.kind) {
	case TOKEN_NAME:
		return parse_name(p);
	case TOKEN_INT:
	case TOKEN_FLOAT:
		return parse_number(p);
	case TOKEN_STRING:
		return parse_strings(p);
	case TOKEN_KEYWORD:
		return parse_constant(p);
	default:
		break;
	}
	if (parse_is(p, "("))
		return parse_parens(p);
	if (parse_is(p, "["))
		return parse_list(p);
	return parse_unexpected(p);
}

static struct node *parse_attr(struct parser *p)
{
	struct node *n = parse_node(p, NODE_ATTR);
	parse_advance(p);
	if (p->token.kind != TOKEN_NAME)
		return parse_unexpected(p);
	if (!n || !(n->name = parse_token_text(p, &p->token)))
		return NULL;
	parse_advance(p);
	return n;
}

static bool named_before(const struct node *call, const char *name)
{
	for (const struct node *a = call->child; a; a = a->next) {
		if (a->kind == NODE_KEYWORD && strcmp(a->name, name) == 0)
			return true;
	}
	return false;
}

/* name=value, where the name has been read as an expression. */
static struct node *parse_keyword(struct parser *p, const struct node *call, struct node *name)
{
	struct token t = {.line = name->line, .at = name->at};
	const char *constant = node_constant(name);
	if (constant)
		return parse_fail(p, &t, &exc_SyntaxError, "cannot assign to %s", constant);
	if (name->kind != NODE_NAME || name->parens)
		return parse_fail(p, &t, &exc_SyntaxError,
		    "expression cannot contain assignment, perhaps you meant \"==\"?");
	if (named_before(call, name->name))
		return parse_fail(
		    p, &t, &exc_SyntaxError, "keyword argument repeated: %s", name->name);
	parse_advance(p);
	struct node *value = parse_expression(p);
	struct node *n = parse_parent(p, NODE_KEYWORD, value);
	if (n)
		n->name = name->name;
	return n;
}

static struct node *parse_argument(struct parser *p, const struct node *call, bool *keywords)
{
	struct token t = p->token;
	struct node *n = parse_expression(p);
	if (!n)
		return NULL;
	if (parse_is(p, "=")) {
		*keywords = true;
		return parse_keyword(p, call, n);
	}
	if (*keywords)
		return parse_fail(
		    p, &t, &exc_SyntaxError, "positional argument follows keyword argument");
	return n;
}

static struct node *parse_call(struct parser *p)
{
	struct node *n = parse_node(p, NODE_CALL), *last = NULL;
	bool keywords = false;
	parse_advance(p);
	while (n && !parse_is(p, ")")) {
		struct node *arg = parse_argument(p, n, &keywords);
		if (!arg)
			return NULL;
		node_append(n, &last, arg);
		if (!parse_take(p, ","))
			break;
	}
	return n && parse_need(p, ")") ? n : NULL;
}

static struct node *parse_bound(struct parser *p)
{
	bool empty = parse_is(p, ":") || parse_is(p, "]");
	return empty ? parse_node(p, NODE_EMPTY) : parse_expression(p);
}

static struct node *parse_slice(struct parser *p, struct node *first)
{
	struct node *n = parse_parent(p, NODE_SLICE, first), *last = first;
	while (n && n->count < 3 && parse_take(p, ":")) {
		struct node *bound = parse_bound(p);
		if (!bound)
			return NULL;
		node_append(n, &last, bound);
	}
	struct node *none = n && n->count < 3 ? parse_node(p, NODE_EMPTY) : NULL;
	if (none)
		node_append(n, &last, none);
	return p->failed ? NULL : n;
}

static struct node *parse_index(struct parser *p)
{
	parse_advance(p);
	if (!parse_is(p, ":") && !parse_expression_begins(p))
		return parse_unexpected(p);
	struct node *n = parse_is(p, ":") ? parse_node(p, NODE_EMPTY) : parse_expressions(p);
	if (n && parse_is(p, ":"))
		n = parse_slice(p, n);
	else
		n = parse_parent(p, NODE_INDEX, n);
	return n && parse_need(p, "]") ? n : NULL;
}

struct node *parse_primary(struct parser *p)
{
	struct node *n = parse_atom(p), *last = n;
	bool first = true;
	while (n && p->token.kind == TOKEN_OP) {
		struct node *(*parse)(struct parser *) = parse_is(p, ".")   ? parse_attr
							 : parse_is(p, "(") ? parse_call
							 : parse_is(p, "[") ? parse_index
									    : NULL;
		if (!parse)
			break;
		if (first)
			n = parse_parent(p, NODE_PRIMARY, n);
		first = false;
		struct node *trailer = n ? parse(p) : NULL;
		if (!trailer)
			return NULL;
		node_append(n, &last, trailer);
	}
	return p->failed ? NULL : n;
}
