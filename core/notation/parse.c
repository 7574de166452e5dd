#include "core/notation/parse.h"

#include <stdarg.h>
#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/run.h"

void parse_advance(struct parser *p)
{
	p->end = p->token.at + p->token.len;
	p->last = p->token;
	p->token = lexer_next(&p->lexer);
	if (p->token.kind == TOKEN_ERROR)
		p->failed = true;
}

bool parse_is(const struct parser *p, const char *text)
{
	return token_is(&p->lexer, &p->token, text);
}

bool parse_take(struct parser *p, const char *text)
{
	if (!parse_is(p, text))
		return false;
	parse_advance(p);
	return true;
}

bool parse_need(struct parser *p, const char *text)
{
	if (parse_take(p, text))
		return true;
	parse_unexpected(p);
	return false;
}

void *parse_fail(
    struct parser *p, const struct token *t, const struct exc_class *cls, const char *fmt, ...)
{
	struct buf b = {0};
	va_list ap;
	va_start(ap, fmt);
	buf_vprintf(&b, fmt, ap);
	va_end(ap);
	p->failed = true;
	lexer_fail(&p->lexer, cls, t->line, t->at, "%s", buf_text(&b));
	buf_free(&b);
	return NULL;
}

void *parse_lacks(struct parser *p, const struct token *t, const char *what)
{
	return parse_fail(p, t, &exc_SyntaxError, "sockpit notebooks have no '%s'", what);
}

void *parse_no_memory(struct parser *p)
{
	p->failed = true;
	if (!p->lexer.exc) {
		struct run run = {0};
		exc_raise_memory(&run);
		p->lexer.exc = run.exc;
	}
	return NULL;
}

/* What Python has and the notation has not. */
static const char *const lacking[] = {"async", "await", "break", "class", "continue", "def", "elif",
    "else", "finally", "for", "global", "if", "lambda", "nonlocal", "raise", "return", "while",
    "with", "yield", "**", "@", "->", ":=", "...",
    "+=", "-=", "*=", "/=", "//=", "%=", "&=", "|=", "^=", "<<=", ">>=", "**=", "@="};

static bool lacks(const struct parser *p, const char **what)
{
	for (size_t i = 0; i < sizeof lacking / sizeof *lacking; i++) {
		*what = lacking[i];
		if (parse_is(p, *what))
			return true;
	}
	*what = "dict";
	return parse_is(p, "{") || parse_is(p, "}");
}

/* Is the error more likely a bracket that was left open on an earlier line, or at the end? */
static const struct token *open_bracket(const struct parser *p)
{
	const struct lexer *l = &p->lexer;
	if (!l->depth)
		return NULL;
	const struct token *open = &l->brackets[l->depth - 1];
	return p->token.kind == TOKEN_END || p->token.line > open->line ? open : NULL;
}

/* A star where a value should stand: f(*args), a, *b = c. */
static bool unpacks(const struct parser *p)
{
	static const char *const before[] = {"(", "[", ",", "="};
	if (!parse_is(p, "*"))
		return false;
	for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
		if (token_is(&p->lexer, &p->last, before[i]))
			return true;
	}
	return p->last.kind == TOKEN_NEWLINE || p->last.kind == TOKEN_END;
}

static bool ends_value(const struct parser *p)
{
	switch (p->last.kind) {
	case TOKEN_NAME:
	case TOKEN_INT:
	case TOKEN_FLOAT:
	case TOKEN_STRING:
		return true;
	default:
		return token_is(&p->lexer, &p->last, ")") || token_is(&p->lexer, &p->last, "]");
	}
}

void *parse_unexpected(struct parser *p)
{
	p->failed = true;
	const struct token *t = &p->token, *open = open_bracket(p);
	const char *what;
	if (t->kind == TOKEN_INDENT)
		return parse_fail(p, t, &exc_IndentationError, "unexpected indent");
	if (lacks(p, &what))
		return parse_lacks(p, t, what);
	if (unpacks(p))
		return parse_lacks(p, t, "*args");
	if (open)
		return parse_fail(p, open, &exc_SyntaxError, "'%c' was never closed",
		    p->lexer.source->text[open->at]);
	if (p->lexer.depth && ends_value(p) && parse_expression_begins(p))
		return parse_fail(
		    p, t, &exc_SyntaxError, "invalid syntax. Perhaps you forgot a comma?");
	return parse_fail(p, t, &exc_SyntaxError, "invalid syntax");
}

struct node *parse_node(struct parser *p, enum node_kind kind)
{
	struct node *n = arena_take(p->arena, sizeof *n);
	if (!n)
		return parse_no_memory(p);
	n->kind = (unsigned char)kind;
	n->line = p->token.line;
	n->at = p->token.at;
	return n;
}

struct node *parse_parent(struct parser *p, enum node_kind kind, struct node *first)
{
	struct node *n = first ? parse_node(p, kind) : NULL;
	if (!n)
		return NULL;
	n->line = first->line;
	n->at = first->at;
	n->child = first;
	n->count = 1;
	return n;
}

struct node *parse_const(struct parser *p, struct value *v, const struct token *t)
{
	struct node *n = v ? parse_node(p, NODE_CONST) : parse_no_memory(p);
	if (!n) {
		value_unref(v);
		return NULL;
	}
	n->line = t->line;
	n->at = t->at;
	n->value = v;
	return arena_keep(p->arena, v) < 0 ? parse_no_memory(p) : n;
}

char *parse_token_text(struct parser *p, const struct token *t)
{
	char *text = arena_text(p->arena, p->lexer.source->text + t->at, t->len);
	return text ? text : parse_no_memory(p);
}

void node_append(struct node *parent, struct node **last, struct node *child)
{
	if (*last)
		(*last)->next = child;
	else
		parent->child = child;
	*last = child;
	parent->count++;
}

const char *node_constant(const struct node *n)
{
	if (n->kind != NODE_CONST)
		return NULL;
	if (n->value == value_none())
		return "None";
	return n->value == value_bool(true)    ? "True"
	       : n->value == value_bool(false) ? "False"
					       : NULL;
}
