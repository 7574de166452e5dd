#include <string.h>

#include "core/notation/exc.h"
#include "core/notation/parse.h"

struct binary {
	const char *text;
	enum operator op;
	int level; /* the higher binds tighter */
};

static const struct binary binaries[] = {
    {"+", OPERATOR_ADD, 5},
    {"-", OPERATOR_SUB, 5},
    {"*", OPERATOR_MUL, 6},
    {"/", OPERATOR_DIV, 6},
    {"//", OPERATOR_FLOORDIV, 6},
    {"%", OPERATOR_MOD, 6},
    {"|", OPERATOR_OR, 1},
    {"^", OPERATOR_XOR, 2},
    {"&", OPERATOR_AND, 3},
    {"<<", OPERATOR_LSHIFT, 4},
    {">>", OPERATOR_RSHIFT, 4},
};

static const struct binary comparisons[] = {
    {"<", OPERATOR_LT, 0},
    {"<=", OPERATOR_LE, 0},
    {">", OPERATOR_GT, 0},
    {">=", OPERATOR_GE, 0},
    {"==", OPERATOR_EQ, 0},
    {"!=", OPERATOR_NE, 0},
    {"in", OPERATOR_IN, 0},
    {"is", OPERATOR_IS, 0},
    {"not", OPERATOR_NOT_IN, 0},
};

static const struct binary *find(const struct parser *p, const struct binary *rows, size_t n)
{
	if (p->token.kind != TOKEN_OP && p->token.kind != TOKEN_KEYWORD)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		if (parse_is(p, rows[i].text))
			return &rows[i];
	}
	return NULL;
}

static bool enter(struct parser *p)
{
	if (p->failed)
		return false;
	if (++p->depth <= NOTATION_DEPTH_MAX)
		return true;
	parse_fail(p, &p->token, &exc_SyntaxError, "too many nested expressions");
	return false;
}

static enum operator unary_operator(const struct parser *p)
{
	if (parse_is(p, "-"))
		return OPERATOR_SUB;
	if (parse_is(p, "+"))
		return OPERATOR_ADD;
	return parse_is(p, "~") ? OPERATOR_INVERT : OPERATOR_NONE;
}

/* -9223372036854775808 is an int, although what follows its sign is none. */
static struct node *smallest(struct parser *p, struct node *big)
{
	static const char digits[] = "9223372036854775808";
	if (strcmp(big->name, digits) != 0)
		return NULL;
	struct token t = {.line = big->line, .at = big->at};
	return parse_const(p, value_int(INT64_MIN), &t);
}

static struct node *parse_factor(struct parser *p)
{
	enum operator op = unary_operator(p);
	if (op == OPERATOR_NONE)
		return parse_primary(p);
	struct node *n = enter(p) ? parse_node(p, NODE_UNARY) : NULL;
	if (!n)
		return NULL;
	n->op = (unsigned char)op;
	parse_advance(p);
	n->child = parse_factor(p);
	p->depth--;
	if (!n->child)
		return NULL;
	struct node *folded = NULL;
	if (n->child->kind == NODE_BIG && op == OPERATOR_SUB && !n->child->parens)
		folded = smallest(p, n->child);
	return folded ? folded : p->failed ? NULL : n;
}

/* Operators of one level stand in one node, however many: their number costs no stack. */
static struct node *parse_binary(struct parser *p, int least)
{
	struct node *left = parse_factor(p);
	const struct binary *row;
	while (left && (row = find(p, binaries, sizeof binaries / sizeof *binaries)) &&
	       row->level >= least) {
		int level = row->level;
		struct node *chain = parse_parent(p, NODE_CHAIN, left), *last = left;
		while (chain && row && row->level == level) {
			parse_advance(p);
			struct node *right = parse_binary(p, level + 1);
			if (!right)
				return NULL;
			right->before = (unsigned char)row->op;
			node_append(chain, &last, right);
			row = find(p, binaries, sizeof binaries / sizeof *binaries);
		}
		left = chain;
	}
	return left;
}

static enum operator take_comparison(struct parser *p)
{
	const struct binary *row = find(p, comparisons, sizeof comparisons / sizeof *comparisons);
	if (!row)
		return OPERATOR_NONE;
	parse_advance(p);
	if (row->op == OPERATOR_NOT_IN && !parse_need(p, "in"))
		return OPERATOR_NONE;
	if (row->op == OPERATOR_IS && parse_take(p, "not"))
		return OPERATOR_IS_NOT;
	return row->op;
}

static struct node *parse_comparison(struct parser *p)
{
	struct node *n = parse_binary(p, 0), *last = n;
	enum operator op = n ? take_comparison(p) : OPERATOR_NONE;
	if (op != OPERATOR_NONE)
		n = parse_parent(p, NODE_COMPARE, n);
	while (n && op != OPERATOR_NONE) {
		struct node *right = parse_binary(p, 0);
		if (!right)
			return NULL;
		right->before = (unsigned char)op;
		node_append(n, &last, right);
		op = take_comparison(p);
	}
	return p->failed ? NULL : n;
}

static struct node *parse_not(struct parser *p)
{
	if (!parse_is(p, "not"))
		return parse_comparison(p);
	struct node *n = enter(p) ? parse_node(p, NODE_NOT) : NULL;
	if (!n)
		return NULL;
	parse_advance(p);
	n->child = parse_not(p);
	p->depth--;
	return n->child ? n : NULL;
}

static struct node *parse_logic(struct parser *p, enum node_kind kind)
{
	bool or = kind == NODE_OR;
	struct node *n = or ? parse_logic(p, NODE_AND) : parse_not(p), *last = n;
	if (!n || !parse_is(p, or ? "or" : "and"))
		return n;
	n = parse_parent(p, kind, n);
	while (n && parse_take(p, or ? "or" : "and")) {
		struct node *right = or ? parse_logic(p, NODE_AND) : parse_not(p);
		if (!right)
			return NULL;
		node_append(n, &last, right);
	}
	return n;
}

struct node *parse_expression(struct parser *p)
{
	if (!enter(p))
		return NULL;
	struct node *n = parse_logic(p, NODE_OR);
	p->depth--;
	return p->failed ? NULL : n;
}

bool parse_expression_begins(const struct parser *p)
{
	switch (p->token.kind) {
	case TOKEN_NAME:
	case TOKEN_INT:
	case TOKEN_FLOAT:
	case TOKEN_STRING:
		return true;
	case TOKEN_OP:
		return parse_is(p, "(") || parse_is(p, "[") || unary_operator(p) != OPERATOR_NONE;
	case TOKEN_KEYWORD:
		return parse_is(p, "not") || parse_is(p, "None") || parse_is(p, "True") ||
		       parse_is(p, "False");
	default:
		return false;
	}
}

struct node *parse_expressions(struct parser *p)
{
	struct node *n = parse_expression(p), *last = n;
	if (!n || !parse_is(p, ","))
		return n;
	n = parse_parent(p, NODE_TUPLE, n);
	while (n && parse_take(p, ",") && parse_expression_begins(p)) {
		struct node *item = parse_expression(p);
		if (!item)
			return NULL;
		node_append(n, &last, item);
	}
	return p->failed ? NULL : n;
}
