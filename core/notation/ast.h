/*
 * ast: what the parser makes of a notebook. All of it lies in one arena, and goes with it; it is
 * never changed once the parser is done, so any number of threads may evaluate it at once.
 */
#ifndef CORE_NOTATION_AST_H
#define CORE_NOTATION_AST_H

#include <stdbool.h>
#include <stddef.h>

#include "core/notation/source.h"

struct value;

enum node_kind {
	NODE_CONST,   /* value */
	NODE_BIG,     /* an int literal past 64 bits: name has its digits */
	NODE_NAME,    /* name */
	NODE_TUPLE,   /* children */
	NODE_LIST,    /* children */
	NODE_CHAIN,   /* a + b - c: children of one precedence, from the left */
	NODE_COMPARE, /* a < b < c: children */
	NODE_AND,     /* children */
	NODE_OR,      /* children */
	NODE_NOT,     /* child */
	NODE_UNARY,   /* op, child */
	NODE_PRIMARY, /* child, then what follows it: ATTR, CALL, INDEX, SLICE nodes in a row */
	NODE_ATTR,    /* .name; as a target: child.name */
	NODE_CALL,    /* (children), KEYWORD nodes last */
	NODE_KEYWORD, /* name = child */
	NODE_INDEX,   /* [child] */
	NODE_SLICE,   /* [child:child:child], each may be EMPTY */
	NODE_EMPTY,
	NODE_ALIAS, /* in imports: name, bound as the child's name */
};

enum operator{
	OPERATOR_NONE,
	OPERATOR_ADD,
	OPERATOR_SUB,
	OPERATOR_MUL,
	OPERATOR_DIV,
	OPERATOR_FLOORDIV,
	OPERATOR_MOD,
	OPERATOR_LSHIFT,
	OPERATOR_RSHIFT,
	OPERATOR_AND,
	OPERATOR_XOR,
	OPERATOR_OR,
	OPERATOR_INVERT,
	OPERATOR_LT,
	OPERATOR_LE,
	OPERATOR_GT,
	OPERATOR_GE,
	OPERATOR_EQ,
	OPERATOR_NE,
	OPERATOR_IN,
	OPERATOR_NOT_IN,
	OPERATOR_IS,
	OPERATOR_IS_NOT,
};

struct node {
	unsigned char kind;   /* enum node_kind */
	unsigned char op;     /* enum operator: of UNARY */
	unsigned char before; /* enum operator: what stands before this child of CHAIN or COMPARE */
	bool parens;	      /* stands in parentheses of its own */
	int line;
	size_t at; /* where it begins, for errors */
	const char *name;
	struct value *value; /* owned by the arena */
	struct node *child;  /* the first */
	struct node *next;   /* the next child of the same parent */
	size_t count;	     /* of children */
};

enum stmt_kind {
	STMT_EXPR,   /* value */
	STMT_ASSIGN, /* target = value */
	STMT_ASSERT, /* value, target: the message or NULL */
	STMT_DEL,    /* target: NAME nodes in a row */
	STMT_PASS,
	STMT_IMPORT, /* target: ALIAS nodes in a row */
	STMT_FROM,   /* name: the module; target: ALIAS nodes in a row */
	STMT_TRY,    /* body, handlers */
	STMT_EXCEPT, /* value: the classes or NULL; name: after `as`, or NULL; body */
};

struct stmt {
	enum stmt_kind kind;
	int line;
	size_t at, end; /* its text; end is past it */
	struct node *target;
	struct node *value;
	const char *name;
	struct stmt *body;
	struct stmt *handlers;
	struct stmt *next;
};

struct arena;

int arena_new(struct arena **out); /* 0 or -ENOMEM */
void arena_free(struct arena *a);  /* and drops its values */

void *arena_take(struct arena *a, size_t size); /* zeroed; NULL: out of memory */
char *arena_text(struct arena *a, const char *text, size_t len);
int arena_keep(struct arena *a, struct value *v); /* takes v, also when it fails: 0 or -ENOMEM */

struct program {
	struct source source;
	struct arena *arena;
	struct stmt **stmts; /* the top-level ones, in the arena */
	size_t count;
};

#endif
