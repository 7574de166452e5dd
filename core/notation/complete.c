/* Words that could stand at the end of a text. Only what values are is looked at; nothing runs. */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "core/notation/env.h"
#include "core/notation/import.h"
#include "core/notation/lex.h"
#include "core/notation/member.h"
#include "core/notation/notation.h"

typedef int (*offer_fn)(void *ctx, const char *word, size_t typed);

struct completion {
	const struct run *run;
	const char *text;
	size_t len, word; /* the word under way begins there */
	offer_fn fn;
	void *ctx;
};

static int offer(const struct completion *c, const char *word)
{
	size_t typed = c->len - c->word;
	if (strncmp(word, c->text + c->word, typed) != 0)
		return 0;
	return c->fn(c->ctx, word, typed);
}

static int offer_word(void *ctx, const char *word)
{
	return offer(ctx, word);
}

static int offer_module(const struct completion *c, const struct module *m)
{
	return member_each_of_module(m, offer_word, (void *)c);
}

static int offer_modules(
    const struct completion *c, const struct module *const *modules, bool members)
{
	int r = 0;
	for (; modules && *modules && r == 0; modules++)
		r = members ? offer_module(c, *modules) : offer(c, (*modules)->name);
	return r;
}

/* ---- what stands before the word ---- */

static bool in_name(char ch)
{
	return isalnum((unsigned char)ch) || ch == '_';
}

static size_t name_start(const char *text, size_t end)
{
	while (end > 0 && in_name(text[end - 1]))
		end--;
	return end;
}

static size_t skip_back(const char *text, size_t end)
{
	while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '\t'))
		end--;
	return end;
}

/* Where the dotted name begins that ends at end. */
static size_t chain_start(const char *text, size_t end)
{
	size_t start = name_start(text, end);
	while (start > 0 && text[start - 1] == '.')
		start = name_start(text, start - 1);
	return start;
}

/* A name without asking who raises: env, then the ambient modules. */
static struct value *look_up(const struct run *run, const char *name)
{
	struct value *v = value_ref(env_get(run->env, name));
	for (const struct module *const *m = run->ambient; m && *m && !v; m++) {
		if (member_of_module(*m, name, &v) < 0)
			v = NULL;
	}
	return v;
}

/* What a dotted name holds now, as a new reference; only modules are looked into. NULL: unknown. */
static struct value *resolve(const struct run *run, const char *text, size_t len)
{
	struct value *v = NULL;
	char name[128];
	for (size_t at = 0; at < len;) {
		size_t n = 0;
		while (at + n < len && text[at + n] != '.')
			n++;
		if (n == 0 || n >= sizeof name || (at && (!v || v->type != &type_module)))
			break;
		memcpy(name, text + at, n);
		name[n] = '\0';
		struct value *next = NULL;
		if (!at)
			next = look_up(run, name);
		else if (member_of_module(((struct module_value *)v)->module, name, &next) < 0)
			next = NULL;
		value_unref(v);
		v = next;
		at += n + 1;
		if (at >= len || !v)
			return v;
	}
	value_unref(v);
	return NULL;
}

/* The row that describes a call of the dotted name before the bracket. */
static const struct op *row_of_call(const struct run *run, const char *text, size_t bracket)
{
	size_t end = skip_back(text, bracket), start = chain_start(text, end);
	size_t last = name_start(text, end);
	char name[128];
	const struct op *op = NULL;
	if (last == end || end - last >= sizeof name)
		return NULL;
	memcpy(name, text + last, end - last);
	name[end - last] = '\0';
	struct value *v = resolve(run, text + start, end - start);
	if (v && (v->type == &type_function || v->type == &type_method))
		op = ((const struct function_value *)v)->op;
	else if (v && v->type == &type_type)
		op = ((const struct type_value *)v)->type->signature;
	value_unref(v);
	if (op || last == start)
		return op;
	v = resolve(run, text + start, last - 1 - start);
	op = v ? member_method(v, name) : NULL;
	value_unref(v);
	return op;
}

static int offer_keywords(const struct completion *c, size_t bracket)
{
	const struct op *op = row_of_call(c->run, c->text, bracket);
	char word[128];
	int r = 0;
	if (!op || op->flags & OP_POSITIONAL)
		return 0;
	for (size_t i = 0; i < PARAMS_MAX && op->params[i].name && r == 0; i++) {
		size_t n = strlen(op->params[i].name);
		if (n + 2 > sizeof word)
			continue;
		memcpy(word, op->params[i].name, n);
		memcpy(word + n, "=", 2);
		r = offer(c, word);
	}
	return r;
}

