#include "core/notation/exc.h"
#include "core/notation/parse.h"

/* The lines of a block that is indented: what Python calls a suite. */
static struct stmt *parse_indented(struct parser *p)
{
	struct stmt *first = NULL, **link = &first;
	while (p->token.kind != TOKEN_DEDENT && p->token.kind != TOKEN_END) {
		if (parse_is(p, "try"))
			return parse_lacks(p, &p->token, "try within try");
		struct stmt *s = parse_simple_line(p);
		if (!s)
			return NULL;
		for (*link = s; s; s = s->next)
			link = &s->next;
	}
	parse_advance(p); /* the DEDENT */
	return p->failed ? NULL : first;
}

static struct stmt *parse_block(struct parser *p, const char *what, int line)
{
	if (!parse_take(p, ":"))
		return p->failed ? NULL
				 : parse_fail(p, &p->token, &exc_SyntaxError, "expected ':'");
	if (p->token.kind != TOKEN_NEWLINE)
		return parse_simple_line(p);
	parse_advance(p);
	if (p->failed)
		return NULL;
	if (p->token.kind != TOKEN_INDENT)
		return parse_fail(p, &p->token, &exc_IndentationError,
		    "expected an indented block after '%s' statement on line %d", what, line);
	parse_advance(p);
	return parse_indented(p);
}

static bool is_class(const struct node *n)
{
	if (n->kind == NODE_NAME)
		return true;
	if (n->kind != NODE_PRIMARY || n->child->kind != NODE_NAME)
		return false;
	for (const struct node *t = n->child->next; t; t = t->next) {
		if (t->kind != NODE_ATTR)
			return false;
	}
	return true;
}

static bool check_classes(struct parser *p, const struct node *n)
{
	struct token t = {.line = n->line, .at = n->at};
	bool fine = is_class(n) || n->kind == NODE_TUPLE;
	for (const struct node *c = n->child; c && n->kind == NODE_TUPLE; c = c->next)
		fine = fine && is_class(c);
	if (!fine)
		parse_fail(p, &t, &exc_SyntaxError,
		    "except takes the name of an exception, or several in parentheses");
	return fine;
}

static bool parse_classes(struct parser *p, struct stmt *s)
{
	struct token t = p->token;
	s->value = parse_expression(p);
	if (!s->value)
		return false;
	if (parse_is(p, ",")) {
		parse_fail(
		    p, &t, &exc_SyntaxError, "multiple exception types must be parenthesized");
		return false;
	}
	if (!check_classes(p, s->value))
		return false;
	if (!parse_take(p, "as"))
		return true;
	if (p->token.kind != TOKEN_NAME) {
		parse_unexpected(p);
		return false;
	}
	s->name = parse_token_text(p, &p->token);
	parse_advance(p);
	return s->name != NULL;
}

static struct stmt *parse_except(struct parser *p)
{
	struct token t = p->token;
	struct stmt *s = parse_stmt(p, STMT_EXCEPT);
	parse_advance(p);
	if (!s)
		return NULL;
	if (parse_is(p, "*"))
		return parse_lacks(p, &p->token, "except*");
	if (!parse_is(p, ":") && !parse_classes(p, s))
		return NULL;
	s->body = parse_block(p, "except", t.line);
	if (s->body && !s->value && parse_is(p, "except"))
		return parse_fail(p, &t, &exc_SyntaxError, "default 'except:' must be last");
	return s->body ? s : NULL;
}

static size_t end_of(const struct stmt *lines)
{
	while (lines->next)
		lines = lines->next;
	return lines->end;
}

struct stmt *parse_try(struct parser *p)
{
	struct stmt *s = parse_stmt(p, STMT_TRY);
	int line = p->token.line;
	parse_advance(p);
	if (!s || !(s->body = parse_block(p, "try", line)))
		return NULL;
	struct stmt **link = &s->handlers;
	while (parse_is(p, "except")) {
		if (!(*link = parse_except(p)))
			return NULL;
		s->end = end_of((*link)->body);
		link = &(*link)->next;
	}
	if (parse_is(p, "finally") || parse_is(p, "else"))
		return parse_unexpected(p);
	if (!s->handlers)
		return parse_fail(p, &p->token, &exc_SyntaxError, "expected 'except' block");
	return s;
}
