#include "views/names.h"

#include <stdio.h>
#include <string.h>

#include "core/journal.h"
#include "core/notation/env.h"
#include "core/notation/notation.h"
#include "core/notation/op.h"
#include "core/notation/run.h"
#include "core/notation/value.h"
#include "core/server/server.h"

struct search {
	const struct value *value;
	char *text;
};

static bool find_item(struct search *s, const char *name, const struct value *seq)
{
	for (size_t i = 0; i < seq_len(seq); i++) {
		if (seq_item(seq, i) != s->value)
			continue;
		snprintf(s->text, NAMES_MAX, "%s[%zu]", name, i);
		return true;
	}
	return false;
}

static int find_name(void *ctx, const char *name, struct value *v)
{
	struct search *s = ctx;
	if (v != s->value)
		return 0;
	snprintf(s->text, NAMES_MAX, "%s", name);
	return 1;
}

static int find_inside(void *ctx, const char *name, struct value *v)
{
	return value_is_seq(v) && find_item(ctx, name, v);
}

/* The socket that a server of that name listens with. */
static int find_listener(void *ctx, const char *name, struct value *v)
{
	struct search *s = ctx;
	struct run quiet = {0};
	struct call call = {.run = &quiet, .self = v};
	if (v->type->base != &type_server_base)
		return 0;
	for (const struct attr *a = type_server_base.attrs; a->name; a++) {
		if (strcmp(a->name, "socket") != 0 || a->get(&call) < 0)
			continue;
		snprintf(s->text, NAMES_MAX, "%s.socket", name);
		break;
	}
	bool found = call.result == s->value;
	value_unref(call.result);
	value_unref(quiet.exc);
	return found;
}

bool names_of(const struct session *s, const struct value *v, char text[NAMES_MAX])
{
	struct search search = {v, text};
	text[0] = '\0';
	return env_each(session_env(s), find_name, &search) != 0 ||
	       env_each(session_env(s), find_inside, &search) != 0 ||
	       env_each(session_env(s), find_listener, &search) != 0;
}

/* ---- a name for something new ---- */

static int same(void *ctx, const char *name)
{
	return strcmp(ctx, name) == 0;
}

static bool line_binds(const char *line, const char *name)
{
	struct program *p = NULL;
	struct value *exc = NULL;
	bool found = false;
	if (program_parse(line, strlen(line), "<stdin>", &p, &exc) < 0) {
		value_unref(exc);
		return false;
	}
	for (size_t i = 0; i < program_count(p) && !found; i++)
		found = program_binds(p, i, same, (void *)(uintptr_t)name) != 0;
	program_free(p);
	return found;
}

/* Will a line under way bind it? */
static bool pending(const struct session *s, const char *name)
{
	const struct journal *j = session_journal(s);
	uint64_t first = journal_first(j), last = journal_last(j);
	for (uint64_t seq = first; seq && seq <= last; seq++) {
		const struct journal_row *row = journal_at(j, seq);
		if (row && row->state == ROW_RUNNING && line_binds(row->line, name))
			return true;
	}
	return false;
}

bool names_taken(const struct session *s, const char *name)
{
	return env_get(session_env(s), name) || pending(s, name);
}

void names_fresh(const struct session *s, const char *stem, bool numbered, char text[NAMES_MAX])
{
	for (unsigned n = 1;; n++) {
		if (n == 1 && !numbered)
			snprintf(text, NAMES_MAX, "%s", stem);
		else
			snprintf(text, NAMES_MAX, "%s%u", stem, n);
		if (!names_taken(s, text))
			return;
	}
}