/* ---- names, and the lines of import ---- */

static int offer_bound(void *ctx, const char *name, struct value *v)
{
	(void)v;
	return offer(ctx, name);
}

static int offer_words(const struct completion *c)
{
	static const char *const words[] = {"and", "as", "assert", "del", "except", "False", "from",
	    "import", "in", "is", "None", "not", "or", "pass", "True", "try"};
	int r = 0;
	for (size_t i = 0; i < sizeof words / sizeof *words && r == 0 && c->word < c->len; i++)
		r = offer(c, words[i]);
	return r;
}

static int offer_names(const struct completion *c)
{
	int r = env_each(c->run->env, offer_bound, (void *)c);
	if (r == 0)
		r = offer_modules(c, c->run->ambient, true);
	return r == 0 ? offer_words(c) : r;
}

/* The text as far as the lexer tells it. */
struct seen {
	bool in_text;		    /* within a string, or past something that is no token */
	size_t bracket;		    /* the innermost open one, plus one; 0: none */
	struct token first, second; /* of the logical line under way */
	struct token last;	    /* the last of all that is not the word under way */
};

static struct seen look(const struct source *source, size_t word)
{
	struct lexer l;
	struct seen s = {.first.kind = TOKEN_END, .second.kind = TOKEN_END};
	struct token t;
	lexer_init(&l, source);
	for (t = lexer_next(&l); t.kind != TOKEN_END && t.kind != TOKEN_ERROR; t = lexer_next(&l)) {
		bool ends = t.kind == TOKEN_NEWLINE && t.len == 0 && t.at >= source->len;
		if (t.at >= word || ends)
			continue;
		if (t.kind == TOKEN_NEWLINE)
			s.first.kind = s.second.kind = TOKEN_END;
		else if (s.first.kind == TOKEN_END)
			s.first = t;
		else if (s.second.kind == TOKEN_END)
			s.second = t;
		s.last = t;
	}
	s.in_text = t.kind == TOKEN_ERROR;
	s.bracket = l.depth ? l.brackets[l.depth - 1].at + 1 : 0;
	lexer_fini(&l);
	return s;
}

static bool is_word(const struct completion *c, const struct token *t, const char *word)
{
	return t->kind == TOKEN_KEYWORD && t->len == strlen(word) &&
	       memcmp(c->text + t->at, word, t->len) == 0;
}

/* from m import ...: members of m. */
static int offer_imported(const struct completion *c, const struct token *name)
{
	char module[128];
	if (name->kind != TOKEN_NAME || name->len >= sizeof module)
		return 0;
	memcpy(module, c->text + name->at, name->len);
	module[name->len] = '\0';
	const struct module *m = import_find(c->run->modules, module);
	return m ? offer_module(c, m) : 0;
}

static int offer_here(const struct completion *c, const struct seen *s)
{
	if (is_word(c, &s->first, "import"))
		return offer_modules(c, c->run->modules, false);
	if (is_word(c, &s->first, "from") && s->second.kind == TOKEN_END)
		return offer_modules(c, c->run->modules, false);
	if (is_word(c, &s->first, "from")) {
		if (is_word(c, &s->last, "import") || s->last.at > s->second.at)
			return offer_imported(c, &s->second);
		return offer(c, "import");
	}
	if (c->word > 0 && c->text[c->word - 1] == '.') {
		size_t start = chain_start(c->text, c->word - 1);
		struct value *v = resolve(c->run, c->text + start, c->word - 1 - start);
		int r = v ? member_each(v, offer_word, (void *)c) : 0;
		value_unref(v);
		return r;
	}
	int r = s->bracket ? offer_keywords(c, s->bracket - 1) : 0;
	return r == 0 ? offer_names(c) : r;
}

int notation_complete(const struct run *run, const char *text, size_t len, offer_fn fn, void *ctx)
{
	struct source source;
	struct value *exc;
	if (source_init(&source, text, len, "", &exc) < 0) {
		value_unref(exc);
		return 0;
	}
	struct completion c = {run, source.text, source.len, 0, fn, ctx};
	c.word = name_start(source.text, source.len);
	struct seen s = look(&source, c.word);
	/* A comment is no token: what follows the # is not looked at. */
	size_t line = source_line_start(&source, c.word);
	bool comment = memchr(source.text + line, '#', c.word - line) &&
		       s.last.at + s.last.len <= line + strcspn(source.text + line, "#");
	int r = s.in_text || comment ? 0 : offer_here(&c, &s);
	source_fini(&source);
	return r;
}
