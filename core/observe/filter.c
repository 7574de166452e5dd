#include "core/observe/filter.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/clean.h"
#include "core/observe/diag_text.h"
#include "core/observe/filter_private.h"

struct parser {
	const char *text;
	size_t at;
	unsigned depth;
	bool rule; /* it may end with "for TIME" and with ";" */
	struct filter *filter;
	struct filter_error *error;
	int failed; /* -EINVAL or -ENOMEM */
};

/* ---- what went wrong, once ---- */

static void fail(struct parser *p, size_t at, const char *what)
{
	if (p->failed)
		return;
	p->failed = -EINVAL;
	p->error->at = at;
	snprintf(p->error->text, sizeof p->error->text, "%s", what);
}

/* The same about a piece of the filter's text, which comes from outside. */
static void fail_about(struct parser *p, size_t at, const char *fmt, const char *piece, size_t len)
{
	char *clean = clean_new(piece, len < 40 ? len : 40, CLEAN_ASCII);
	char text[sizeof p->error->text];
	snprintf(text, sizeof text, "%s '%s'", fmt, clean ? clean : "");
	free(clean);
	fail(p, at, text);
}

/* ---- nodes ---- */

static struct filter_node *add(struct parser *p, enum filter_op op)
{
	struct filter *f = p->filter;
	if (p->failed)
		return NULL;
	if (f->count == FILTER_NODES_MAX) {
		fail(p, p->at, "the filter is too long");
		return NULL;
	}
	f->nodes[f->count] = (struct filter_node){.op = op};
	return &f->nodes[f->count++];
}

static void own_text(struct parser *p, struct filter_node *node, const char *text, size_t len)
{
	node->text = strndup(text, len);
	if (!node->text)
		p->failed = -ENOMEM;
}

/* ---- pieces of the text ---- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool ends_word(char c)
{
	return c == '\0' || is_blank(c) || c == '(' || c == ')' || c == '"' || c == '|' ||
	       c == '&' || c == ';';
}

static char peek(struct parser *p)
{
	while (is_blank(p->text[p->at]))
		p->at++;
	return p->text[p->at];
}

static size_t word_length(const char *text)
{
	size_t n = 0;
	while (!ends_word(text[n]))
		n++;
	return n;
}

/* Take the keyword or sign if it stands here. */
static bool accept(struct parser *p, const char *word, char sign)
{
	char c = peek(p);
	const char *here = p->text + p->at;
	size_t len = strlen(word);
	if (sign && c == sign) {
		p->at++;
		return true;
	}
	if (strncasecmp(here, word, len) != 0 || !ends_word(here[len]))
		return false;
	p->at += len;
	return true;
}

/* The text in quotes that begins here; its length without them. No escapes: none is needed. */
static const char *quoted(struct parser *p, size_t *len)
{
	const char *from = p->text + p->at + 1;
	const char *end = strchr(from, '"');
	if (!end) {
		fail(p, p->at, "this quote does not end");
		*len = 0;
		return from;
	}
	*len = (size_t)(end - from);
	p->at += *len + 2;
	return from;
}

/* ---- FIELD:VALUE ---- */

static const struct {
	char text[3];
	enum filter_relation relation;
} relations[] = {
    {"!=", REL_IS_NOT},
    {"<=", REL_MOST},
    {">=", REL_LEAST},
    {"=", REL_IS},
    {"<", REL_LESS},
    {">", REL_MORE},
};

static enum filter_relation take_relation(struct parser *p)
{
	for (size_t i = 0; i < sizeof relations / sizeof *relations; i++) {
		size_t len = strlen(relations[i].text);
		if (strncmp(p->text + p->at, relations[i].text, len) == 0) {
			p->at += len;
			return relations[i].relation;
		}
	}
	return REL_HAS;
}

