#include "core/notation/suggest.h"

#include <ctype.h>
#include <string.h>

#include "core/notation/env.h"
#include "core/notation/exc.h"
#include "core/notation/member.h"
#include "core/notation/run.h"

/* What a wrong letter costs, and one in the wrong case. */
#define MOVE_COST 2
#define CASE_COST 1

/* Longer words are not compared. */
#define WORD_MAX 40

static size_t replace_cost(char a, char b)
{
	if (a == b)
		return 0;
	return tolower((unsigned char)a) == tolower((unsigned char)b) ? CASE_COST : MOVE_COST;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* What it costs to make a of b by moves of one letter (Levenshtein), row by row. */
static size_t distance(const char *a, size_t m, const char *b, size_t n)
{
	size_t row[WORD_MAX + 1];
	for (size_t j = 0; j <= n; j++)
		row[j] = j * MOVE_COST;
	for (size_t i = 1; i <= m; i++) {
		size_t diagonal = row[0];
		row[0] = i * MOVE_COST;
		for (size_t j = 1; j <= n; j++) {
			size_t replaced = diagonal + replace_cost(a[i - 1], b[j - 1]);
			size_t moved = smaller(row[j], row[j - 1]) + MOVE_COST;
			diagonal = row[j];
			row[j] = smaller(replaced, moved);
		}
	}
	return row[n];
}

int suggest_consider(void *ctx, const char *word)
{
	struct suggestion *s = ctx;
	size_t m = strlen(s->name), n = strlen(word);
	if (m > WORD_MAX || n > WORD_MAX || (m == n && memcmp(s->name, word, m) == 0))
		return 0;
	size_t d = distance(s->name, m, word, n);
	if (d > (m + n + 3) * MOVE_COST / 6 || (s->best && d >= s->distance))
		return 0;
	s->best = word;
	s->distance = d;
	return 0;
}

static int consider_bound(void *ctx, const char *name, struct value *v)
{
	(void)v;
	return suggest_consider(ctx, name);
}

/* The x of "name 'x' is not defined", into name. */
static bool missing_name(const struct value *exc, char name[WORD_MAX + 1])
{
	static const char head[] = "name '", tail[] = "' is not defined";
	const struct value *args = exc_is(exc) ? ((const struct exc_value *)exc)->args : NULL;
	if (!args || exc->type != &exc_NameError.type || seq_len(args) != 1)
		return false;
	const struct value *words = seq_item(args, 0);
	if (words->type != &type_str || strncmp(text_of(words), head, strlen(head)) != 0)
		return false;
	const char *start = text_of(words) + strlen(head), *end = strstr(start, tail);
	if (!end || end - start > WORD_MAX)
		return false;
	memcpy(name, start, (size_t)(end - start));
	name[end - start] = '\0';
	return true;
}

const char *suggest_name(const struct run *run, const struct value *exc)
{
	char name[WORD_MAX + 1];
	struct suggestion s = {.name = name};
	if (!missing_name(exc, name))
		return NULL;
	env_each(run->env, consider_bound, &s);
	static const char *const constants[] = {"None", "False", "True"};
	for (size_t i = 0; i < 3 && !s.best; i++)
		suggest_consider(&s, constants[i]);
	for (const struct module *const *m = run->ambient; m && *m && !s.best; m++)
		member_each_of_module(*m, suggest_consider, &s);
	return s.best;
}
