/*
 * parse: tokens to statements and expressions. CPython: Grammar/python.gram. What one parse shares
 * among its files; nobody else includes this but program.c. Any thread.
 */
#ifndef CORE_NOTATION_PARSE_H
#define CORE_NOTATION_PARSE_H

#include "core/notation/ast.h"
#include "core/notation/lex.h"

struct parser {
	struct lexer lexer;
	struct token token; /* the one to look at */
	struct token last;  /* the one before it */
	size_t end;	    /* where the token before it ended */
	struct arena *arena;
	unsigned depth; /* of expressions within expressions */
	bool failed;	/* the lexer has the error, or memory is out */
};

void parse_advance(struct parser *p);
bool parse_is(const struct parser *p, const char *text); /* is the token that operator, keyword? */
bool parse_take(struct parser *p, const char *text);	 /* if it is, go past it */
bool parse_need(struct parser *p, const char *text);	 /* go past it, or fail */

/* All return NULL; the first error stays. */
void *parse_unexpected(struct parser *p); /* this token cannot stand here */
void *parse_fail(struct parser *p, const struct token *t, const struct exc_class *cls,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void *parse_lacks(struct parser *p, const struct token *t, const char *what); /* "have no 'what'" */
void *parse_no_memory(struct parser *p);

/* NULL after an error. */
struct node *parse_node(struct parser *p, enum node_kind kind); /* at this token */
struct node *parse_parent(struct parser *p, enum node_kind kind, struct node *first);
struct node *parse_const(struct parser *p, struct value *v, const struct token *t); /* takes v */
char *parse_token_text(struct parser *p, const struct token *t);

/* Adds child to the end of parent's; last is the caller's place for the end. */
void node_append(struct node *parent, struct node **last, struct node *child);

/* "None", "True" or "False" where the node is that; else NULL. */
const char *node_constant(const struct node *n);

struct node *parse_expression(struct parser *p);  /* one, without a comma */
struct node *parse_expressions(struct parser *p); /* or several with commas: a tuple */
struct node *parse_primary(struct parser *p);
struct node *parse_strings(struct parser *p); /* adjacent literals */
struct node *parse_number(struct parser *p);
bool parse_expression_begins(const struct parser *p);

struct stmt *parse_statement(struct parser *p); /* one, or several of one line, linked */
struct stmt *parse_simple_line(struct parser *p);
struct stmt *parse_try(struct parser *p);
struct stmt *parse_import(struct parser *p);
struct stmt *parse_from(struct parser *p);
struct stmt *parse_stmt(struct parser *p, enum stmt_kind kind); /* an empty one at this token */

#endif
