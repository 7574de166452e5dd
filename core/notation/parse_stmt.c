#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/parse.h"

struct stmt *parse_stmt(struct parser *p, enum stmt_kind kind)
{
	struct stmt *s = arena_take(p->arena, sizeof *s);
	if (!s)
		return parse_no_memory(p);
	s->kind = kind;
	s->line = p->token.line;
	s->at = p->token.at;
	return s;
}

static const char *kind_words(const struct node *n)
{
	const char *constant = node_constant(n);
	if (constant)
		return constant;
	switch (n->kind) {
	case NODE_CONST:
	case NODE_BIG:
		return "literal";
	case NODE_COMPARE:
		return "comparison";
	case NODE_TUPLE:
		return "tuple";
	case NODE_LIST:
		return "list";
	default:
		return "expression";
	}
}

static const struct node *last_trailer(const struct node *n)
{
	const struct node *t = n->child->next;
	while (t->next)
		t = t->next;
	return t;
}

/* Where `=` may have been meant as `==`, CPython says so. */
static const char *equal_hint(const struct node *n, bool single)
{
	bool call = n->kind == NODE_PRIMARY;
	bool value = !node_constant(n) && (n->kind == NODE_CONST || n->kind == NODE_BIG);
	if (!single || !(call || value || n->kind == NODE_CHAIN || n->kind == NODE_UNARY))
		return "";
	return " here. Maybe you meant '==' instead of '='?";
}

static bool bad_target(struct parser *p, const struct node *n, const char *verb, bool single)
{
	struct token t = {.line = n->line, .at = n->at};
	const char *hint = equal_hint(n, single);
	if (n->kind != NODE_PRIMARY) {
		parse_fail(p, &t, &exc_SyntaxError, "cannot %s %s%s", verb, kind_words(n), hint);
		return false;
	}
	const struct node *trailer = last_trailer(n);
	if (trailer->kind == NODE_CALL)
		parse_fail(p, &t, &exc_SyntaxError, "cannot %s function call%s", verb, hint);
	else if (trailer->kind == NODE_ATTR)
		parse_lacks(p, &t, "del of an attribute");
	else
		parse_lacks(p, &t, "changing of items");
	return false;
}

/* a.b.c as a target becomes the ATTR c of the object a.b. */
static bool split_attr(struct parser *p, struct node *n)
{
	struct node **link = &n->child->next;
	while ((*link)->next)
		link = &(*link)->next;
	const struct node *last = *link;
	*link = NULL;
	struct node *object = n->child;
	if (object->next && (object = parse_node(p, NODE_PRIMARY))) {
		object->line = n->line;
		object->at = n->at;
		object->child = n->child;
	}
	n->kind = NODE_ATTR;
	n->name = last->name;
	n->child = object;
	return object != NULL;
}

static bool check_single(struct parser *p, struct node *n, bool single)
{
	if (n->kind == NODE_NAME)
		return true;
	if (n->kind == NODE_PRIMARY && last_trailer(n)->kind == NODE_ATTR)
		return split_attr(p, n);
	struct token t = {.line = n->line, .at = n->at};
	if (n->kind == NODE_TUPLE || n->kind == NODE_LIST) {
		parse_lacks(p, &t, "targets within targets");
		return false;
	}
	return bad_target(p, n, "assign to", single);
}

static bool check_target(struct parser *p, struct node *n)
{
	if (n->kind != NODE_TUPLE && n->kind != NODE_LIST)
		return check_single(p, n, true);
	for (struct node *item = n->child; item; item = item->next) {
		if (!check_single(p, item, false))
			return false;
	}
	return true;
}

/* `print "text"`, as in Python 2. */
static bool old_print(const struct parser *p, const struct node *n)
{
	return n->kind == NODE_NAME && strcmp(n->name, "print") == 0 && parse_expression_begins(p);
}

static struct stmt *parse_expression_or_assignment(struct parser *p)
{
	struct token first = p->token;
	struct stmt *s = parse_stmt(p, STMT_EXPR);
	struct node *n = s ? parse_expressions(p) : NULL;
	if (!n)
		return NULL;
	s->value = n;
	if (old_print(p, n))
		return parse_fail(p, &first, &exc_SyntaxError,
		    "Missing parentheses in call to 'print'. Did you mean print(...)?");
	if (parse_is(p, ":"))
		return n->kind == NODE_NAME ? parse_lacks(p, &p->token, "annotation")
					    : parse_unexpected(p);
	if (!parse_is(p, "="))
		return s;
	if (!check_target(p, n))
		return NULL;
	parse_advance(p);
	s->kind = STMT_ASSIGN;
	s->target = n;
	s->value = parse_expressions(p);
	if (s->value && parse_is(p, "="))
		return parse_lacks(p, &p->token, "a = b = c");
	return s->value ? s : NULL;
}

static struct stmt *parse_assert(struct parser *p)
{
	struct stmt *s = parse_stmt(p, STMT_ASSERT);
	parse_advance(p);
	if (!s || !(s->value = parse_expression(p)))
		return NULL;
	if (parse_take(p, ","))
		s->target = parse_expression(p);
	return p->failed ? NULL : s;
}

static struct stmt *parse_del(struct parser *p)
{
	struct stmt *s = parse_stmt(p, STMT_DEL);
	parse_advance(p);
	struct node *n = s ? parse_expressions(p) : NULL;
	if (!n)
		return NULL;
	s->target = n->kind == NODE_TUPLE ? n->child : n;
	for (const struct node *t = s->target; t; t = t->next) {
		if (t->kind != NODE_NAME && !bad_target(p, t, "delete", false))
			return NULL;
	}
	return s;
}

static struct stmt *parse_pass(struct parser *p)
{
	struct stmt *s = parse_stmt(p, STMT_PASS);
	parse_advance(p);
	return s;
}

static struct stmt *parse_simple(struct parser *p)
{
	static const struct {
		const char *word;
		struct stmt *(*parse)(struct parser *);
	} words[] = {{"assert", parse_assert}, {"del", parse_del}, {"pass", parse_pass},
	    {"import", parse_import}, {"from", parse_from}};
	for (size_t i = 0; i < sizeof words / sizeof *words && p->token.kind == TOKEN_KEYWORD;
	     i++) {
		if (parse_is(p, words[i].word))
			return words[i].parse(p);
	}
	return parse_expression_or_assignment(p);
}

struct stmt *parse_simple_line(struct parser *p)
{
	struct stmt *first = NULL, **link = &first;
	do {
		struct stmt *s = parse_simple(p);
		if (!s || p->failed)
			return NULL;
		s->end = p->end;
		*link = s;
		link = &s->next;
	} while (parse_take(p, ";") && p->token.kind != TOKEN_NEWLINE);
	if (p->token.kind != TOKEN_NEWLINE)
		return parse_unexpected(p);
	parse_advance(p);
	return p->failed ? NULL : first;
}

struct stmt *parse_statement(struct parser *p)
{
	return parse_is(p, "try") ? parse_try(p) : parse_simple_line(p);
}