static void take_numbers(struct parser *p, struct filter_node *node, const char *text, size_t len)
{
	enum field_type type = node->field->type;
	const char *dots = node->relation == REL_HAS ? memmem(text, len, "..", 2) : NULL;
	size_t first = dots ? (size_t)(dots - text) : len;
	int r = filter_number(type, text, first, &node->low);
	node->high = node->low;
	if (r == 0 && dots)
		r = filter_number(type, dots + 2, len - first - 2, &node->high);
	if (r < 0)
		fail_about(p, (size_t)(text - p->text), "not a number:", text, len);
	else if (node->low > node->high)
		fail_about(p, (size_t)(text - p->text),
		    "an empty range, the smaller number comes first:", text, len);
}

static void take_value(struct parser *p, struct filter_node *node)
{
	size_t len;
	const char *value = p->text + p->at;
	if (*value == '"') {
		value = quoted(p, &len);
	} else {
		len = word_length(value);
		p->at += len;
	}
	if (p->failed)
		return;
	if (diag_field_is_text(node->field)) {
		if (node->relation > REL_IS_NOT)
			fail(p, (size_t)(value - p->text), "text can only be equal or not (=, !=)");
		own_text(p, node, value, len);
	} else {
		take_numbers(p, node, value, len);
	}
}

static bool is_relation(char c)
{
	return c && strchr(":<>=!", c);
}

/* How many letters a field's name would have that stands here; 0: none does. */
static size_t name_length(const char *text)
{
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
	return n && is_relation(text[n]) ? n : 0;
}

/* The state that stands here in place of a field's name, NULL: none does. */
static const char *state_here(const char *text)
{
	const char *state = diag_state_find(text);
	return state && is_relation(text[strlen(state)]) ? state : NULL;
}

static void take_relation_and_value(struct parser *p, struct filter_node *node)
{
	if (p->text[p->at] == ':')
		p->at++;
	node->relation = take_relation(p);
	take_value(p, node);
}

/* close_wait>30s: it is in that state, and has been for so long. */
static void take_state_age(struct parser *p, const char *state)
{
	struct filter_node *node = add(p, FILTER_TEST);
	if (!node)
		return;
	node->field = diag_field_find("state", 5);
	node->relation = REL_IS;
	own_text(p, node, state, strlen(state));
	p->at += strlen(state);
	node = add(p, FILTER_TEST);
	if (!node)
		return;
	node->field = diag_field_find("age", 3);
	take_relation_and_value(p, node);
	add(p, FILTER_AND);
}

static void take_test(struct parser *p, size_t name_len)
{
	char name[16];
	const char *from = p->text + p->at;
	for (size_t i = 0; i < name_len && i < sizeof name; i++)
		name[i] = (char)(from[i] | 0x20); /* small letters */
	const struct diag_field *field =
	    name_len < sizeof name ? diag_field_find(name, name_len) : NULL;
	if (!field) {
		fail_about(p, p->at, "no such field (put quotes around it to search for it):", from,
		    name_len);
		return;
	}
	p->at += name_len;
	struct filter_node *node = add(p, FILTER_TEST);
	if (!node)
		return;
	node->field = field;
	take_relation_and_value(p, node);
}

/* ---- the grammar ---- */

static void take_word(struct parser *p)
{
	size_t len = word_length(p->text + p->at);
	const char *word = p->text + p->at;
	struct filter_node *node = add(p, FILTER_WORD);
	if (!node)
		return;
	if (*word == '"')
		word = quoted(p, &len);
	else
		p->at += len;
	if (p->failed)
		return;
	node->is_number = filter_number(FIELD_NUMBER, word, len, &node->low) == 0;
	own_text(p, node, word, len);
}

static void take_or(struct parser *p);

static void take_parentheses(struct parser *p)
{
	size_t open = p->at - 1;
	if (++p->depth > FILTER_DEPTH_MAX) {
		fail(p, open, "too many parentheses inside each other");
		return;
	}
	take_or(p);
	p->depth--;
	if (peek(p) != ')')
		fail(p, open, "this parenthesis is not closed");
	else
		p->at++;
}

static bool at_word(struct parser *p, const char *word, char sign)
{
	size_t at = p->at;
	bool is = accept(p, word, sign);
	p->at = at;
	return is;
}

/* Does a rule's filter end here? */
static bool at_end_of_rule(struct parser *p)
{
	return p->rule && (peek(p) == ';' || at_word(p, "for", 0));
}

/* What only joins two others stands where one of them should. In quotes it is a word. */
static bool joins_nothing(struct parser *p)
{
	const char *what = NULL;
	if (at_word(p, "and", 0))
		what = "something is missing before 'and' (quotes make it a word)";
	else if (at_word(p, "or", 0))
		what = "something is missing before 'or' (quotes make it a word)";
	if (what)
		fail(p, p->at, what);
	return what;
}

static void take_one(struct parser *p)
{
	bool negated = false;
	while (accept(p, "not", '-') || accept(p, "not", '!'))
		negated = !negated;
	char c = peek(p);
	size_t name_len = name_length(p->text + p->at);
	const char *state = state_here(p->text + p->at);
	if (c == '(') {
		p->at++;
		take_parentheses(p);
	} else if (state) {
		take_state_age(p, state);
	} else if (name_len) {
		take_test(p, name_len);
	} else if (c == '"' || (!ends_word(c) && !at_end_of_rule(p) && !joins_nothing(p))) {
		take_word(p);
	} else {
		fail(p, p->at,
		    c ? "a word or FIELD:VALUE should stand here" : "something is missing");
	}
	if (negated)
		add(p, FILTER_NOT);
}

static void take_and(struct parser *p)
{
	take_one(p);
	while (!p->failed) {
		bool said = accept(p, "and", '&');
		char c = peek(p);
		if (!said && (!c || c == ')' || at_word(p, "or", '|') || at_end_of_rule(p)))
			return;
		take_one(p);
		add(p, FILTER_AND);
	}
}

static void take_or(struct parser *p)
{
	take_and(p);
	while (!p->failed && accept(p, "or", '|')) {
		take_and(p);
		add(p, FILTER_OR);
	}
}

static int parse(struct filter *f, const char *text, struct filter_error *error)
{
	struct parser p = {.text = text, .filter = f, .error = error};
	if (!peek(&p))
		return 0;
	take_or(&p);
	if (!p.failed && peek(&p))
		fail(&p, p.at, "nothing is open that this could close");
	return p.failed;
}

/* "for 5s" */
static void take_time(struct parser *p, uint64_t *us)
{
	if (!accept(p, "for", 0))
		return;
	peek(p);
	const char *time = p->text + p->at;
	size_t len = word_length(time);
	if (filter_number(FIELD_AGE, time, len, us) < 0)
		fail_about(p, p->at, "not a time, such as 5s or 2min:", time, len);
	else
		p->at += len;
}

static int parse_rule(
    struct filter *f, const char *text, struct filter_error *error, size_t *at, uint64_t *for_us)
{
	struct parser p = {.text = text, .at = *at, .rule = true, .filter = f, .error = error};
	*for_us = 0;
	take_or(&p);
	if (!p.failed)
		take_time(&p, for_us);
	if (!p.failed && peek(&p) && peek(&p) != ';')
		fail(&p, p.at, "the rule should end here; the next one stands behind a ;");
	*at = p.at;
	return p.failed;
}

static struct filter *new_empty(void)
{
	struct filter *f = calloc(1, sizeof *f);
	if (f)
		f->nodes = calloc(FILTER_NODES_MAX, sizeof *f->nodes);
	if (f && !f->nodes) {
		free(f);
		return NULL;
	}
	return f;
}

static int give(struct filter *f, int r, struct filter **out)
{
	if (r < 0)
		filter_free(f);
	else
		*out = f;
	return r;
}

int filter_new(const char *text, struct filter **out, struct filter_error *error)
{
	struct filter *f = new_empty();
	*error = (struct filter_error){0};
	return f ? give(f, parse(f, text, error), out) : -ENOMEM;
}

int filter_new_rule(
    const char *text, size_t *at, struct filter **out, uint64_t *for_us, struct filter_error *error)
{
	struct filter *f = new_empty();
	*error = (struct filter_error){0};
	return f ? give(f, parse_rule(f, text, error, at, for_us), out) : -ENOMEM;
}

void filter_free(struct filter *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->count; i++)
		free(f->nodes[i].text);
	free(f->nodes);
	free(f);
}
